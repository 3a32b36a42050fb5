import type { Effect } from './diff.ts';
import { type AskNode, minimise } from './minimise.ts';
import type { Question } from './schema.ts';
import type { Diagram, DiagramMaker, Leaf } from './table.ts';

/** One answer people of a group have in common: any of these options. */
export interface Condition {
  question: string;
  options: readonly string[];
}

/** Two tables as one diagram whose leaves are marks: key 0 for people nothing changed for, else `effects[key - 1]`. */
export interface Marked {
  diagram: Diagram;
  maker: DiagramMaker;
  effects: readonly Effect[];
}

/** People who meet one change. `meets`: whether some of them give these answers. */
export interface Group {
  who: readonly Condition[];
  effect: Effect;
  meets(answers: Readonly<Record<string, string>>): boolean;
}

/** By level of the diagram: the options allowed; a level left out allows all. */
type Cube = ReadonlyMap<number, ReadonlySet<number>>;

/** The marks met by people of a cube, impossible ones aside. */
function marksIn(diagram: Diagram, cube: Cube): Set<number> {
  const found = new Set<number>();
  const seen = new Set<Diagram>();
  const visit = (at: Diagram): void => {
    if (seen.has(at)) return;
    seen.add(at);
    if (at.kind === 'mark') found.add(at.key);
    if (at.kind !== 'branch') return;
    const allowed = cube.get(at.level);
    at.children.forEach((child, option) => {
      if (allowed?.has(option) ?? true) visit(child);
    });
  };
  visit(diagram);
  return found;
}

/** Every way through the least questions that tell changes apart, options that go on alike taken together. */
function* cubesOf(node: AskNode<Leaf> | Leaf, given: Cube = new Map()): Generator<{ cube: Cube; key: number }> {
  if (node.kind !== 'ask') {
    if (node.kind === 'mark' && node.key > 0) yield { cube: given, key: node.key };
    return;
  }
  const byTarget = new Map<AskNode<Leaf> | Leaf, Set<number>>();
  for (const { option, to } of node.options) byTarget.set(to, (byTarget.get(to) ?? new Set()).add(option));
  for (const [to, options] of byTarget) yield* cubesOf(to, new Map(given).set(node.level, options));
}

/** The same cube with as few conditions as can be, each as wide as can be, while nobody else comes in. */
function widen(cube: Cube, key: number, diagram: Diagram, asked: readonly Question[]): Cube {
  const holds = (wider: Cube) => [...marksIn(diagram, wider)].every((mark) => mark === key);
  let now = new Map(cube);
  for (const level of [...cube.keys()].reverse()) {
    const without = new Map(now);
    without.delete(level);
    if (holds(without)) {
      now = without;
      continue;
    }
    for (const option of (asked[level] as Question).options.keys()) {
      if (now.get(level)?.has(option)) continue;
      const wider = new Map(now).set(level, new Set([...(now.get(level) ?? []), option]));
      if (holds(wider)) now = wider;
    }
  }
  return now;
}

const within = (inner: Cube, outer: Cube): boolean =>
  [...outer].every(([level, options]) => {
    const own = inner.get(level);
    return own !== undefined && [...own].every((option) => options.has(option));
  });

/** Options nobody of the group can give say nothing about it: they are not named. */
function onlyMet(cube: Cube, key: number, diagram: Diagram): Cube {
  return new Map(
    [...cube].map(([level, options]) => [
      level,
      new Set([...options].filter((option) => marksIn(diagram, new Map(cube).set(level, new Set([option]))).has(key))),
    ]),
  );
}

/**
 * The people each change is about, in few words: groups may overlap, none holds anybody the change does not concern,
 * together they hold everybody it does.
 */
export function changedGroups({ diagram, maker, effects }: Marked, asked: readonly Question[]): Group[] {
  const least = minimise<Leaf>(diagram, maker, (leaf) => leaf as Leaf);
  const cubes = [...cubesOf(least)]
    .filter(({ cube, key }) => marksIn(diagram, cube).has(key)) // a way nobody is on says nothing
    .map(({ cube, key }) => ({ key, cube: widen(cube, key, diagram, asked) }));
  const kept = cubes.filter(
    ({ cube, key }, index) =>
      !cubes.some(
        (other, at) =>
          at !== index && other.key === key && within(cube, other.cube) && (at < index || !within(other.cube, cube)),
      ),
  );
  return kept
    .sort((a, b) => a.key - b.key)
    .map(({ cube, key }) => ({
      effect: effects[key - 1] as Effect,
      who: [...onlyMet(cube, key, diagram)]
        .sort(([a], [b]) => a - b)
        .map(([level, options]) => {
          const question = asked[level] as Question;
          return { question: question.id, options: question.options.filter((_, option) => options.has(option)) };
        }),
      meets: (answers) => {
        const both = new Map(cube);
        for (const [level, question] of asked.entries()) {
          const option = question.options.indexOf(answers[question.id] ?? '');
          if (option < 0) continue;
          if (!(cube.get(level)?.has(option) ?? true)) return false;
          both.set(level, new Set([option]));
        }
        return marksIn(diagram, both).has(key);
      },
    }));
}
