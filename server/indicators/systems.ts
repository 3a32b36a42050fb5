import type { IndicatorTable } from './catalogue.ts';
import type { Count, CountedBy } from './indicator.ts';
import type { Figure, Sum, System } from './protect.ts';

/** What tells one cell of a table from another. */
export const cellKey = ({ series, period, basin, a, b }: Omit<Count, 'count'>) =>
  [series, period, basin, a, b].join(' ');

/** The counts of a period that hang together by their sums, with the place of each count in the system. */
export interface Linked extends System {
  places: Map<Count, number>;
  /** The place of each cell of a pair in which nobody was counted; a silent row does not tell them from the others. */
  zeros: Map<Count, number>;
  /** The place of what the cells of each value of a dimension add up to, and of all of them under no name; printed or not. */
  totals: Map<string, number>;
}

/** A period's receptions, by basin or by week: whoever knows the region's total must not find a hidden one by it. */
function receptionSystem(counts: readonly Count[]): Linked {
  const figures: Figure[] = counts.map(({ count }) => ({ count, told: 'printed' }));
  const total = counts.reduce((sum, { count }) => sum + count, 0);
  figures.push({ count: total, told: 'known' });
  return {
    figures,
    sums: [{ total: counts.length, parts: counts.map((_, place) => place) }],
    rows: [],
    places: new Map(counts.map((count, place) => [count, place])),
    zeros: new Map(),
    totals: new Map([['', counts.length]]),
  };
}

/**
 * A period's needs (or slips) in one basin, over all the tables that print them: a pair of dimensions adds up to each of the two,
 * and every dimension to the needs of the period. A sum that no table prints is implied by those that do. The details of
 * a pair's first value make a row.
 */
function needSystem(tables: readonly IndicatorTable[], counts: readonly Count[]): Linked {
  const figures: Figure[] = [{ count: 0, told: 'implied' }];
  const sums: Sum[] = [];
  const rows: number[][] = [];
  const places = new Map<Count, number>();
  const zeros = new Map<Count, number>();
  const add = (count: number, told: Figure['told']) => figures.push({ count, told }) - 1;
  const bySeries = new Map<string, Count[]>(tables.map(({ series }) => [series, []]));
  for (const count of counts) bySeries.get(count.series)?.push(count);
  const of = (table: IndicatorTable) => bySeries.get(table.series) as readonly Count[];
  const totals = new Map([['', 0]]);
  const dimensions = new Map<CountedBy, number[]>();
  const totalOf = (dimension: CountedBy, value: string): number => {
    const name = `${dimension} ${value}`;
    const known = totals.get(name);
    if (known !== undefined) return known;
    const place = add(0, 'implied');
    totals.set(name, place);
    dimensions.set(dimension, [...(dimensions.get(dimension) ?? []), place]);
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
    const cellAt = new Map(cells.map((cell) => [`${cell.a} ${cell.b}`, cell]));
    const valuesOf = (half: 'a' | 'b') => [...new Set(cells.map((cell) => cell[half]))];
    const byValue = valuesOf('b').map((b) => ({ total: totalOf(second, b), parts: [] as number[] }));
    for (const a of valuesOf('a')) {
      const row = valuesOf('b').map((b, index) => {
        const known = cellAt.get(`${a} ${b}`);
        const count = known ?? { ...(cells[0] as Count), a, b, count: 0 };
        const place = add(count.count, 'printed');
        (known ? places : zeros).set(count, place);
        byValue[index]?.parts.push(place);
        return place;
      });
      rows.push(row);
      sums.push({ total: totalOf(first, a), parts: row });
    }
    sums.push(...byValue);
  }
  for (const parts of dimensions.values()) sums.push({ total: 0, parts });
  return { figures, sums, rows, places, zeros, totals };
}

/** A period's answers to one question in one basin: no table prints how many answered, and nobody knows it otherwise. */
function opinionSystem(counts: readonly Count[]): Linked {
  const figures: Figure[] = counts.map(({ count }) => ({ count, told: 'printed' }));
  figures.push({ count: 0, told: 'implied' });
  return {
    figures,
    sums: [{ total: counts.length, parts: counts.map((_, place) => place) }],
    rows: [],
    places: new Map(counts.map((count, place) => [count, place])),
    zeros: new Map(),
    totals: new Map([['', counts.length]]),
  };
}

/** The system of counts that decide together what is told of the tables of a family. */
export function systemOf(tables: readonly IndicatorTable[], counts: readonly Count[]): Linked {
  const { denominator } = tables[0] as IndicatorTable;
  if (denominator === 'reception') return receptionSystem(counts);
  return denominator === 'opinion' ? opinionSystem(counts) : needSystem(tables, counts);
}

/**
 * The tables that are hidden together: those that count the same units. By month and by week receptions share no sum, and
 * no two questions of the barometer do.
 */
export function familyOf(table: IndicatorTable, tables: readonly IndicatorTable[]): readonly IndicatorTable[] {
  if (table.denominator === 'reception' || table.denominator === 'opinion') return [table];
  return tables.filter(({ denominator }) => denominator === table.denominator);
}
