import { type Migration, SqliteAdapter, sql } from 'kysely';

/**
 * The counters of design D4. The key is the whole cell, so that counting is one upsert and reading one key range.
 * SQLite would number the rows as they first appear, and neighbours in that order come from one reception: without
 * row numbers, what is stored has the order of its keys.
 */
export const countsMigration: Migration = {
  async up(database) {
    const table = database.schema
      .createTable('counts')
      .addColumn('series', 'text', (column) => column.notNull())
      .addColumn('period', 'text', (column) => column.notNull())
      .addColumn('basin', 'text', (column) => column.notNull())
      .addColumn('a', 'text', (column) => column.notNull())
      .addColumn('b', 'text', (column) => column.notNull())
      .addColumn('count', 'integer', (column) => column.notNull())
      .addPrimaryKeyConstraint('countsCell', ['series', 'period', 'basin', 'a', 'b']);
    const sqlite = database.getExecutor().adapter instanceof SqliteAdapter;
    await (sqlite ? table.modifyEnd(sql`without rowid`) : table).execute();
  },
};
