import { createHash } from 'node:crypto';
import { dayOf, monthOf, weekOf } from '../calendar.ts';
import type { IndicatorTable } from './catalogue.ts';
import type { Count, CountedBy, Indicators } from './indicator.ts';
import { monthsOf, type Period, weeksOf } from './period.ts';
import { type Fate, type Figure, protect, type Sum, type System } from './protect.ts';
import { hidden } from './small-count.ts';

/** A cell as it may be read by people: its count, or the mark of a count that is not told. */
export interface PublishedCell {
  /** YYYY-MM or YYYY-Www. */
  period: string;
  basin: string;
  /**
   * One value for each dimension of the table. Where even the shares of a value would tell too much, one cell stands for
   * all of them, with the mark as its second value and as its count.
   */
  values: readonly string[];
  count: number | typeof hidden;
  /** `provisional` while the month or the week is running. */
  state: 'final' | 'provisional';
}

/** What of a table: whole months, and some basins or all of them. It chooses cells and never adds them up. */
export interface PublicationFilter extends Period {
  basins: readonly string[] | null;
}

/** The one door by which counts leave: pages and files alike take what comes out of it. */
export interface Publication {
  tables: readonly IndicatorTable[];
  /** The cells of a table, by period, basin and values, with every count hidden that could be traced to a person. */
  publish(table: IndicatorTable, filter: PublicationFilter): Promise<PublishedCell[]>;
}

/** The counts of a month that hang together by their sums, with the place of each count in the system. */
interface Linked extends System {
  places: Map<Count, number>;
}

/** A month's receptions, by basin or by week: whoever knows the region's total must not find a hidden one by it. */
function receptionSystem(counts: readonly Count[]): Linked {
  const figures: Figure[] = counts.map(({ count }) => ({ count, told: 'printed' }));
  const total = counts.reduce((sum, { count }) => sum + count, 0);
  figures.push({ count: total, told: 'known' });
  return {
    figures,
    sums: [{ total: counts.length, parts: counts.map((_, place) => place) }],
    rows: [],
    places: new Map(counts.map((count, place) => [count, place])),
  };
}

/**
 * A month's needs (or slips) in one basin, over all the tables that print them: a pair of dimensions adds up to each of the two,
 * and every dimension to the needs of the month. A sum that no table prints is implied by those that do. The details of
 * a pair's first value make a row.
 */
function needSystem(tables: readonly IndicatorTable[], counts: readonly Count[]): Linked {
  const figures: Figure[] = [{ count: 0, told: 'implied' }];
  const sums: Sum[] = [];
  const rows: number[][] = [];
  const places = new Map<Count, number>();
  const add = (count: number, told: Figure['told']) => figures.push({ count, told }) - 1;
  const of = (table: IndicatorTable) => counts.filter(({ series }) => series === table.series);
  const totals = new Map<CountedBy, Map<string, number>>();
  const totalOf = (dimension: CountedBy, value: string): number => {
    const known = totals.get(dimension) ?? new Map<string, number>();
    totals.set(dimension, known);
    const place = known.get(value) ?? add(0, 'implied');
    known.set(value, place);
    return place;
  };

  for (const table of tables.filter(({ dimensions }) => dimensions.length === 1)) {
    for (const count of of(table)) {
      const place = totalOf(table.dimensions[0] as CountedBy, count.a);
      figures[place] = { count: count.count, told: 'printed' };
      places.set(count, place);
    }
  }
  for (const table of tables.filter(({ dimensions }) => dimensions.length === 2)) {
    const [first, second] = table.dimensions as [CountedBy, CountedBy];
    const cells = of(table);
    const valuesOf = (half: 'a' | 'b') => [...new Set(cells.map((cell) => cell[half]))];
    const byValue = valuesOf('b').map((b) => ({ total: totalOf(second, b), parts: [] as number[] }));
    for (const a of valuesOf('a')) {
      const row = valuesOf('b').map((b, index) => {
        const count = cells.find((cell) => cell.a === a && cell.b === b);
        const place = add(count?.count ?? 0, 'printed');
        if (count) places.set(count, place);
        byValue[index]?.parts.push(place);
        return place;
      });
      rows.push(row);
      sums.push({ total: totalOf(first, a), parts: row });
    }
    sums.push(...byValue);
  }
  for (const values of totals.values()) sums.push({ total: 0, parts: [...values.values()] });
  return { figures, sums, rows, places };
}

