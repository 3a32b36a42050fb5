import type { Database } from '../storage/database.ts';
import { type Cell, cellsOf, type Indicators, type Tally } from './indicator.ts';

const placeOf = ({ series, period, basin, a, b }: Cell): string => [series, period, basin, a, b].join('\0');

/**
 * Adds one, or as many as are told, to each of some different cells in one statement, in the order of their keys whoever counts: two counts that
 * meet in several cells wait for each other instead of blocking each other.
 */
export const tally: Tally = async (transaction, cells, times = 1) => {
  if (cells.length === 0) return;
  const inOrder = [...cells].sort((one, other) => (placeOf(one) < placeOf(other) ? -1 : 1));
  await transaction
    .insertInto('counts')
    .values(inOrder.map((cell) => ({ ...cell, count: times })))
    .onConflict((conflict) =>
      conflict
        .columns(['series', 'period', 'basin', 'a', 'b'])
        .doUpdateSet((eb) => ({ count: eb('counts.count', '+', times) })),
    )
    .execute();
};

/** How many cells are written in one statement. */
const mostAtOnce = 1_000;

/** The counters in a database, which may be shared by any number of processes. */
export function createIndicators(database: Database): Indicators {
  return {
    count: (event, times = 1) => tally(database, cellsOf(event), times),
    note: (cells) => tally(database, cells),
    async add(counts) {
      for (let from = 0; from < counts.length; from += mostAtOnce) {
        await database
          .insertInto('counts')
          .values(counts.slice(from, from + mostAtOnce))
          .onConflict((conflict) =>
            conflict
              .columns(['series', 'period', 'basin', 'a', 'b'])
              .doUpdateSet((eb) => ({ count: eb('counts.count', '+', eb.ref('excluded.count')) })),
          )
          .execute();
      }
    },
    async read(series, { from, to, basins }) {
      let query = database
        .selectFrom('counts')
        .selectAll()
        .where('series', '=', series)
        .where('period', '>=', from)
        .where('period', '<=', to);
      if (basins !== null) query = query.where('basin', 'in', basins);
      return query.orderBy('period').orderBy('basin').orderBy('a').orderBy('b').execute();
    },
    async sums(series, { from, to, basins }) {
      let query = database
        .selectFrom('counts')
        .select(({ fn }) => ['basin', fn.sum<number | string>('count').as('sum')])
        .where('series', 'in', series)
        .where('period', '>=', from)
        .where('period', '<=', to);
      if (basins !== null) query = query.where('basin', 'in', basins);
      const rows = await query.groupBy('basin').orderBy('basin').execute();
      return new Map(rows.map(({ basin, sum }) => [basin, Number(sum)]));
    },
  };
}
