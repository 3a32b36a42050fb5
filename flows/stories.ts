import type { CheckContext } from './check.ts';
import { compile } from './compile.ts';
import type { Problem } from './problem.ts';
import type { Need, Story, Tree } from './schema.ts';
import { inForce } from './table.ts';
import { walk } from './walk.ts';

const fileOf = (need: string) => `flows/scenarios/${need}.yaml`;

/** An end as a sentence names it: the rule, and the door or the answer. */
const endOf = (rule: string, to: string | undefined): string => (to === undefined ? rule : `${rule}, ${to}`);

/** Why a story does not end as it says: where its answers lead instead, or the question they leave open. */
function whereItEnds(need: Need, story: Story, tree: Tree, day: string): string | null {
  const { at } = walk(compile(need, tree.questions, tree.impossible, story.on ?? day), story.answers);
  if (at.kind === 'question') return at.question;
  const { rule } = at;
  const { expect } = story;
  const same = rule.id === expect.rule && rule.first[0] === expect.first && rule.answer === expect.answer;
  return same && !story.never.includes(rule.first[0] ?? '') ? null : endOf(rule.id, rule.first[0] ?? rule.answer);
}

/**
 * Every story that names something unknown or ends elsewhere than it says, every id told twice, and the rules in force
 * that no story tells. The tables are sound when this is called.
 */
export function checkStories(tree: Tree, context: CheckContext): Problem[] {
  const problems: Problem[] = [];
  const seen = new Set<string>();
  const told = new Map<string, Set<string>>();
  for (const { need: id, stories } of tree.stories) {
    const file = fileOf(id);
    const report = (code: string, index: number, values: Problem['values']) =>
      problems.push({ level: 'error', code, file, line: context.line(file, ['stories', index]), values });
    const need = tree.needs.find((candidate) => candidate.need === id);
    if (!need) {
      report('unknown-id', 0, { kind: 'need', id });
      continue;
    }
    for (const [index, story] of stories.entries()) {
      if (seen.has(story.id)) report('duplicate-id', index, { id: story.id });
      seen.add(story.id);
      for (const network of story.never) {
        if (!context.networks.has(network)) report('unknown-id', index, { kind: 'network', id: network });
      }
      const elsewhere = whereItEnds(need, story, tree, context.day);
      if (elsewhere !== null) {
        report('story-elsewhere', index, {
          story: story.id,
          rule: endOf(story.expect.rule, story.expect.first ?? story.expect.answer),
          elsewhere,
        });
      }
      told.set(id, (told.get(id) ?? new Set()).add(story.expect.rule));
    }
  }
  for (const need of tree.needs) {
    for (const [index, rule] of need.rules.entries()) {
      if (!inForce(rule, context.day) || told.get(need.need)?.has(rule.id)) continue;
      const file = `flows/needs/${need.need}.yaml`;
      const line = context.line(file, ['rules', index, 'id']);
      problems.push({ level: 'warning', code: 'rule-untold', file, line, values: { rule: rule.id } });
    }
  }
  return problems;
}
