import { parseArgs } from 'node:util';
import { check } from '../../flows/check.ts';
import type { Problem } from '../../flows/problem.ts';
import { dayOf } from '../calendar.ts';
import { readContent } from '../content/content.ts';
import { sentence } from '../content/sentences.ts';
import { unusedWords } from '../content/words-used.ts';
import { loadDirectory } from '../directory/directory.ts';
import { unreachable } from '../directory/resolve.ts';
import { loadWords } from '../web/words.ts';

/**
 * `npm run check [-- --on YYYY-MM-DD]`: every problem of flows/ and data/ in sentences, figures per need, and how many
 * network × commune pairs end with nobody. Exit status 1 when something must be corrected.
 */
const { values } = parseArgs({ options: { on: { type: 'string' } } });
const day = values.on ?? dayOf(new Date());
const root = process.cwd();
const words = loadWords(['flows/locales', 'views/locales']).get('fr');
if (!words) throw new Error('French words are missing');
const say = words.t;

const problems: Problem[] = [];
const { content, problems: shape } = readContent(root);
problems.push(...shape);

const directory = (() => {
  try {
    return loadDirectory('data');
  } catch (error) {
    const sentences = error instanceof Error ? error.message.split('\n') : [String(error)];
    for (const detail of sentences) {
      problems.push({ level: 'error', code: 'directory', file: 'data', line: 1, values: { detail } });
    }
    return null;
  }
})();

if (content && directory) {
  const result = check(content.tree, {
    day,
    networks: new Set(directory.networks.map((network) => network.id)),
    hasWords: words.has,
    line: content.line,
  });
  problems.push(...result.problems, ...unusedWords(root, content.tree));
  const stories = content.tree.stories.flatMap((file) => file.stories);
  const signed = stories.filter(({ validated_by }) => validated_by !== null).length;
  console.log(say('check.summary.stories', { stories: stories.length, signed }));
  for (const summary of result.summaries) console.log(say('check.summary.need', { ...summary }));
}
if (directory) {
  const networks = directory.networks.map((network) => network.id);
  const alone = unreachable(directory, networks);
  for (const { network, commune } of alone.slice(0, 10)) console.log(`${network} ${commune}`);
  console.log(
    say('check.summary.directory', {
      partners: directory.partners.length,
      communes: directory.communes.length,
      networks: networks.length,
      unreachable: alone.length,
    }),
  );
  if (alone.length > 0) process.exitCode = 1;
}

for (const problem of problems) console.log(sentence(problem, say));
const count = (level: Problem['level']) => problems.filter((problem) => problem.level === level).length;
if (count('error') > 0) process.exitCode = 1;
console.log(
  problems.length === 0
    ? say('check.summary.fine', { day })
    : say('check.summary.problems', {
        day,
        errors: count('error'),
        warnings: count('warning'),
        advice: count('advice'),
      }),
);
