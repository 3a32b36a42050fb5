import { check } from '../../flows/check.ts';
import type { Problem } from '../../flows/problem.ts';
import { dayOf } from '../calendar.ts';
import { compareVersions, printComparison } from '../content/comparison.ts';
import { readContent } from '../content/content.ts';
import { EarlierVersionError, readEarlier } from '../content/earlier.ts';
import { sentence } from '../content/sentences.ts';
import { checkTranslations } from '../content/translations.ts';
import { unusedWords } from '../content/words-used.ts';
import { loadDirectory } from '../directory/directory.ts';
import { loadEmergencyNumbers } from '../directory/emergency.ts';
import { unreachable } from '../directory/resolve.ts';
import { checkVocabularies } from '../finder/check-vocabulary.ts';
import { createFinder } from '../finder/finder.ts';
import { measure, readSentences } from '../finder/measure.ts';
import { finderSources } from '../finder/sources.ts';
import { createEngine } from '../interview/engine.ts';
import { radar } from '../tree/coverage.ts';
import { regionFigure } from '../tree/coverage-view.ts';
import { loadWords } from '../web/words.ts';
import { readOptions } from './options.ts';

/**
 * `npm run check [-- --on YYYY-MM-DD]`: every problem of flows/ and data/ in sentences, figures per need, and how many
 * network × commune pairs end with nobody. Exit status 1 when something must be corrected.
 * `--against <git reference>` adds what changes for people since that version; with `--markdown`, that alone is printed,
 * as a pull request shows it.
 */
const { values } = readOptions({
  options: {
    on: { type: 'string' },
    against: { type: 'string' },
    markdown: { type: 'boolean', default: false },
  },
});
const day = values.on ?? dayOf(new Date());
const root = process.cwd();
const words = loadWords(['flows/locales', 'views/locales']).get('fr');
if (!words) throw new Error('French words are missing');
const say = words.t;

const markdown = values.markdown && values.against !== undefined;
const print = (line: string) => (markdown ? undefined : console.log(line));

const problems: Problem[] = [];
const { content, problems: shape } = readContent(root);
problems.push(...shape);

const translations = checkTranslations(root);
problems.push(...translations.problems);
for (const summary of translations.summaries) print(say('translations.summary', { ...summary }));

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
  problems.push(
    ...checkVocabularies(content.vocabularies, {
      needs: new Set(content.tree.needs.map(({ need }) => need)),
      networks: new Set(directory.networks.map(({ id }) => id)),
      help: new Set(loadEmergencyNumbers('data').map(({ id }) => id)),
    }),
  );
  const finder = createFinder(finderSources(content, directory.networks, words));
  for (const file of ['sentences-dev.yaml', 'sentences-held-out.yaml']) {
    const { sentences, found, nonsense, noise } = measure(finder, readSentences(`tests/finder/${file}`));
    console.log(say('check.summary.finder', { file, sentences, found: found.length, nonsense, noise: noise.length }));
  }
  const stories = content.tree.stories.flatMap((file) => file.stories);
  const signed = stories.filter(({ validated_by }) => validated_by !== null).length;
  print(say('check.summary.stories', { stories: stories.length, signed }));
  for (const summary of result.summaries) print(say('check.summary.need', { ...summary }));
  if (result.summaries.length === content.tree.needs.length) {
    const figure = regionFigure({ engine: createEngine(content), directory, radar: radar(directory), words, day });
    print(say('coverage.check', { figure }));
  }
}
if (directory) {
  const networks = directory.networks.map((network) => network.id);
  const alone = unreachable(directory, networks);
  for (const { network, commune } of alone.slice(0, 10)) print(`${network} ${commune}`);
  print(
    say('check.summary.directory', {
      partners: directory.partners.length,
      communes: directory.communes.length,
      networks: networks.length,
      unreachable: alone.length,
    }),
  );
  if (alone.length > 0) process.exitCode = 1;
}

for (const problem of problems) print(sentence(problem, say));
const count = (level: Problem['level']) => problems.filter((problem) => problem.level === level).length;
if (count('error') > 0) process.exitCode = 1;
print(
  problems.length === 0
    ? say('check.summary.fine', { day })
    : say('check.summary.problems', {
        day,
        errors: count('error'),
        warnings: count('warning'),
        advice: count('advice'),
      }),
);

if (content && directory && values.against !== undefined) {
  const reference = values.against;
  try {
    const earlier = readEarlier(root, reference);
    const text = (key: string) => (words.has(key) ? words.t(key) : earlier.words.t(key));
    const parts = compareVersions(earlier.content.tree, content.tree, day, {
      words,
      text,
      optionText: (question, option) => {
        const key = `questions.${question}.options.${option}`;
        return words.has(`${key}.short`) ? words.t(`${key}.short`) : text(`${key}.text`);
      },
      networkName: (id) => directory.network(id)?.name ?? earlier.networkName(id) ?? id,
    });
    console.log(printComparison(parts, reference, markdown ? 'markdown' : 'text', words));
  } catch (error) {
    if (!(error instanceof EarlierVersionError)) throw error;
    console.log(say(`check.against.${error.reason}`, { reference }));
    process.exitCode = 1;
  }
}
