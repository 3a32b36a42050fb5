import type { Database } from '../storage/database.ts';
import { cellsOf, type Indicators } from './indicator.ts';

/** The counters in a database, which may be shared by any number of processes. */
export function createIndicators(database: Database): Indicators {
  return {
    async count(event) {
      // One statement, so one transaction; cells always come in the order of their series, so that two counts that
      // meet in several cells wait for each other instead of blocking each other.
      await database
        .insertInto('counts')
        .values(cellsOf(event).map((cell) => ({ ...cell, count: 1 })))
        .onConflict((conflict) =>
          conflict
            .columns(['series', 'period', 'basin', 'a', 'b'])
            .doUpdateSet((eb) => ({ count: eb('counts.count', '+', 1) })),
        )
        .execute();
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
  };
}
