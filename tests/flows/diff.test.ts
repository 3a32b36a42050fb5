import fc from 'fast-check';
import { compareFiles, compareNeed, type Door, doorOf, type Effect, type NeedVersion } from '../../flows/diff.ts';
import type { Answers, Need, Question, Rule, Tree } from '../../flows/schema.ts';
import { region } from '../support/app.ts';
import { allProfiles, bruteForce, type RandomTable, randomTable } from '../support/random-tables.ts';

const day = '2026-11-22';
const { tree } = region.content;

/** Random tables tell nothing; here every second rule tells a fact. */
const telling = (table: RandomTable, every: number): RandomTable => ({
  ...table,
  need: {
    ...table.need,
    rules: table.need.rules.map((rule, index) => ({ ...rule, tell: index % every === 0 ? ['told'] : [] })),
  },
});
const twoTables = fc
  .tuple(randomTable, randomTable, fc.integer({ min: 1, max: 3 }), fc.boolean())
  .map(([before, other, every, near]): [RandomTable, RandomTable] => {
    if (!near) return [telling(before, 2), telling(other, every)];
    // The same table with one line moved to another door: what coordinators do most days.
    const rules = before.need.rules.map((rule, index) => (index === every ? { ...rule, first: ['door-9'] } : rule));
    return [before, { ...before, need: { ...before.need, rules } }];
  });

const jointQuestions = (a: RandomTable, b: RandomTable): Question[] => {
  const ids = [...new Set([...a.questions, ...b.questions].map(({ id }) => id))];
  return ids.map((id) => ({
    id,
    sensitive: false,
    options: [
      ...new Set([...a.questions, ...b.questions].flatMap((question) => (question.id === id ? question.options : []))),
    ],
  }));
};
/** The rule a table gives to somebody, or null where it knows nobody like that. */
function meets(table: RandomTable, profile: Answers): Rule | null {
  const known = table.questions.every(({ id, options }) => options.includes(profile[id] as string));
  const met = known ? bruteForce(table, profile) : 'impossible';
  return typeof met === 'string' ? null : met;
}
function effectOn(before: RandomTable, after: RandomTable, profile: Answers): Effect | 'nobody' | null {
  const [a, b] = [meets(before, profile), meets(after, profile)];
  if (!a && !b) return 'nobody';
  const [from, to]: Door[] = [a && doorOf(a), b && doorOf(b)];
  if (JSON.stringify(from) !== JSON.stringify(to)) return { kind: 'door', from: from ?? null, to: to ?? null };
  const more = b?.tell.filter((fact) => !a?.tell.includes(fact)) ?? [];
  const less = a?.tell.filter((fact) => !b?.tell.includes(fact)) ?? [];
  return more.length + less.length > 0 ? { kind: 'told', at: to ?? null, more, less } : null;
}
const isWho = (who: readonly { question: string; options: readonly string[] }[], profile: Answers) =>
  who.every(({ question, options }) => options.includes(profile[question] as string));

test('every listed change is met by everybody it names, and every change somebody meets is listed', () => {
  let met = 0;
  fc.assert(
    fc.property(twoTables, ([before, after]) => {
      const listed = compareNeed(before, after, day);
      const profiles = allProfiles(jointQuestions(before, after));
      const effects = profiles.map((profile) => JSON.stringify(effectOn(before, after, profile)));
      for (const { who, effect } of listed) {
        const said = JSON.stringify(effect);
        const own = effects.filter((_, index) => isWho(who, profiles[index] as Answers));
        expect(own.filter((found) => found !== said && found !== '"nobody"')).toEqual([]);
        expect(own).toContain(said);
      }
      for (const [index, found] of effects.entries()) {
        if (found === 'null' || found === '"nobody"') continue;
        met += 1;
        const said = listed.some(
          ({ who, effect }) => JSON.stringify(effect) === found && isWho(who, profiles[index] as Answers),
        );
        expect(said).toBe(true);
      }
    }),
    { numRuns: 250, seed: 20261122 },
  );
  expect(met).toBeGreaterThan(5_000);
});

