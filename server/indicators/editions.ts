import type { Database } from '../storage/database.ts';
import { groupedBy } from './grouped.ts';
import type { PublishedCell } from './publication.ts';

/** What is published of one table in one area. */
export interface EditionPart {
  table: string;
  area: string;
  cells: readonly PublishedCell[];
}

/** Everything that was ever published, kept as it left: a quarter is published once, with all its tables and areas. */
export interface Editions {
  /** Publishes a quarter, or nothing when it already was. True when it did. */
  add(quarter: string, day: string, parts: readonly EditionPart[]): Promise<boolean>;
  /** The quarters that were published, in order, each with its day. */
  list(): Promise<{ quarter: string; publishedOn: string }[]>;
  /** The cells of a table over some quarters, both ends included, and areas; null for all of them. */
  read(table: string, between: { from: string; to: string }, areas: readonly string[] | null): Promise<PublishedCell[]>;
  /** The cells of some tables in some quarters, by `partKey`, at once. */
  readAll(
    tables: readonly string[],
    quarters: readonly string[],
  ): Promise<ReadonlyMap<string, readonly PublishedCell[]>>;
}

/** What of a table in a quarter `readAll` gave. */
export const partKey = (table: string, quarter: string) => `${table} ${quarter}`;

type Stored = [period: string, values: readonly string[], count: PublishedCell['count']];

const cellsOf = ({ area, cells }: { area: string; cells: string }): PublishedCell[] =>
  (JSON.parse(cells) as Stored[]).map(([period, values, count]): PublishedCell => {
    return { period, basin: area, values, count, state: 'final' };
  });

/** The editions in a database. */
export function createEditions(database: Database): Editions {
  return {
    async add(quarter, publishedOn, parts) {
      const rows = parts.map(({ table, area, cells }) => ({
        tableId: table,
        quarter,
        area,
        cells: JSON.stringify(cells.map(({ period, values, count }): Stored => [period, values, count])),
      }));
      return database.transaction().execute(async (transaction) => {
        const { numInsertedOrUpdatedRows } = await transaction
          .insertInto('editions')
          .values({ quarter, publishedOn })
          .onConflict((conflict) => conflict.doNothing())
          .executeTakeFirstOrThrow();
        if (numInsertedOrUpdatedRows !== 1n) return false;
        for (const row of rows) await transaction.insertInto('editionCells').values(row).execute();
        return true;
      });
    },
    list: () => database.selectFrom('editions').selectAll().orderBy('quarter').execute(),
    async read(table, { from, to }, areas) {
      let query = database
        .selectFrom('editionCells')
        .select(['area', 'cells'])
        .where('tableId', '=', table)
        .where('quarter', '>=', from)
        .where('quarter', '<=', to);
      if (areas !== null) query = query.where('area', 'in', areas);
      const rows = await query.orderBy('quarter').orderBy('area').execute();
      return rows.flatMap(cellsOf);
    },
    async readAll(tables, quarters) {
      const rows = await database
        .selectFrom('editionCells')
        .selectAll()
        .where('tableId', 'in', tables)
        .where('quarter', 'in', quarters)
        .orderBy('area')
        .execute();
      const groups = groupedBy(rows, ({ tableId, quarter }) => partKey(tableId, quarter));
      return new Map([...groups].map(([key, some]) => [key, some.flatMap(cellsOf)]));
    },
  };
}
