import type { IndicatorTable } from './catalogue.ts';
import type { Editions } from './editions.ts';
import type { Version } from './files.ts';
import { type Period, quartersOf, yearBefore } from './period.ts';
import type { Publication, PublishedCell } from './publication.ts';

/** What is read of a table: which figures, whole months, and some areas (basins or groups) or all of them. */
export interface Wanted extends Period {
  version: Version;
  /** The smallest count told of what is not published; what is published was decided when it was. */
  smallest: number;
  areas: readonly string[] | null;
}

/** The cells of a table, part by part, by whichever door they come out of. */
export type Reading = (table: IndicatorTable, wanted: Wanted) => AsyncGenerator<readonly PublishedCell[]>;

/** Reads working figures by the door of publication, and what is published out of its editions. */
export function createReading(publication: Publication, editions: Editions): Reading {
  return async function* reading(table, { version, from, to, areas, smallest }) {
    if (version === 'screen') {
      yield* publication.showing(table, { from, to, basins: areas, smallest });
      return;
    }
    const everywhere = areas === null || table.period === 'week' ? null : areas;
    for (const quarter of quartersOf({ from, to })) {
      yield await editions.read(table.id, { from: quarter, to: quarter }, everywhere);
    }
  };
}

/** All parts at once, for a page. */
export async function allOf(parts: AsyncIterable<readonly PublishedCell[]>): Promise<PublishedCell[]> {
  const cells: PublishedCell[] = [];
  for await (const some of parts) cells.push(...some);
  return cells;
}

/** The same months a year before. */
export const aYearBefore = ({ from, to }: Period): Period => ({ from: yearBefore(from), to: yearBefore(to) });
