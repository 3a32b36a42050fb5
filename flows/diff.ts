import { analyse, compile } from './compile.ts';
import { type Condition, changedGroups, type Marked } from './diff-groups.ts';
import type { Impossible, Need, Question, Rule, Tree } from './schema.ts';
import { type Diagram, DiagramMaker, evaluate, impossibleLeaf, type Leaf } from './table.ts';
import { paths } from './walk.ts';

/** Where a person is sent first, or what is answered on the spot; null where nobody can be, or nobody was answered. */
export type Door = { kind: 'network' | 'answer'; id: string } | null;

/** What became of some people: another first door, or the same door with other facts told. */
export type Effect =
  | { kind: 'door'; from: Door; to: Door }
  | { kind: 'told'; at: Door; more: readonly string[]; less: readonly string[] };

/** People a change is about, as few answers as tell them apart, and how many paths of the interview they walk. */
export interface ProfileChange {
  who: readonly Condition[];
  paths: number;
  effect: Effect;
}

/** One need with what it stands on, in one version of the tree. */
export interface NeedVersion {
  need: Need;
  questions: readonly Question[];
  impossible: readonly Impossible[];
}

/** Where a rule sends: its answer on the spot, else its first door. */
export function doorOf(rule: Rule): Exclude<Door, null> {
  if (rule.outcome === 'answered-here') return { kind: 'answer', id: rule.answer ?? '' };
  return { kind: 'network', id: rule.first[0] ?? '' };
}

/** The questions of both versions: those of the new table in its order, then those only the old one asks. */
function jointQuestions(before: NeedVersion, after: NeedVersion): Question[] {
  const ask = [...after.need.ask, ...before.need.ask.filter((id) => !after.need.ask.includes(id))];
  return ask.map((id) => {
    const known = [after, before].flatMap(({ questions }) => questions.filter((question) => question.id === id));
    const options = [...new Set(known.flatMap((question) => question.options))];
    return { id, options, sensitive: known.some(({ sensitive }) => sensitive) };
  });
}

/** A version's table over the questions of both: an option it does not know is an answer nobody could give. */
function tableOver(asked: readonly Question[], { need, questions, impossible }: NeedVersion, day: string): Diagram {
  const own = impossible.filter((row) => Object.keys(row.when).every((id) => need.ask.includes(id)));
  const unknown = asked.flatMap(({ id, options }): Impossible[] => {
    const known = questions.find((question) => question.id === id)?.options ?? [];
    const missing = options.filter((option) => !known.includes(option));
    return need.ask.includes(id) && missing.length > 0 ? [{ id: `unknown-${id}`, when: { [id]: missing } }] : [];
  });
  const ask = asked.map(({ id }) => id);
  return evaluate({ ...need, ask }, asked, [...unknown, ...own], day, new DiagramMaker(need.need));
}

function effectOf(before: Leaf, after: Leaf): Effect | null {
  const [from, to] = [before, after].map((leaf) => (leaf.kind === 'rule' ? doorOf(leaf.rule) : null)) as [Door, Door];
  if (from?.kind !== to?.kind || from?.id !== to?.id) return { kind: 'door', from, to };
  if (before.kind !== 'rule' || after.kind !== 'rule') return null;
  const more = after.rule.tell.filter((fact) => !before.rule.tell.includes(fact)).sort();
  const less = before.rule.tell.filter((fact) => !after.rule.tell.includes(fact)).sort();
  return more.length + less.length > 0 ? { kind: 'told', at: to, more, less } : null;
}

