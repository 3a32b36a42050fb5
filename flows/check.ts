import { type Analysis, analyse, type Compiled, compile, resultOf } from './compile.ts';
import { adviseOrder, averageQuestions } from './order.ts';
import type { Problem } from './problem.ts';
import { checkReferences } from './references.ts';
import type { Need, Tree } from './schema.ts';
import { checkStories } from './stories.ts';
import { inForce, TableTooLarge } from './table.ts';
import { countPaths } from './walk.ts';

/** What the check needs to know besides the tree itself. */
export interface CheckContext {
  /** The day the check is made for, YYYY-MM-DD. */
  day: string;
  networks: ReadonlySet<string>;
  /** True when the words of the reference language hold this key (`facts.bafa-from-16.text`). */
  hasWords(key: string): boolean;
  line(file: string, path: readonly PropertyKey[]): number;
}

/** One line of figures per need. */
export interface Summary {
  need: string;
  rules: number;
  states: number;
  paths: number;
  /** Most questions on any path, the commune not counted. */
  longest: number;
  /** Questions asked on average, every option being equally likely. */
  average: number;
}

/** Design §5: at most six questions after the need. */
export const mostQuestions = 6;

const fileOf = (need: Need) => `flows/needs/${need.need}.yaml`;

function checkRules(need: Need, analysis: Analysis, context: CheckContext): Problem[] {
  const file = fileOf(need);
  const line = (rule: string) =>
    context.line(file, ['rules', need.rules.findIndex((candidate) => candidate.id === rule), 'id']);
  const problems: Problem[] = analysis.dead.map((rule) => ({
    level: 'error',
    code: 'dead-rule',
    file,
    line: line(rule.id),
    values: { rule: rule.id },
  }));
  const live = need.rules.filter((rule) => analysis.live.has(rule.id));
  for (const [index, rule] of live.entries()) {
    const twin = live.slice(0, index).find((earlier) => resultOf(earlier) === resultOf(rule));
    if (twin) {
      problems.push({
        level: 'warning',
        code: 'same-result',
        file,
        line: line(rule.id),
        values: { rule: rule.id, twin: twin.id },
      });
    }
  }
  return problems;
}

/** The days on which the rules in force change: the day asked and every later boundary. */
function turningDays(need: Need, day: string): string[] {
  const after = (date: string) => new Date(Date.parse(date) + 86_400_000).toISOString().slice(0, 10);
  const bounds = need.rules.flatMap((rule) => [
    ...(rule.from ? [rule.from] : []),
    ...(rule.until ? [after(rule.until)] : []),
  ]);
  return [...new Set([day, ...bounds.filter((bound) => bound > day)])].sort();
}

/** Every need that would leave some possible visitor without a rule, today or on a day when its rules change. */
export function checkGaps(tree: Tree, context: CheckContext): Problem[] {
  return tree.needs.flatMap((need) => {
    const file = fileOf(need);
    return turningDays(need, context.day)
      .filter((day) => analyse(need, tree.questions, tree.impossible, day).gap)
      .map((day) => ({ level: 'error', code: 'gap', file, line: context.line(file, ['rules']), values: { day } }));
  });
}

function checkShape(need: Need, compiled: Compiled, tree: Tree, context: CheckContext): Problem[] {
  const file = fileOf(need);
  const problems: Problem[] = [];
  const ask = context.line(file, ['ask']);
  if (compiled.root.longest > mostQuestions) {
    const values = { longest: compiled.root.longest, most: mostQuestions };
    problems.push({ level: 'error', code: 'too-many-questions', file, line: ask, values });
  }
  const firstSensitive = compiled.asked.findIndex((question) => question.sensitive);
  if (firstSensitive >= 0 && compiled.asked.slice(firstSensitive).some((question) => !question.sensitive)) {
    const values = { question: compiled.asked[firstSensitive]?.id ?? '' };
    problems.push({ level: 'error', code: 'sensitive-not-last', file, line: ask, values });
  }
  const asked = new Set(
    [...compiled.nodes.values()].flatMap((node) => (node.kind === 'question' ? [node.question] : [])),
  );
  for (const [index, question] of need.ask.entries()) {
    if (asked.has(question)) continue;
    const line = context.line(file, ['ask', index]);
    problems.push({ level: 'warning', code: 'question-never-asked', file, line, values: { question } });
  }
  const advice = adviseOrder(need, compiled, tree, context.day);
  if (advice) problems.push({ level: 'advice', code: 'better-order', file, line: ask, values: { ...advice } });
  return problems;
}

function checkNeed(need: Need, tree: Tree, context: CheckContext): { problems: Problem[]; summary: Summary | null } {
  const file = fileOf(need);
  const problems: Problem[] = [];
  try {
    problems.push(...checkRules(need, analyse(need, tree.questions, tree.impossible, context.day), context));
    const gaps = checkGaps({ ...tree, needs: [need] }, context);
    problems.push(...gaps);
    if (gaps.length > 0) return { problems, summary: null };
    const compiled = compile(need, tree.questions, tree.impossible, context.day);
    problems.push(...checkShape(need, compiled, tree, context));
    const summary: Summary = {
      need: need.need,
      rules: need.rules.filter((rule) => inForce(rule, context.day)).length,
      states: compiled.nodes.size,
      paths: countPaths(compiled),
      longest: compiled.root.longest,
      average: averageQuestions(compiled.root),
    };
    return { problems, summary };
  } catch (error) {
    if (!(error instanceof TableTooLarge)) throw error;
    problems.push({ level: 'error', code: 'table-too-large', file, line: context.line(file, ['ask']), values: {} });
    return { problems, summary: null };
  }
}

/** Facts, links and reviews that have run out on the day of the check: never stated flatly any more. */
function checkDates(tree: Tree, context: CheckContext): Problem[] {
  const facts = tree.facts.flatMap((fact, index): Problem[] =>
    context.day <= fact.review_by
      ? []
      : [
          {
            level: 'error',
            code: 'fact-expired',
            file: 'flows/facts.yaml',
            line: context.line('flows/facts.yaml', ['facts', index, 'review_by']),
            values: { fact: fact.id, day: fact.review_by },
          },
        ],
  );
  const needs = tree.needs.flatMap((need): Problem[] =>
    context.day <= need.review.review_by
      ? []
      : [
          {
            level: 'error',
            code: 'need-expired',
            file: fileOf(need),
            line: context.line(fileOf(need), ['review', 'review_by']),
            values: { need: need.need, day: need.review.review_by },
          },
        ],
  );
  return [...facts, ...needs];
}

/**
 * Every problem of the tree on a day, and a line of figures per need. Unknown ids and missing words are looked for
 * first; the tables themselves are read only when every id they name exists.
 */
export function check(tree: Tree, context: CheckContext): { problems: Problem[]; summaries: Summary[] } {
  const references = checkReferences(tree, context);
  const dates = checkDates(tree, context);
  if (references.some((problem) => problem.level === 'error' && problem.code !== 'words-missing')) {
    return { problems: [...references, ...dates], summaries: [] };
  }
  const needs = tree.needs.map((need) => checkNeed(need, tree, context));
  const sound = needs.every(({ summary }) => summary !== null);
  return {
    problems: [
      ...references,
      ...dates,
      ...needs.flatMap(({ problems }) => problems),
      ...(sound ? checkStories(tree, context) : []),
    ],
    summaries: needs.flatMap(({ summary }) => (summary ? [summary] : [])),
  };
}
