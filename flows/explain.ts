import { type Compiled, resultOf } from './compile.ts';
import type { Answers, Rule } from './schema.ts';
import type { Diagram } from './table.ts';
import { type Walk, walk } from './walk.ts';

/** What would happen with another answer to one question, all others kept. */
export interface Change {
  question: string;
  option: string;
  /** The rule reached instead, or `depends` when a further question would decide. */
  leads: { kind: 'rule'; rule: Rule } | { kind: 'depends' };
}

/** True when these answers alone decide the result: no possible completion gives anything else. */
export function decides(compiled: Compiled, answers: Answers): boolean {
  const fixed = compiled.asked.map((question) => {
    const option = answers[question.id];
    return option === undefined ? -1 : question.options.indexOf(option);
  });
  const seen = new Set<Diagram>();
  let found: Diagram | null = null;
  const single = (at: Diagram): boolean => {
    if (at.kind === 'impossible' || seen.has(at)) return true;
    seen.add(at);
    if (at.kind !== 'branch') {
      if (found && found !== at) return false;
      found = at;
      return true;
    }
    const option = fixed[at.level] as number;
    return option >= 0 ? single(at.children[option] as Diagram) : at.children.every(single);
  };
  return single(compiled.table);
}

/**
 * The answers that made the result, as question ids in the order asked: a minimal set. Each answer of the path is
 * dropped in turn, sensitive ones first, and kept only if somebody possible would then get something else.
 * Empty while the interview has not reached an outcome.
 */
export function why(compiled: Compiled, walked: Walk): string[] {
  if (walked.at.kind !== 'outcome') return [];
  const kept = new Map(walked.path.map(({ question, option }) => [question, option]));
  const sensitive = new Set(compiled.asked.filter((question) => question.sensitive).map((question) => question.id));
  const order = [...kept.keys()].reverse().sort((a, b) => Number(sensitive.has(b)) - Number(sensitive.has(a)));
  for (const question of order) {
    const option = kept.get(question) as string;
    kept.delete(question);
    if (!decides(compiled, Object.fromEntries(kept))) kept.set(question, option);
  }
  return walked.path.map(({ question }) => question).filter((question) => kept.has(question));
}

/**
 * What would change the result: for each answer of the path and each other option offered there, the rule reached
 * instead, or that it would depend on a further question. Options that change nothing are left out.
 */
export function changes(compiled: Compiled, answers: Answers): Change[] {
  const walked = walk(compiled, answers);
  if (walked.at.kind !== 'outcome') return [];
  const result = resultOf(walked.at.rule);
  return walked.path.flatMap(({ question, option: given, state }) => {
    const node = compiled.nodes.get(state);
    if (node?.kind !== 'question') return [];
    return node.options.flatMap(({ option }): Change[] => {
      if (option === given) return [];
      const other = walk(compiled, { ...answers, [question]: option });
      if (other.at.kind === 'question') return [{ question, option, leads: { kind: 'depends' } }];
      if (resultOf(other.at.rule) === result) return [];
      return [{ question, option, leads: { kind: 'rule', rule: other.at.rule } }];
    });
  });
}
