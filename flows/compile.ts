import { createMachine, type StateMachine } from 'xstate';
import { type AskNode, minimise } from './minimise.ts';
import type { Impossible, Need, Question, Rule } from './schema.ts';
import {
  askedQuestions,
  type Diagram,
  DiagramMaker,
  evaluate,
  gapLeaf,
  type Leaf,
  leavesOf,
  relabel,
} from './table.ts';

/** A state of the compiled need: a question with the options somebody can give here, or the rule that was reached. */
export type Node =
  | {
      kind: 'question';
      state: string;
      question: string;
      options: readonly { option: string; to: Node }[];
      longest: number;
    }
  | { kind: 'outcome'; state: string; rule: Rule; longest: 0 };

/** What xstate runs for one need: no guard, no context, no delay; the state is the whole truth. */
// biome-ignore lint/suspicious/noExplicitAny: the states of a compiled machine are known at run time only
export type NeedMachine = StateMachine<any, any, any, any, any, any, any, any, any, any, any, any, any, any>;

/** A need ready to be walked, explained, drawn and counted. */
export interface Compiled {
  need: Need;
  /** The questions of `ask`, in order. */
  asked: readonly Question[];
  root: Node;
  readonly machine: NeedMachine;
  /** The table before minimisation, its leaves being what the visitor gets: the ground of every explanation. */
  table: Diagram;
  nodes: ReadonlyMap<string, Node>;
}

/** What a table holds once read against the questions and the day: for `check`, before anything is built. */
export interface Analysis {
  need: Need;
  asked: readonly Question[];
  diagram: Diagram;
  maker: DiagramMaker;
  /** Rules that win for at least one possible profile. */
  live: ReadonlySet<string>;
  /** Rules in force that win for nobody. */
  dead: readonly Rule[];
  /** True when some possible profile meets no rule. */
  gap: boolean;
}

const results = new WeakMap<Rule, string>();

/** What the visitor gets by a rule, as one comparable text: two rules with the same text differ in nothing. */
export function resultOf(rule: Rule): string {
  const known = results.get(rule);
  if (known !== undefined) return known;
  const { outcome, first, also, answer, reasons, tell, bring, online, sensitive } = rule;
  const result = JSON.stringify([outcome, first, also, answer ?? null, reasons, tell, bring, online, sensitive]);
  results.set(rule, result);
  return result;
}

/** Reads a table on a day (YYYY-MM-DD): which rules can win, which cannot, whether somebody is left without a rule. */
export function analyse(
  need: Need,
  questions: readonly Question[],
  impossible: readonly Impossible[],
  day: string,
): Analysis {
  const asked = askedQuestions(need, questions);
  const maker = new DiagramMaker(need.need);
  const diagram = evaluate(need, asked, impossible, day, maker);
  const leaves = leavesOf(diagram);
  const live = new Set([...leaves].flatMap((leaf) => (leaf.kind === 'rule' ? [leaf.rule.id] : [])));
  const dead = need.rules.filter(
    (rule) => !live.has(rule.id) && (!rule.from || rule.from <= day) && (!rule.until || day <= rule.until),
  );
  return { need, asked, diagram, maker, live, dead, gap: leaves.has(gapLeaf) };
}

/** Rules that give the visitor exactly the same thing become one leaf: that of the first of them. */
function mergeEqualResults(analysis: Analysis): Diagram {
  const firstWith = new Map<string, Leaf>();
  const leaves = [...leavesOf(analysis.diagram)].sort((a, b) => a.key - b.key);
  for (const leaf of leaves) {
    if (leaf.kind === 'rule' && !firstWith.has(resultOf(leaf.rule))) firstWith.set(resultOf(leaf.rule), leaf);
  }
  const canonical = (leaf: Leaf): Leaf => (leaf.kind === 'rule' ? (firstWith.get(resultOf(leaf.rule)) as Leaf) : leaf);
  return relabel(analysis.diagram, canonical, analysis.maker);
}

function name(root: AskNode<{ kind: 'leaf'; rule: Rule }> | { kind: 'leaf'; rule: Rule }, asked: readonly Question[]) {
  const nodes = new Map<string, Node>();
  const done = new Map<object, Node>();
  const copies = new Map<string, number>();
  const free = (wanted: string): string => {
    const copy = (copies.get(wanted) ?? 0) + 1;
    copies.set(wanted, copy);
    return copy === 1 ? wanted : `${wanted}--${copy}`;
  };
  const visit = (at: typeof root): Node => {
    const known = done.get(at);
    if (known) return known;
    if (at.kind === 'leaf') {
      const leaf: Node = { kind: 'outcome', state: free(`rule-${at.rule.id}`), rule: at.rule, longest: 0 };
      nodes.set(leaf.state, leaf);
      done.set(at, leaf);
      return leaf;
    }
    const question = asked[at.level] as Question;
    const state = free(question.id);
    const options: { option: string; to: Node }[] = [];
    const node: Node = { kind: 'question', state, question: question.id, options, longest: 0 };
    nodes.set(state, node);
    done.set(at, node);
    for (const { option, to } of at.options) {
      const next = visit(to);
      options.push({ option: question.options[option] as string, to: next });
      node.longest = Math.max(node.longest, next.longest + 1);
    }
    return node;
  };
  return { root: visit(root), nodes };
}

/** What xstate is given for one need, as plain data: a state per node, an event per option, a final state per rule. */
export interface MachineConfig {
  id: string;
  initial: string;
  states: Record<
    string,
    { type: 'final'; meta: { rule: string } } | { meta: { question: string }; on: Record<string, string> }
  >;
}

/** The machine of a compiled graph as data: what runs, and what is printed for other tools to open. */
export function machineConfig(need: string, root: Node, nodes: ReadonlyMap<string, Node>): MachineConfig {
  const states = Object.fromEntries(
    [...nodes].map(([state, node]) => [
      state,
      node.kind === 'outcome'
        ? { type: 'final' as const, meta: { rule: node.rule.id } }
        : {
            meta: { question: node.question },
            on: Object.fromEntries(node.options.map(({ option, to }) => [option, to.state])),
          },
    ]),
  );
  return { id: need, initial: root.state, states };
}

/**
 * Compiles a need for a day: a finite decision graph without a single guard, and the XState machine made of it
 * (a state per question, an event per option, a final state per rule).
 * Throws when some possible profile meets no rule: `check` says so in a sentence before.
 */
export function compile(
  need: Need,
  questions: readonly Question[],
  impossible: readonly Impossible[],
  day: string,
): Compiled {
  const analysis = analyse(need, questions, impossible, day);
  if (analysis.gap) throw new Error(`need ${need.need}: some visitor meets no rule on ${day}`);
  const table = mergeEqualResults(analysis);
  const leaves = new Map<number, { kind: 'leaf'; rule: Rule }>();
  const graph = minimise(table, analysis.maker, (leaf) => {
    if (leaf.kind !== 'rule') throw new Error(`need ${need.need}: nobody can be in this table`);
    const known = leaves.get(leaf.key) ?? { kind: 'leaf' as const, rule: leaf.rule };
    leaves.set(leaf.key, known);
    return known;
  });
  const { root, nodes } = name(graph, analysis.asked);
  let machine: NeedMachine | null = null;
  return {
    need,
    asked: analysis.asked,
    root,
    table,
    nodes,
    // Made when somebody walks it: most tables of a check are only counted.
    get machine() {
      machine ??= createMachine(machineConfig(need.need, root, nodes));
      return machine;
    },
  };
}