test('a change somebody meets lies on a path of the interview, and two tables alike differ in nothing', () => {
  const whole = (table: RandomTable) =>
    allProfiles(table.questions).every((profile) => bruteForce(table, profile) !== 'gap') &&
    allProfiles(table.questions).some((profile) => bruteForce(table, profile) !== 'impossible');
  fc.assert(
    fc.property(twoTables, ([before, after]) => {
      fc.pre(whole(before) && whole(after));
      expect(compareNeed(before, after, day).filter(({ paths }) => paths === 0)).toEqual([]);
      expect(compareNeed(before, before, day)).toEqual([]);
    }),
    { numRuns: 300, seed: 20261122 },
  );
});

const version = (of: Tree, id: string): NeedVersion => ({
  need: of.needs.find(({ need }) => need === id) as Need,
  questions: of.questions,
  impossible: of.impossible,
});
/** The region's tree with one rule changed. */
const withRule = (need: string, rule: string, change: Partial<Rule>): Tree => ({
  ...tree,
  needs: tree.needs.map((one) =>
    one.need === need
      ? { ...one, rules: one.rules.map((line) => (line.id === rule ? { ...line, ...change } : line)) }
      : one,
  ),
});

test('a line sent to another door names the people of that line, in as few answers as tell them apart', () => {
  const after = withRule('summer-job', 'not-at-school-16-17', { first: ['cio'] });
  const changes = compareNeed(version(tree, 'summer-job'), version(after, 'summer-job'), day);
  expect(changes.map(({ effect }) => effect)).toEqual([
    { kind: 'door', from: { kind: 'network', id: 'mission-locale' }, to: { kind: 'network', id: 'cio' } },
  ]);
  const [change] = changes;
  expect(change?.who.find(({ question }) => question === 'age')?.options).toEqual(['16-17']);
  expect(change?.who.find(({ question }) => question === 'status')?.options).toContain('out-of-school');
  expect(change?.paths).toBeGreaterThan(0);
});

test('another fact told at the same door is a change of what is told, and only that', () => {
  const rule = version(tree, 'womens-rights').need.rules.find(({ id }) => id === 'find-work') as Rule;
  const after = withRule('womens-rights', 'find-work', { tell: [...rule.tell, 'call-119'] });
  const changes = compareNeed(version(tree, 'womens-rights'), version(after, 'womens-rights'), day);
  expect(changes).toEqual([
    {
      who: [{ question: 'rights-wish', options: ['find-work'] }],
      paths: 1,
      effect: { kind: 'told', at: { kind: 'network', id: 'cidff' }, more: ['call-119'], less: [] },
    },
  ]);
});

test('needs, rules and facts that come, go or change are named', () => {
  const [first, ...others] = tree.needs as [Need, ...Need[]];
  const [rule, ...rules] = first.rules as [Rule, ...Rule[]];
  const [fact, ...facts] = tree.facts;
  const after: Tree = {
    ...tree,
    needs: [{ ...first, rules: [{ ...rule, id: 'renamed' }, ...rules] }, ...others.slice(1)],
    facts: facts.map((one, index) => (index === 0 ? { ...one, review_by: '2030-01-01' } : one)),
  };
  const files = compareFiles(tree, after);
  expect(files.needs).toEqual({ added: [], removed: [others[0]?.need] });
  expect(files.facts).toEqual({ added: [], removed: [fact?.id], changed: [facts[0]?.id] });
  expect(files.rules).toEqual([{ need: first.need, added: ['renamed'], removed: [rule.id], changed: [] }]);
});

test('the largest table against itself with its lines in another order is compared whole', () => {
  const before = version(tree, 'fund-training');
  const [first, second, ...rest] = before.need.rules as [Rule, Rule, ...Rule[]];
  const after = { ...before, need: { ...before.need, rules: [second, first, ...rest] } };
  expect(compareNeed(before, before, day)).toEqual([]);
  expect(Array.isArray(compareNeed(before, after, day))).toBe(true);
});
