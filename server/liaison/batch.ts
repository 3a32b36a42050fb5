import { type RefusalReason, type Reply, refusalReasons } from './lifecycle.ts';

/** How many paper codes fit one screen. */
export const batchSize = 12;

/** The answers of a pile: those that need no day and no network, each one choice. The others are given one by one. */
export const batchAnswers: readonly string[] = [
  'accepted',
  'helped',
  'no-show',
  'unreachable',
  ...refusalReasons.map((reason) => `refused:${reason}`),
];

/** What became of one line of a pile. */
export type LineFate = 'recorded' | 'typing' | 'unknown' | 'answer' | 'late';

/** One line as it was typed. */
export interface BatchLine {
  code: string;
  answer: string;
}

/** The lines of a posted form in which something was typed, at most as many as fit the screen. */
export function readLines(body: Record<string, unknown> | undefined): BatchLine[] {
  const text = (value: unknown): string => (typeof value === 'string' ? value.trim().slice(0, 40) : '');
  return Array.from({ length: batchSize }, (_, index) => ({
    code: text(body?.[`code-${index + 1}`]),
    answer: text(body?.[`answer-${index + 1}`]),
  })).filter(({ code, answer }) => code !== '' || answer !== '');
}

/** The reply that one of `batchAnswers` stands for; null for anything else. */
export function replyOf(answer: string): Reply | null {
  if (!batchAnswers.includes(answer)) return null;
  const [type, reason] = answer.split(':');
  return type === 'refused' ? { type, reason: reason as RefusalReason } : ({ type } as Reply);
}
