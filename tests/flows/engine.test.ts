import fc from 'fast-check';
import { analyse, compile, type Node, resultOf } from '../../flows/compile.ts';
import { changes, why } from '../../flows/explain.ts';
import type { Answers, Rule } from '../../flows/schema.ts';
import { paths, walk } from '../../flows/walk.ts';
import { allProfiles, bruteForce, type RandomTable, randomTable } from '../support/random-tables.ts';

const day = '2026-11-22';
const runs = { numRuns: 2_000, seed: 20261122 };

const possible = (table: RandomTable) =>
  allProfiles(table.questions).flatMap((profile) => {
    const meets = bruteForce(table, profile);
    return meets === 'impossible' ? [] : [{ profile, meets }];
  });
const agrees = (profile: Answers, answers: Answers) =>
  Object.entries(answers).every(([question, option]) => profile[question] === option);

/** Tables with a gap or with nobody left in them are the business of the analysis, not of the walk. */
const complete = randomTable.filter((table) => {
  const people = possible(table);
  return people.length > 0 && people.every(({ meets }) => meets !== 'gap');
});

test('a walk reaches what the table says for every possible profile', () => {
  fc.assert(
    fc.property(complete, (table) => {
      const compiled = compile(table.need, table.questions, table.impossible, day);
      const wrong = possible(table).filter(({ profile, meets }) => {
        const { at } = walk(compiled, profile);
        return at.kind !== 'outcome' || resultOf(at.rule) !== resultOf(meets as Rule);
      });
      expect(wrong).toEqual([]);
    }),
    runs,
  );
});

test('a question is asked only while two of its answers, all later answers equal, give different things', () => {
  fc.assert(
    fc.property(complete, (table) => {
      const compiled = compile(table.need, table.questions, table.impossible, day);
      const people = possible(table);
      const visit = (node: Node, given: Answers): void => {
        if (node.kind === 'outcome') return;
        const level = table.need.ask.indexOf(node.question);
        const later = table.need.ask.slice(level + 1);
        const results = new Map<string, string>();
        const matters = people
          .filter(({ profile }) => agrees(profile, given))
          .some(({ profile, meets }) => {
            const rest = later.map((question) => profile[question]).join();
            const result = resultOf(meets as Rule);
            const before = results.get(rest);
            results.set(rest, result);
            return before !== undefined && before !== result;
          });
        expect(matters).toBe(true);
        for (const { option, to } of node.options) visit(to, { ...given, [node.question]: option });
      };
      visit(compiled.root, {});
    }),
    runs,
  );
});

test('every option offered can be given by somebody possible', () => {
  fc.assert(
    fc.property(complete, (table) => {
      const compiled = compile(table.need, table.questions, table.impossible, day);
      const people = possible(table);
      for (const { path } of paths(compiled)) {
        for (let length = 1; length <= path.length; length += 1) {
          const last = path[length - 1];
          const level = table.need.ask.indexOf(last?.question as string);
          expect(people.some(({ profile }) => profile[table.need.ask[level] as string] === last?.option)).toBe(true);
        }
      }
    }),
    { ...runs, numRuns: 500 },
  );
});

test('every rule reported dead wins for nobody, every other rule wins for somebody, every gap is a person', () => {
  fc.assert(
    fc.property(randomTable, (table) => {
      const analysis = analyse(table.need, table.questions, table.impossible, day);
      const met = possible(table).map(({ meets }) => meets);
      const winners = new Set(met.flatMap((rule) => (typeof rule === 'string' ? [] : [rule.id])));
      expect([...analysis.live].sort()).toEqual([...winners].sort());
      expect(analysis.dead.map((rule) => rule.id)).toEqual(
        table.need.rules.map((rule) => rule.id).filter((id) => !winners.has(id)),
      );
      expect(analysis.gap).toBe(met.includes('gap'));
    }),
    runs,
  );
});

test('the answers of a why decide the result, and without any one of them it could be another', () => {
  fc.assert(
    fc.property(complete, (table) => {
      const compiled = compile(table.need, table.questions, table.impossible, day);
      const people = possible(table);
      const resultsFor = (answers: Answers) =>
        new Set(people.filter(({ profile }) => agrees(profile, answers)).map(({ meets }) => resultOf(meets as Rule)));
      for (const walked of paths(compiled)) {
        const given = Object.fromEntries(walked.path.map(({ question, option }) => [question, option]));
        const named = why(compiled, walked);
        const reasons = Object.fromEntries(named.map((question) => [question, given[question] as string]));
        if (resultsFor(given).size === 0) continue; // a path nobody is on: the questions it skips were not needed
        expect(resultsFor(reasons).size).toBe(1);
        for (const question of named) {
          const { [question]: _, ...others } = reasons;
          expect(resultsFor(others).size).toBeGreaterThan(1);
        }
      }
    }),
    runs,
  );
});

test('what would change it names another rule or a further question, never the same thing', () => {
  fc.assert(
    fc.property(complete, (table) => {
      const compiled = compile(table.need, table.questions, table.impossible, day);
      for (const { profile } of possible(table).slice(0, 20)) {
        const here = walk(compiled, profile);
        for (const change of changes(compiled, profile)) {
          const there = walk(compiled, { ...profile, [change.question]: change.option });
          expect(here.path.map((step) => step.question)).toContain(change.question);
          if (change.leads.kind === 'depends') expect(there.at.kind).toBe('question');
          else if (here.at.kind === 'outcome') expect(resultOf(change.leads.rule)).not.toBe(resultOf(here.at.rule));
        }
      }
    }),
    { ...runs, numRuns: 500 },
  );
});
