import { type Apart, besideParts } from './apart.ts';
import { auditing } from './audit.ts';
import type { IndicatorTable } from './catalogue.ts';
import type { EditionPart } from './editions.ts';
import { groupedBy } from './grouped.ts';
import type { Count } from './indicator.ts';
import type { Steps } from './linear.ts';
import { type Fate, protecting } from './protect.ts';
import { cellsIn, type PublishedCell } from './publication.ts';
import { rounded, smallestOutside } from './small-count.ts';
import { cellKey, type Linked, systemOf } from './systems.ts';

/** Counts of several months and basins added up to what `placeOf` says. */
export function together(counts: readonly Count[], placeOf: (count: Count) => Count): Count[] {
  const sums = [...groupedBy(counts.map(placeOf), cellKey)].sort(([one], [other]) => (one < other ? -1 : 1));
  return sums.map(([, some]) => ({ ...(some[0] as Count), count: some.reduce((sum, { count }) => sum + count, 0) }));
}

/**
 * Whoever adds up weeks comes near the number of all receptions. Counts are hidden from them as far as hiding helps; an edition is
 * not refused for what that number says by itself.
 */
const asRead = (linked: Linked, tables: readonly IndicatorTable[]): Linked =>
  tables[0]?.denominator === 'reception'
    ? {
        ...linked,
        figures: linked.figures.map((figure) => ({
          ...figure,
          told: figure.told === 'known' ? 'implied' : figure.told,
        })),
      }
    : linked;

/**
 * What is printed of linked counts, once it was read again by an attacker's eye: throws a LeakError rather than hand out
 * what would tell a small count.
 */
export function* printed(
  tables: readonly IndicatorTable[],
  linked: Linked,
  fates: readonly Fate[],
): Steps<EditionPart[]> {
  const told = new Map<string, PublishedCell['count']>();
  const parts = tables.flatMap((table) => {
    const cells = cellsIn(table, linked, fates, { tell: rounded, running: '~' });
    for (const { period, basin, values, count } of cells) {
      const [a = '', b = ''] = values;
      told.set(cellKey({ series: table.series, period, basin, a, b }), count);
    }
    return [...groupedBy(cells, ({ basin }) => basin)].map(([area, some]) => ({ table: table.id, area, cells: some }));
  });
  const toldOf = (count: Count) => {
    const one = told.get(cellKey(count));
    return typeof one === 'number' ? one : null;
  };
  yield* auditing(asRead(linked, tables), fates, toldOf, smallestOutside);
  return parts;
}

/**
 * What is published of tables that are hidden together: counts below eleven hidden, with what would give them away, by itself or
 * beside what is told `apart` of the months and basins that each sums up; the others rounded.
 */
export function* edition(
  tables: readonly IndicatorTable[],
  counts: readonly Count[],
  apart: readonly Apart[],
  placeOf: (count: Count) => Count,
): Steps<EditionPart[]> {
  const linked = systemOf(tables, counts);
  const alone = yield* protecting(linked, smallestOutside);
  return yield* printed(tables, linked, yield* besideParts({ linked, fates: alone }, apart, placeOf));
}
