import { type Branch, type Diagram, type DiagramMaker, impossibleLeaf } from './table.ts';

/**
 * One diagram that agrees with both wherever somebody possible can be, or null when a possible person would get two
 * different things. Impossible combinations agree with anything.
 */
export class Merger {
  readonly #maker: DiagramMaker;
  readonly #done = new Map<Diagram, Map<Diagram, Diagram | null>>();

  constructor(maker: DiagramMaker) {
    this.#maker = maker;
  }

  merge(a: Diagram, b: Diagram): Diagram | null {
    if (a === b || b.kind === 'impossible') return a;
    if (a.kind === 'impossible') return b;
    if (a.kind !== 'branch' && b.kind !== 'branch') return null;
    const known = this.#done.get(a)?.get(b);
    if (known !== undefined) return known;
    const merged = this.#mergeBranches(a, b);
    const row = this.#done.get(a) ?? new Map<Diagram, Diagram | null>();
    this.#done.set(a, row.set(b, merged));
    return merged;
  }

  #mergeBranches(a: Diagram, b: Diagram): Diagram | null {
    const level = Math.min(a.kind === 'branch' ? a.level : Infinity, b.kind === 'branch' ? b.level : Infinity);
    const childrenAt = (diagram: Diagram, count: number): readonly Diagram[] =>
      diagram.kind === 'branch' && diagram.level === level ? diagram.children : Array(count).fill(diagram);
    const earlier = (a.kind === 'branch' && a.level === level ? a : b) as Branch;
    const left = childrenAt(a, earlier.children.length);
    const right = childrenAt(b, earlier.children.length);
    const children: Diagram[] = [];
    for (const [option, child] of left.entries()) {
      const merged = this.merge(child, right[option] as Diagram);
      if (!merged) return null;
      children.push(merged);
    }
    return this.#maker.branch(level, children);
  }

  /** All of them in one, or null as soon as two cannot agree. */
  mergeAll(diagrams: readonly Diagram[]): Diagram | null {
    let merged: Diagram = impossibleLeaf;
    for (const diagram of diagrams) {
      const next = this.merge(merged, diagram);
      if (!next) return null;
      merged = next;
    }
    return merged;
  }
}

/** A question worth asking here, with the options somebody can give and where each leads. */
export interface AskNode<Leaf> {
  kind: 'ask';
  level: number;
  options: readonly { option: number; to: AskNode<Leaf> | Leaf }[];
}

/**
 * Drops every question whose answer cannot change what anybody possible gets, and every option nobody can give.
 * `leaf` turns the last step into what the caller keeps; equal nodes are one object.
 * Promises: a question stays only if two of its answers, all later answers being equal, lead to different results.
 */
export function minimise<Kept extends object>(
  diagram: Diagram,
  maker: DiagramMaker,
  leaf: (diagram: Diagram) => Kept,
): AskNode<Kept> | Kept {
  const merger = new Merger(maker);
  const done = new Map<Diagram, AskNode<Kept> | Kept>();
  const shared = new Map<string, AskNode<Kept>>();
  const numbers = new Map<object, number>();
  const numberOf = (node: object): number => {
    const number = numbers.get(node) ?? numbers.size;
    numbers.set(node, number);
    return number;
  };

  const visit = (at: Diagram): AskNode<Kept> | Kept => {
    const known = done.get(at);
    if (known) return known;
    const made = at.kind === 'branch' ? visitBranch(at) : leaf(at);
    done.set(at, made);
    return made;
  };
  const visitBranch = (at: Branch): AskNode<Kept> | Kept => {
    const merged = merger.mergeAll(at.children);
    if (merged) return visit(merged);
    const options = at.children.flatMap((child, option) =>
      child.kind === 'impossible' ? [] : [{ option, to: visit(child) }],
    );
    const key = `${at.level}:${options.map(({ option, to }) => `${option}>${numberOf(to)}`).join()}`;
    const twin = shared.get(key);
    if (twin) return twin;
    const node: AskNode<Kept> = { kind: 'ask', level: at.level, options };
    shared.set(key, node);
    return node;
  };
  return visit(diagram);
}
