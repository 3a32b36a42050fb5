import type { Request } from 'express';
import { monthOf } from '../calendar.ts';
import type { Directory } from '../directory/directory.ts';
import { AppError } from '../errors.ts';
import type { IndicatorTable } from './catalogue.ts';
import { type Version, versions } from './files.ts';
import { outside, region, slipDimensions, unknown } from './indicator.ts';
import { isClosed, monthAfter, type Period, quarterMonths, quarterOf, readPeriod } from './period.ts';

/** What was asked of a table by its address, as typed: with it alone the same page comes again. */
export interface Asked {
  from: string;
  to: string;
  /** A basin, a group, or empty for all. */
  basin: string;
  version: Version;
  /** With the same months of the year before. */
  compared: boolean;
}

/** A word of an address, shortened. */
export const textOf = (value: unknown): string => (typeof value === 'string' ? value.trim().slice(0, 60) : '');

/** Reads an address; what it does not say is empty. */
export function askedIn({ query }: Request): Asked {
  const version = textOf(query.version);
  return {
    from: textOf(query.from),
    to: textOf(query.to),
    basin: textOf(query.basin),
    version: versions.find((known) => known === version) ?? 'screen',
    compared: textOf(query.compare) === 'year',
  };
}

/** The address of a table or of one of its twins, with what was asked. */
export function addressOf(
  table: { id: string },
  twin: string,
  asked: Asked,
  more: Record<string, string> = {},
): string {
  const { from, to, basin, version, compared } = asked;
  const query = new URLSearchParams({
    ...(version !== 'screen' && { version }),
    ...(from && { from }),
    ...(to && { to }),
    ...(basin && { basin }),
    ...(compared && !twin && { compare: 'year' }),
    ...more,
  }).toString();
  return `/indicators/${table.id}${twin}${query && `?${query}`}`;
}

/** True for tables counted in the region as a whole: there is no area to choose. */
export function isRegional({ period, dimensions }: IndicatorTable): boolean {
  return period === 'week' || (slipDimensions as readonly string[]).includes(dimensions[0] ?? '');
}

/** The last quarter that is closed on a day. */
export function lastClosed(today: string): string {
  const months = [1, 2, 3, 4, 5].map((ago) => monthAfter(monthOf(today), -ago));
  return months.map(quarterOf).find((quarter) => isClosed(quarter, today)) as string;
}

/** The months asked for; by itself a quarter back on screens, a year of quarters in what is published and for the season. */
export function periodOf({ from, to, version }: Asked, table: IndicatorTable, today: string): Period {
  if (version === 'public' && !from && !to) {
    const last = quarterMonths(lastClosed(today)) as Period;
    return { from: monthAfter(last.to, -11), to: last.to };
  }
  const start =
    from || (table.period === 'week' ? monthAfter(/^\d{4}-\d{2}$/.test(to) ? to : monthOf(today), -11) : '');
  return readPeriod(start, to, today);
}

/**
 * The areas asked for, or null for all. On screens, basins of what the person looks after (`mine`, null for all): the rest
 * is as unknown as what does not exist, but with 404. What is published is for everybody, by group.
 */
export function areasOf(
  { basin, version }: Asked,
  table: IndicatorTable,
  { basins }: Pick<Directory, 'basins'>,
  mine: readonly string[] | null,
): readonly string[] | null {
  if (table.period === 'week') return null;
  if (basin === '') return version === 'public' || isRegional(table) ? null : mine;
  const ofGroup = basins.filter(({ group }) => group === basin).map(({ id }) => id);
  const known = basins.find(({ id }) => id === basin);
  if (ofGroup.length === 0 && !known && ![outside, unknown, region].includes(basin)) {
    throw new AppError('invalid', 'unknown-basin', {}, 'basin');
  }
  if (version === 'public') return [known?.group ?? basin];
  const found = ofGroup.length > 0 ? ofGroup : [basin];
  if (mine && !found.every((one) => mine.includes(one))) throw new AppError('not-found', 'not-found');
  return found;
}
