import type { Migration } from 'kysely';

/** Tokens by which the programs of a coordinator read files: under the hash alone, until a day. */
export const tokensMigration: Migration = {
  async up(database) {
    await database.schema
      .createTable('tokens')
      .addColumn('tokenHash', 'text', (column) => column.primaryKey())
      .addColumn('account', 'text', (column) => column.notNull().references('accounts.id'))
      .addColumn('name', 'text', (column) => column.notNull())
      .addColumn('createdOn', 'text', (column) => column.notNull())
      .addColumn('until', 'text', (column) => column.notNull())
      .addColumn('usedOn', 'text')
      .execute();
    await database.schema.createIndex('tokensByAccount').on('tokens').column('account').execute();
  },
};
