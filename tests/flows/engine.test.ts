import fc from 'fast-check';
import { analyse, compile, type Node, resultOf } from '../../flows/compile.ts';
import { changes, why } from '../../flows/explain.ts';
import type { Answers, Rule } from '../../flows/schema.ts';
import { paths, walk } from '../../flows/walk.ts';
import { allProfiles, bruteForce, type RandomTable, randomTable } from '../support/random-tables.ts';

const day = '2026-11-22';
const numRuns = 2_000;
const runs = { numRuns, seed: 20261122 };

const possible = (table: RandomTable) =>
  allProfiles(table.questions).flatMap((profile) => {
    const meets = bruteForce(table, profile);
    return meets === 'impossible' ? [] : [{ profile, meets }];
  });
const agrees = (profile: Answers, answers: Answers) =>
  Object.entries(answers).every(([question, option]) => profile[question] === option);

/** A table with everybody who can meet it, compiled once for every property. */
interface Case {
  table: RandomTable;
  people: ReturnType<typeof possible>;
  compiled: ReturnType<typeof compile>;
}

/** Two thousand tables; those with a gap or with nobody left are the business of the analysis, not of the walk. */
const tables = fc.sample(randomTable, runs);
const cases: Case[] = fc
  .sample(
    randomTable.filter((table) => {
      const people = possible(table);
      return people.length > 0 && people.every(({ meets }) => meets !== 'gap');
    }),
    runs,
  )
  .map((table) => ({
    table,
    people: possible(table),
    compiled: compile(table.need, table.questions, table.impossible, day),
  }));

test('two thousand tables are tried', () => {
  expect(tables).toHaveLength(numRuns);
  expect(cases).toHaveLength(numRuns);
});

/** Where a profile ends in the decision graph, without the machine: thousands of profiles a table, millions in all. */
function endOf(node: Node, profile: Answers): Rule | null {
  if (node.kind === 'outcome') return node.rule;
  const next = node.options.find(({ option }) => option === profile[node.question]);
  return next ? endOf(next.to, profile) : null;
}

/** What is wrong is collected and expected once: hundreds of thousands of expectations would cost more than what they ask. */
let wrong: unknown[] = [];
const must = (holds: boolean, ...what: unknown[]) => {
  if (!holds && wrong.length < 20) wrong.push(what);
};
beforeEach(() => {
  wrong = [];
});
afterEach(() => expect(wrong).toEqual([]));

test('the graph ends where the table says for every possible profile, and the machine walks the graph', () => {
  for (const { people, compiled } of cases) {
    for (const { profile, meets } of people) {
      const rule = endOf(compiled.root, profile);
      must(rule !== null && resultOf(rule) === resultOf(meets as Rule), profile);
    }
    const step = Math.max(1, Math.floor(people.length / 10));
    for (let place = 0; place < people.length; place += step) {
      const { profile } = people[place] as (typeof people)[number];
      const { at } = walk(compiled, profile);
      must((at.kind === 'outcome' ? at.rule.id : at.question) === endOf(compiled.root, profile)?.id, profile);
    }
  }
});

test('a question is asked only while two of its answers, all later answers equal, give different things', () => {
  for (const { table, people, compiled } of cases) {
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
      must(matters, table.need, node.question, given);
      for (const { option, to } of node.options) visit(to, { ...given, [node.question]: option });
    };
    visit(compiled.root, {});
  }
});

test('every option offered can be given by somebody possible', () => {
  for (const { table, people, compiled } of cases.slice(0, 500)) {
    for (const { path } of paths(compiled)) {
      for (let length = 1; length <= path.length; length += 1) {
        const last = path[length - 1];
        const level = table.need.ask.indexOf(last?.question as string);
        must(
          people.some(({ profile }) => profile[table.need.ask[level] as string] === last?.option),
          path,
        );
      }
    }
  }
});

test('every rule reported dead wins for nobody, every other rule wins for somebody, every gap is a person', () => {
  for (const table of tables) {
    const analysis = analyse(table.need, table.questions, table.impossible, day);
    const met = possible(table).map(({ meets }) => meets);
    const winners = new Set(met.flatMap((rule) => (typeof rule === 'string' ? [] : [rule.id])));
    expect([...analysis.live].sort()).toEqual([...winners].sort());
    expect(analysis.dead.map((rule) => rule.id)).toEqual(
      table.need.rules.map((rule) => rule.id).filter((id) => !winners.has(id)),
    );
    expect(analysis.gap).toBe(met.includes('gap'));
  }
});

test('the answers of a why decide the result, and without any one of them it could be another', () => {
  for (const { people, compiled } of cases) {
    const resultsFor = (answers: Answers) => {
      const wanted = Object.entries(answers);
      const results = new Set<string>();
      for (const { profile, meets } of people) {
        if (wanted.every(([question, option]) => profile[question] === option)) results.add(resultOf(meets as Rule));
      }
      return results;
    };
    for (const walked of paths(compiled)) {
      const given = Object.fromEntries(walked.path.map(({ question, option }) => [question, option]));
      const named = why(compiled, walked);
      const reasons = Object.fromEntries(named.map((question) => [question, given[question] as string]));
      if (resultsFor(given).size === 0) continue; // a path nobody is on: the questions it skips were not needed
      must(resultsFor(reasons).size === 1, reasons);
      for (const question of named) {
        const { [question]: _, ...others } = reasons;
        must(resultsFor(others).size > 1, others);
      }
    }
  }
});

test('what would change it names another rule or a further question, never the same thing', () => {
  for (const { people, compiled } of cases.slice(0, 500)) {
    for (const { profile } of people.slice(0, 20)) {
      const here = walk(compiled, profile);
      for (const change of changes(compiled, profile)) {
        const there = walk(compiled, { ...profile, [change.question]: change.option });
        must(
          here.path.some((step) => step.question === change.question),
          profile,
          change,
        );
        if (change.leads.kind === 'depends') must(there.at.kind === 'question', profile, change);
        else if (here.at.kind === 'outcome')
          must(resultOf(change.leads.rule) !== resultOf(here.at.rule), profile, change);
      }
    }
  }
});
