import type { Impossible, Need, Question, Rule } from './schema.ts';

/** A row of a table as the compiler reads it: options by position, questions by their place in `ask`. */
interface Row {
  leaf: Leaf;
  /** For each question of `ask` that the row names: the set of options it accepts. */
  accepts: Map<number, Set<number>>;
}

/**
 * What a complete profile meets: a rule, an impossible combination, or nothing at all (a gap). A `mark` stands in
 * diagrams made of two tables: what became of that profile from one to the other.
 */
export type Leaf =
  | { kind: 'rule'; key: number; rule: Rule }
  | { kind: 'mark'; key: number }
  | { kind: 'impossible'; key: -1 }
  | { kind: 'gap'; key: -2 };

/** A question of the table with one branch per option, in the order of its options. */
export interface Branch {
  kind: 'branch';
  key: string;
  level: number;
  children: readonly Diagram[];
}

/**
 * The whole table as a shared decision diagram, impossible combinations kept as a leaf of their own:
 * two diagrams are equal as functions exactly when they are the same object.
 */
export type Diagram = Branch | Leaf;

/** Where a combination ends that nobody can be in. */
export const impossibleLeaf: Leaf = { kind: 'impossible', key: -1 };
/** Where a combination ends that no rule answers. */
export const gapLeaf: Leaf = { kind: 'gap', key: -2 };

/** Beyond this a table is not a table any more; the check says so in a sentence instead of running for minutes. */
const mostDiagrams = 200_000;

/** A table grew beyond what can be compiled: `ask` is in a poor order, or asks too much. */
export class TableTooLarge extends Error {
  readonly need: string;

  constructor(need: string) {
    super(`need ${need}: more than ${mostDiagrams} partial tables; change the order of "ask" or split the need`);
    this.need = need;
  }
}

/** Makes diagrams so that equal ones are one object, and a question without consequence never appears. */
export class DiagramMaker {
  readonly #made = new Map<string, Branch>();
  readonly #need: string;

  constructor(need: string) {
    this.#need = need;
  }

  branch(level: number, children: readonly Diagram[]): Diagram {
    const first = children[0] as Diagram;
    if (children.every((child) => child === first)) return first;
    const key = `${level}:${children.map((child) => (child.kind === 'branch' ? `(${child.key})` : child.key)).join()}`;
    const known = this.#made.get(key);
    if (known) return known;
    if (this.#made.size >= mostDiagrams) throw new TableTooLarge(this.#need);
    const made: Branch = { kind: 'branch', key: `${this.#made.size}`, level, children };
    this.#made.set(key, made);
    return made;
  }
}

/** True on the days a rule is in force; a rule without dates always is. */
export function inForce(rule: Rule, day: string): boolean {
  return (!rule.from || rule.from <= day) && (!rule.until || day <= rule.until);
}

/** The questions of a need in the order of `ask`. Throws on an id the list of questions does not hold. */
export function askedQuestions(need: Need, questions: readonly Question[]): Question[] {
  return need.ask.map((id) => {
    const question = questions.find((candidate) => candidate.id === id);
    if (!question) throw new Error(`need ${need.need}: unknown question ${id}`);
    return question;
  });
}

function toRow(when: Record<string, string[]>, asked: readonly Question[], leaf: Leaf, need: string): Row {
  const accepts = new Map<number, Set<number>>();
  for (const [id, options] of Object.entries(when)) {
    const level = asked.findIndex((question) => question.id === id);
    const question = asked[level];
    if (!question) throw new Error(`need ${need}: a row names ${id}, which is not in "ask"`);
    const places = options.map((option) => question.options.indexOf(option));
    if (places.includes(-1)) throw new Error(`need ${need}: a row names an unknown option of ${id}`);
    accepts.set(level, new Set(places));
  }
  return { leaf, accepts };
}

/**
 * Evaluates the rows little by little: after each option, the rows still possible, until the first of them holds.
 * Impossible rows come before the rules (those naming only questions of this need), so a combination nobody can be in
 * never decides anything. Promises one leaf per complete profile: the first row that holds, as the table says.
 */
export function evaluate(
  need: Need,
  asked: readonly Question[],
  impossible: readonly Impossible[],
  day: string,
  maker: DiagramMaker,
): Diagram {
  const names = new Set(need.ask);
  const rows = [
    ...impossible
      .filter((row) => Object.keys(row.when).every((id) => names.has(id)))
      .map((row) => toRow(row.when, asked, impossibleLeaf, need.need)),
    ...need.rules
      .filter((rule) => inForce(rule, day))
      .map((rule) => toRow(rule.when ?? {}, asked, { kind: 'rule', key: need.rules.indexOf(rule), rule }, need.need)),
  ];
  const lastLevel = rows.map((row) => Math.max(-1, ...row.accepts.keys()));
  const done = new Map<string, Diagram>();

  const remaining = (level: number, candidates: readonly number[]): number[] => {
    const kept: number[] = [];
    for (const index of candidates) {
      kept.push(index);
      if ((lastLevel[index] as number) < level) break; // nothing left to ask of it: it holds, later rows cannot win
    }
    return kept;
  };
  const from = (level: number, candidates: readonly number[]): Diagram => {
    const first = candidates[0];
    if (first === undefined) return gapLeaf;
    if ((lastLevel[first] as number) < level) return (rows[first] as Row).leaf;
    const key = `${level}:${candidates.join()}`;
    const known = done.get(key);
    if (known) return known;
    if (done.size >= mostDiagrams) throw new TableTooLarge(need.need);
    const children = (asked[level] as Question).options.map((_, option) =>
      from(
        level + 1,
        remaining(
          level + 1,
          candidates.filter((index) => (rows[index] as Row).accepts.get(level)?.has(option) ?? true),
        ),
      ),
    );
    const diagram = maker.branch(level, children);
    done.set(key, diagram);
    return diagram;
  };
  return from(0, remaining(0, [...rows.keys()]));
}

/** Every leaf that some complete profile meets. */
export function leavesOf(diagram: Diagram): Set<Leaf> {
  const leaves = new Set<Leaf>();
  const seen = new Set<Diagram>();
  const visit = (at: Diagram): void => {
    if (seen.has(at)) return;
    seen.add(at);
    if (at.kind === 'branch') at.children.forEach(visit);
    else leaves.add(at);
  };
  visit(diagram);
  return leaves;
}

/** The same diagram with other leaves, shared anew (equal results become one leaf). */
export function relabel(diagram: Diagram, leafOf: (leaf: Leaf) => Leaf, maker: DiagramMaker): Diagram {
  const done = new Map<Diagram, Diagram>();
  const visit = (at: Diagram): Diagram => {
    if (at.kind !== 'branch') return leafOf(at);
    const known = done.get(at);
    if (known) return known;
    const made = maker.branch(at.level, at.children.map(visit));
    done.set(at, made);
    return made;
  };
  return visit(diagram);
}
