import type { Problem } from '../../flows/problem.ts';

/** What is needed of words here: one key, its values, the sentence. */
type Say = (key: string, values?: Record<string, string | number>) => string;

/** A problem as a coordinator reads it: file, line, how serious, what to do. */
export function sentence(problem: Problem, say: Say): string {
  const where = `${problem.file}:${problem.line}`;
  const [code = '', area = 'check'] = problem.code.split('/').reverse();
  return `${where}: ${say(`check.level.${problem.level}`)}: ${say(`${area}.problem.${code}`, problem.values)}`;
}
