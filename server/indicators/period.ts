import { monthOf, weekOf } from '../calendar.ts';
import { AppError } from '../errors.ts';

/** Months YYYY-MM, both included. */
export interface Period {
  from: string;
  to: string;
}

/** The months shown when none is asked for: the running one and the two before it. */
const usualMonths = 3;
/** No page and no file holds more months than this. */
const mostMonths = 24;

const monthShape = /^\d{4}-(0[1-9]|1[0-2])$/;

const numberOf = (month: string): number => Number(month.slice(0, 4)) * 12 + Number(month.slice(5)) - 1;

const monthAt = (number: number): string =>
  `${String(Math.floor(number / 12)).padStart(4, '0')}-${String((number % 12) + 1).padStart(2, '0')}`;

/** The months of a period, in order. */
export function monthsOf({ from, to }: Period): string[] {
  const first = numberOf(from);
  return Array.from({ length: numberOf(to) - first + 1 }, (_, index) => monthAt(first + index));
}

/** The quarter of a month, YYYY-Qn. */
export function quarterOf(month: string): string {
  return `${month.slice(0, 4)}-Q${Math.ceil(Number(month.slice(5)) / 3)}`;
}

/** The months of a quarter YYYY-Qn; null for anything else. */
export function quarterMonths(quarter: string): Period | null {
  const [, year, number] = /^(\d{4})-Q([1-4])$/.exec(quarter) ?? [];
  if (year === undefined) return null;
  const first = numberOf(`${year}-01`) + (Number(number) - 1) * 3;
  return { from: monthAt(first), to: monthAt(first + 2) };
}

/** The quarters a period touches, in order. */
export function quartersOf(period: Period): string[] {
  return [...new Set(monthsOf(period).map(quarterOf))];
}

/** A month some months later (earlier when negative). */
export function monthAfter(month: string, months: number): string {
  return monthAt(numberOf(month) + months);
}

/**
 * True when nothing is counted any more in a quarter: a month has passed since, so that the slips of its last day have been
 * answered or have stayed silent for thirty days.
 */
export function isClosed(quarter: string, today: string): boolean {
  const months = quarterMonths(quarter);
  return months !== null && monthAfter(months.to, 2) <= monthOf(today);
}

/** The same month, quarter or week a year before; after a year without a 53rd week, its 52nd. */
export function yearBefore(period: string): string {
  const year = Number(period.slice(0, 4)) - 1;
  const same = `${year}${period.slice(4)}`;
  return same.endsWith('W53') && weekOf(`${year}-12-28`) !== same ? `${year}-W52` : same;
}

/** The weeks of a month: those whose Thursday falls in it, so that every week belongs to one month. */
export function weeksOf(month: string): string[] {
  const weeks: string[] = [];
  const date = new Date(`${month}-01T00:00:00Z`);
  for (; date.toISOString().startsWith(month); date.setUTCDate(date.getUTCDate() + 1)) {
    if (date.getUTCDay() === 4) weeks.push(weekOf(date.toISOString().slice(0, 10)));
  }
  return weeks;
}

/**
 * The period asked for (`from`, `to` as typed, empty when absent), on a day YYYY-MM-DD. Promises at most 24 months, in
 * order; throws an `invalid` error naming the field otherwise.
 */
export function readPeriod(from: string, to: string, today: string): Period {
  for (const [field, typed] of [
    ['from', from],
    ['to', to],
  ] as const) {
    if (typed !== '' && !monthShape.test(typed)) throw new AppError('invalid', 'period-malformed', {}, field);
  }
  const last = to || [monthOf(today), from].sort().at(-1) || '';
  const period = { from: from || monthAt(numberOf(last) - usualMonths + 1), to: last };
  const length = numberOf(period.to) - numberOf(period.from) + 1;
  if (length < 1) throw new AppError('invalid', 'period-reversed', {}, 'from');
  if (length > mostMonths) throw new AppError('invalid', 'period-too-long', { months: mostMonths }, 'from');
  return period;
}