/** A month's answers to one question in one basin: no table prints how many answered, and nobody knows it otherwise. */
function opinionSystem(counts: readonly Count[]): Linked {
  const figures: Figure[] = counts.map(({ count }) => ({ count, told: 'printed' }));
  figures.push({ count: 0, told: 'implied' });
  return {
    figures,
    sums: [{ total: counts.length, parts: counts.map((_, place) => place) }],
    rows: [],
    places: new Map(counts.map((count, place) => [count, place])),
  };
}

/** How many months of a basin are remembered: two years of every basin. */
const mostRemembered = 600;

/**
 * Decides what is told of linked counts. Equal counts get the same decision, remembered, since a month that is over never
 * changes; a new one lets other requests pass first.
 */
function createDecisions(): (linked: Linked, counts: readonly Count[]) => Promise<readonly Fate[]> {
  const decided = new Map<string, readonly Fate[]>();
  return async (linked, counts) => {
    const key = createHash('sha256').update(JSON.stringify(counts)).digest('base64url');
    const known = decided.get(key);
    if (known) return known;
    await new Promise((resume) => setImmediate(resume));
    const fates = protect(linked);
    if (decided.size >= mostRemembered) decided.delete(decided.keys().next().value as string);
    decided.set(key, fates);
    return fates;
  };
}

/** Opens the door over the counters: every table of the catalogue, hidden together whichever of them is asked for. */
export function createPublication(
  indicators: Pick<Indicators, 'read'>,
  tables: readonly IndicatorTable[],
  clock: () => Date,
): Publication {
  /** The tables that count the same units: they are hidden together. */
  const siblingsOf = ({ denominator }: IndicatorTable) => tables.filter((table) => table.denominator === denominator);
  const decide = createDecisions();

  /** The counts of one month that decide together what is told, in groups that share no sum. */
  const groupsOf = async (table: IndicatorTable, month: string, basins: readonly string[] | null) => {
    if (table.denominator === 'reception') {
      const weeks = table.period === 'week' ? weeksOf(month) : [month];
      const [from, to] = [weeks[0] as string, weeks.at(-1) as string];
      return [await indicators.read(table.series, { from, to, basins: null })];
    }
    const groups = new Map<string, Count[]>();
    for (const { series } of table.denominator === 'opinion' ? [table] : siblingsOf(table)) {
      for (const count of await indicators.read(series, { from: month, to: month, basins })) {
        groups.set(count.basin, [...(groups.get(count.basin) ?? []), count]);
      }
    }
    return [...groups.values()];
  };

  const systemOf = (table: IndicatorTable, counts: readonly Count[]): Linked => {
    if (table.denominator === 'reception') return receptionSystem(counts);
    return table.denominator === 'opinion' ? opinionSystem(counts) : needSystem(siblingsOf(table), counts);
  };

  return {
    tables,
    async publish(table, { from, to, basins }) {
      const today = dayOf(clock());
      const running = table.period === 'week' ? weekOf(today) : monthOf(today);
      const wanted = basins === null || table.period === 'week' ? null : new Set(basins);
      const published: PublishedCell[] = [];
      for (const month of monthsOf({ from, to })) {
        for (const counts of await groupsOf(table, month, basins)) {
          const linked = systemOf(table, counts);
          const fates = await decide(linked, counts);
          const withheld = new Set<string>();
          for (const [{ series, period, basin, a, b, count }, place] of linked.places) {
            if (series !== table.series || (wanted && !wanted.has(basin))) continue;
            const state = period >= running ? 'provisional' : 'final';
            const fate = fates[place];
            if (fate === 'withheld') {
              if (!withheld.has(a)) published.push({ period, basin, values: [a, hidden], count: hidden, state });
              withheld.add(a);
            } else {
              const values = [a, b].slice(0, table.dimensions.length);
              published.push({ period, basin, values, count: fate === 'hidden' ? hidden : count, state });
            }
          }
        }
      }
      return published;
    },
  };
}