/** Both tables as one: each leaf says what became of the people there. Key 0 is « nothing », others are `effects[key - 1]`. */
function mark(need: string, before: Diagram, after: Diagram): Marked {
  const maker = new DiagramMaker(need);
  const effects: Effect[] = [];
  const marks = new Map<string, Leaf>([['', { kind: 'mark', key: 0 }]]);
  const markOf = (a: Leaf, b: Leaf): Leaf => {
    if (a.kind !== 'rule' && b.kind !== 'rule') return impossibleLeaf;
    const effect = effectOf(a, b);
    const name = effect ? JSON.stringify(effect) : '';
    const known = marks.get(name);
    if (known) return known;
    const made: Leaf = { kind: 'mark', key: effects.push(effect as Effect) };
    marks.set(name, made);
    return made;
  };
  const done = new Map<Diagram, Map<Diagram, Diagram>>();
  const pair = (a: Diagram, b: Diagram): Diagram => {
    if (a.kind !== 'branch' && b.kind !== 'branch') return markOf(a, b);
    const known = done.get(a)?.get(b);
    if (known) return known;
    const level = Math.min(...[a, b].map((at) => (at.kind === 'branch' ? at.level : Infinity)));
    const under = (at: Diagram, option: number) =>
      at.kind === 'branch' && at.level === level ? (at.children[option] as Diagram) : at;
    const widest = [a, b].find((at) => at.kind === 'branch' && at.level === level);
    const width = widest?.kind === 'branch' ? widest.children.length : 0;
    const children = Array.from({ length: width }, (_, option) => pair(under(a, option), under(b, option)));
    const made = maker.branch(level, children);
    done.set(a, (done.get(a) ?? new Map<Diagram, Diagram>()).set(b, made));
    return made;
  };
  return { diagram: pair(before, after), maker, effects };
}

/** The paths of an interview, as answers; none where a table has a gap and cannot be walked. */
function pathsOf({ need, questions, impossible }: NeedVersion, day: string): Record<string, string>[] {
  if (analyse(need, questions, impossible, day).gap) return [];
  return [...paths(compile(need, questions, impossible, day))].map(({ path }) =>
    Object.fromEntries(path.map(({ question, option }) => [question, option])),
  );
}

/**
 * What a need does differently on a day, person by person: every profile possible in either version is looked at.
 * Promises: each person of each entry meets that change, and each person who meets a change is in an entry. Throws
 * TableTooLarge when the two tables together are beyond what can be compared.
 */
export function compareNeed(before: NeedVersion, after: NeedVersion, day: string): ProfileChange[] {
  const asked = jointQuestions(before, after);
  const marked = mark(after.need.need, tableOver(asked, before, day), tableOver(asked, after, day));
  if (marked.effects.length === 0) return [];
  const walked = pathsOf(after, day);
  const walkedBefore = pathsOf(before, day);
  return changedGroups(marked, asked).map(({ who, effect, meets }) => ({
    who,
    effect,
    paths: walked.filter(meets).length || walkedBefore.filter(meets).length,
  }));
}

/** What changed in the files themselves. `parts` names what a rule of the same id gives differently. */
export interface FileChanges {
  needs: { added: readonly string[]; removed: readonly string[] };
  facts: { added: readonly string[]; removed: readonly string[]; changed: readonly string[] };
  rules: readonly {
    need: string;
    added: readonly string[];
    removed: readonly string[];
    changed: readonly { rule: string; parts: readonly (typeof parts)[number][] }[];
  }[];
}

const parts = ['when', 'also', 'reasons', 'bring', 'online', 'sensitive', 'from', 'until'] as const;
const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

function inAndOut<T>(before: readonly T[], after: readonly T[], id: (item: T) => string) {
  const [old, now] = [new Set(before.map(id)), new Set(after.map(id))];
  return {
    added: [...now].filter((one) => !old.has(one)),
    removed: [...old].filter((one) => !now.has(one)),
    kept: after.flatMap((item) => {
      const twin = before.find((one) => id(one) === id(item));
      return twin ? [{ id: id(item), before: twin, after: item }] : [];
    }),
  };
}

/** Needs, rules and facts added, removed and changed between two versions, without looking at who meets them. */
export function compareFiles(before: Tree, after: Tree): FileChanges {
  const needs = inAndOut(before.needs, after.needs, ({ need }) => need);
  const facts = inAndOut(before.facts, after.facts, ({ id }) => id);
  return {
    needs: { added: needs.added, removed: needs.removed },
    facts: {
      added: facts.added,
      removed: facts.removed,
      changed: facts.kept.filter((fact) => !same(fact.before, fact.after)).map(({ id }) => id),
    },
    rules: needs.kept.flatMap((need) => {
      const rules = inAndOut(need.before.rules, need.after.rules, ({ id }) => id);
      const changed = rules.kept.flatMap((rule) => {
        const found = parts.filter((part) => !same(rule.before[part], rule.after[part]));
        return found.length > 0 ? [{ rule: rule.id, parts: found }] : [];
      });
      const { added, removed } = rules;
      return added.length + removed.length + changed.length > 0 ? [{ need: need.id, added, removed, changed }] : [];
    }),
  };
}
