import { initialTransition, transition } from 'xstate';
import type { Compiled, Node } from './compile.ts';
import type { Answers, Rule } from './schema.ts';

/** One answered question on the way: what was asked, what was said, and in which state of the machine. */
export interface Step {
  question: string;
  option: string;
  state: string;
}

/** Where a set of answers leads: the answers that counted, in order, and the first question without one, or the rule. */
export interface Walk {
  path: readonly Step[];
  at:
    | { kind: 'question'; state: string; question: string; options: readonly string[] }
    | { kind: 'outcome'; state: string; rule: Rule };
  /** Most questions this walk can count in all, those answered included. */
  atMost: number;
}

const mostRemembered = 5_000;
const remembered = new WeakMap<Compiled, Map<string, Walk>>();

function replay(compiled: Compiled, answers: Answers): Walk {
  const path: Step[] = [];
  let [snapshot] = initialTransition(compiled.machine);
  for (;;) {
    const node = compiled.nodes.get(snapshot.value as string) as Node;
    const atMost = path.length + node.longest;
    if (node.kind === 'outcome') return { path, at: { kind: 'outcome', state: node.state, rule: node.rule }, atMost };
    const option = answers[node.question];
    const offered = node.options.map((candidate) => candidate.option);
    if (option === undefined || !offered.includes(option)) {
      return { path, at: { kind: 'question', state: node.state, question: node.question, options: offered }, atMost };
    }
    path.push({ question: node.question, option, state: node.state });
    [snapshot] = transition(compiled.machine, snapshot, { type: option });
  }
}

/**
 * Replays answers through the need's machine and stops at the first question without a usable answer.
 * Answers off this need's path, unknown options and unknown questions are ignored: back, a changed answer, a second
 * need and a new version of the tree are this one function. Pure; the last few thousand walks are remembered.
 */
export function walk(compiled: Compiled, answers: Answers): Walk {
  let known = remembered.get(compiled);
  if (!known) {
    known = new Map();
    remembered.set(compiled, known);
  }
  const key = compiled.asked.map((question) => answers[question.id] ?? '').join('|');
  const before = known.get(key);
  if (before) return before;
  const walked = replay(compiled, answers);
  if (known.size >= mostRemembered) known.delete(known.keys().next().value as string);
  known.set(key, walked);
  return walked;
}

/** Every complete path of a need: the answers that lead to each outcome, one entry a path. */
export function* paths(compiled: Compiled, from: Node = compiled.root, path: Step[] = []): Generator<Walk> {
  if (from.kind === 'outcome') {
    yield { path, at: { kind: 'outcome', state: from.state, rule: from.rule }, atMost: path.length };
    return;
  }
  for (const { option, to } of from.options) {
    yield* paths(compiled, to, [...path, { question: from.question, option, state: from.state }]);
  }
}

/** How many paths a need has, counted without walking them. */
export function countPaths(compiled: Compiled): number {
  const done = new Map<Node, number>();
  const count = (node: Node): number => {
    if (node.kind === 'outcome') return 1;
    const known = done.get(node) ?? node.options.reduce((sum, { to }) => sum + count(to), 0);
    done.set(node, known);
    return known;
  };
  return count(compiled.root);
}
