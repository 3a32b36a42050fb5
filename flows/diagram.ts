import { type Compiled, machineConfig, type Node } from './compile.ts';
import type { Rule } from './schema.ts';

/** The words a picture of a need is written with, in the language of whoever looks at it. */
export interface DiagramWords {
  /** A question in one or two words: « Âge ». */
  question(id: string): string;
  option(question: string, option: string): string;
  /** Where a rule leads: the name of the first door, or the answer given on the spot. */
  arrival(rule: Rule): string;
}

type QuestionNode = Extract<Node, { kind: 'question' }>;

/** One way out of a question: the options that lead to the same place, drawn as one line. */
export interface Exit {
  options: readonly string[];
  to: Node;
}

/** The ways out of a question in the order of their first option; options that lead to the same node are one way. */
export function exitsOf(node: QuestionNode): Exit[] {
  const byTarget = new Map<Node, string[]>();
  for (const { option, to } of node.options) byTarget.set(to, [...(byTarget.get(to) ?? []), option]);
  return [...byTarget].map(([to, options]) => ({ options, to }));
}

/** A name Mermaid takes for one node: no dash (two of them are a link there), no word of its own grammar. */
const nameOf = (node: Node): string => (node.kind === 'question' ? 'ask-' : '').concat(node.state).replaceAll('-', '_');

/** Mermaid ends a text at a quote and reads markup in it: both are written as entities. */
const quoted = (text: string): string =>
  `"${text.replaceAll('#', '#35;').replaceAll('"', '#quot;').replaceAll('<', '#lt;').replaceAll('>', '#gt;')}"`;

/**
 * The graph of a need as Mermaid text: every state stands on one line of its own, named once, then its ways out.
 * The same table and words give the same text, byte for byte.
 */
export function toMermaid({ nodes }: Compiled, words: DiagramWords): string {
  const states = [...nodes.values()].map((node) =>
    node.kind === 'question'
      ? `  ${nameOf(node)}[${quoted(words.question(node.question))}]`
      : `  ${nameOf(node)}([${quoted(`${words.arrival(node.rule)} · ${node.rule.id}`)}])`,
  );
  const ways = [...nodes.values()].flatMap((node) =>
    node.kind === 'outcome'
      ? []
      : exitsOf(node).map(({ options, to }) => {
          const said = options.map((option) => words.option(node.question, option)).join(', ');
          return `  ${nameOf(node)} -->|${quoted(said)}| ${nameOf(to)}`;
        }),
  );
  return `${['flowchart LR', ...states, ...ways].join('\n')}\n`;
}

/**
 * The machine of a need as source text with a `createMachine(…)` call, which Stately's importer opens. It is the
 * machine that runs here, each state described in the words of the language.
 */
export function toMachineText({ need, root, nodes }: Compiled, words: DiagramWords): string {
  const config = machineConfig(need.need, root, nodes);
  const states = Object.fromEntries(
    [...nodes].map(([state, node]) => [
      state,
      {
        description: node.kind === 'question' ? words.question(node.question) : words.arrival(node.rule),
        ...config.states[state],
      },
    ]),
  );
  const text = JSON.stringify({ ...config, states }, null, 2);
  return `import { createMachine } from 'xstate';\n\nexport const machine = createMachine(${text});\n`;
}
