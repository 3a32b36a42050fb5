import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Problem } from '../../flows/problem.ts';
import type { Tree } from '../../flows/schema.ts';

/** Ids of the tree whose words are shown somewhere; words of anything else are leftovers. */
function idsInUse(tree: Tree): Record<string, ReadonlySet<string>> {
  const ids = (items: readonly { id: string }[]) => new Set(items.map((item) => item.id));
  const rules = tree.needs.flatMap((need) => need.rules);
  return {
    questions: ids(tree.questions),
    needs: new Set(tree.needs.map((need) => need.need)),
    themes: ids(tree.themes),
    facts: ids(tree.facts),
    documents: ids(tree.documents),
    links: ids(tree.links),
    sources: ids(tree.sources),
    reasons: new Set(rules.flatMap((rule) => rule.reasons)),
    answers: new Set(rules.flatMap((rule) => (rule.answer ? [rule.answer] : []))),
  };
}

/** Texts of the French tree that nothing shows any more, each with file and line. */
export function unusedWords(root: string, tree: Tree): Problem[] {
  const inUse = idsInUse(tree);
  const folder = 'flows/locales/fr';
  return readdirSync(join(root, folder)).flatMap((name) => {
    const used = inUse[basename(name, '.json')];
    if (!used) return [];
    const text = readFileSync(join(root, folder, name), 'utf8');
    const lines = text.split('\n');
    return Object.keys(JSON.parse(text) as object)
      .filter((id) => !used.has(id))
      .map((id) => ({
        level: 'warning' as const,
        code: 'words-unused',
        file: `${folder}/${name}`,
        line: lines.findIndex((line) => line.includes(`"${id}":`)) + 1,
        values: { key: `${basename(name, '.json')}.${id}` },
      }));
  });
}
