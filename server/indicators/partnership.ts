import type { PublishedCell } from './publication.ts';
import { hidden } from './small-count.ts';

/** Slips issued and answered between two ends, or to one; null where a count is not told. */
export interface Exchange {
  /** The values of the cells: one network, or two. */
  ends: readonly string[];
  issued: number | null;
  answered: number | null;
  /** Whole per cent of the slips that were answered. */
  rate: number | null;
}

/** What several months told of a value, added up; null as soon as one of them is not told. */
function sums(cells: readonly PublishedCell[]): Map<string, { values: readonly string[]; count: number | null }> {
  const found = new Map<string, { values: readonly string[]; count: number | null }>();
  for (const { values, count } of cells) {
    const key = values.join('\0');
    const before = found.get(key)?.count ?? (found.has(key) ? null : 0);
    found.set(key, { values, count: before === null || count === hidden ? null : before + count });
  }
  return found;
}

/** True where all details of a first value are withheld: nothing can be said of any of them. */
const isWithheld = (cells: readonly PublishedCell[], value: string | undefined): boolean =>
  cells.some(({ values }) => values[0] === value && values[1] === hidden);

/** Who was sent slips and who answered them, from two published tables of the same dimensions. Pure. */
export function exchanges(issued: readonly PublishedCell[], answered: readonly PublishedCell[]): Exchange[] {
  const replies = sums(answered);
  return [...sums(issued)].map(([key, { values, count }]) => {
    const told = replies.get(key);
    const replied = isWithheld(answered, values[0]) ? null : told === undefined ? 0 : told.count;
    const rate = count === null || replied === null || count === 0 ? null : Math.round((100 * replied) / count);
    return { ends: values, issued: count, answered: replied, rate };
  });
}

/** The band in which the median first reply of each network falls; null where some of its bands are not told. Pure. */
export function medianBands(delays: readonly PublishedCell[], bands: readonly string[]): Map<string, string | null> {
  const byNetwork = new Map<string, Map<string, number | null>>();
  for (const { values, count } of sums(delays).values()) {
    const [network = '', band = ''] = values;
    byNetwork.set(network, (byNetwork.get(network) ?? new Map<string, number | null>()).set(band, count));
  }
  return new Map(
    [...byNetwork].map(([network, counts]) => {
      if ([...counts.values()].includes(null)) return [network, null];
      const count = (band: string) => counts.get(band) ?? 0;
      const half = bands.reduce((sum, band) => sum + count(band), 0) / 2;
      let sum = 0;
      const median = bands.find((band) => {
        sum += count(band);
        return sum >= half;
      });
      return [network, median ?? null];
    }),
  );
}

/** What a published table tells of each value over its months, or null where it is not told. Pure. */
export function told(cells: readonly PublishedCell[]): { values: readonly string[]; count: number | null }[] {
  return [...sums(cells).values()];
}
