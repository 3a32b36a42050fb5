import { compile } from '../../flows/compile.ts';
import { toMermaid } from '../../flows/diagram.ts';
import type { Tree } from '../../flows/schema.ts';
import { countPaths } from '../../flows/walk.ts';
import type { Directory } from '../directory/directory.ts';
import { sayDay } from '../web/format.ts';
import type { Words } from '../web/words.ts';
import { diagramWords } from './diagram-words.ts';

/** Where the drawings of the needs are kept, to be read where the code is read. */
export const diagramFolder = 'flows/diagrams';

/**
 * The files of `flows/diagrams`, by path: one page a need, its graph as Mermaid, on the day the need was last reviewed.
 * The same tree, networks and words give the same text: `npm test` holds the files to it.
 */
export function diagramFiles(
  tree: Tree,
  directory: Pick<Directory, 'network'>,
  words: Words,
): ReadonlyMap<string, string> {
  return new Map(
    tree.needs.map((need) => {
      const day = need.review.as_of;
      const compiled = compile(need, tree.questions, tree.impossible, day);
      const figures = { day: sayDay(day, words), states: compiled.nodes.size, paths: countPaths(compiled) };
      const page = [
        `# ${words.t(`needs.${need.need}.desk`)}`,
        words.t('tree.of-day', figures),
        `\`\`\`mermaid\n${toMermaid(compiled, diagramWords(directory, words, 'whole'))}\`\`\``,
      ];
      return [`${diagramFolder}/${need.need}.md`, `${page.join('\n\n')}\n`];
    }),
  );
}
