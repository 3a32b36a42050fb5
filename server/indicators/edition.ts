import { auditing } from './audit.ts';
import type { IndicatorTable } from './catalogue.ts';
import type { EditionPart } from './editions.ts';
import { groupedBy } from './grouped.ts';
import type { Count } from './indicator.ts';
import type { Steps } from './linear.ts';
import { type Fate, protecting } from './protect.ts';
import { cellsIn, type PublishedCell } from './publication.ts';
import { rounded, roundedFrom, smallestInside, smallestOutside } from './small-count.ts';
import { type Linked, systemOf } from './systems.ts';

/** What tells one cell of a table from another. */
export const cellKey = ({ series, period, basin, a, b }: Omit<Count, 'count'>) =>
  [series, period, basin, a, b].join(' ');

/** Counts of several months and basins added up to what `placeOf` says. */
export function together(counts: readonly Count[], placeOf: (count: Count) => Count): Count[] {
  const sums = [...groupedBy(counts.map(placeOf), cellKey)].sort(([one], [other]) => (one < other ? -1 : 1));
  return sums.map(([, some]) => ({ ...(some[0] as Count), count: some.reduce((sum, { count }) => sum + count, 0) }));
}

/** What screens tell of a published figure's months and basins. */
interface OnScreens {
  whole: number;
  told: number;
  /** How many of its counts are silent there, and how many of these are known to be no zero. */
  silent: number;
  marked: number;
}

/**
 * The published figures that would say too much to somebody who reads the screens as well: told parts taken off, a single
 * silent part, or too few people for as many silent ones, would be left. `shown` are the counts of the screens with what
 * became of them, `placeOf` the figure each is part of.
 */
export function toldByScreens(
  shown: Iterable<{ linked: Linked; fates: readonly Fate[] }>,
  placeOf: (count: Count) => Count,
): Set<string> {
  const figures = new Map<string, OnScreens>();
  for (const { linked, fates } of shown) {
    for (const [count, place] of linked.places) {
      const key = cellKey(placeOf(count));
      const figure = figures.get(key) ?? { whole: 0, told: 0, silent: 0, marked: 0 };
      figures.set(key, figure);
      figure.whole += count.count;
      if (fates[place] === 'told') figure.told += count.count;
      else figure.silent += 1;
      if (fates[place] === 'hidden') figure.marked += 1;
    }
  }
  const left = ({ whole, told, marked }: OnScreens) => roundedFrom(rounded(whole)).most - told - marked;
  const tooMuch = (figure: OnScreens) =>
    figure.silent === 1 || (figure.silent > 1 && left(figure) < smallestInside - 1);
  return new Set([...figures].filter(([, figure]) => tooMuch(figure)).map(([key]) => key));
}

/** Nobody is told how many receptions there were in all: an attacker has no such sum. */
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
 * What is published of tables that are hidden together: counts below eleven and those of `silent` hidden, with what would
 * give them away; the others rounded.
 */
export function* edition(
  tables: readonly IndicatorTable[],
  counts: readonly Count[],
  silent: ReadonlySet<string>,
): Steps<EditionPart[]> {
  const linked = systemOf(tables, counts);
  const places = [...linked.places].flatMap(([count, place]) => (silent.has(cellKey(count)) ? [place] : []));
  return yield* printed(tables, linked, yield* protecting(linked, smallestOutside, new Set(places)));
}
