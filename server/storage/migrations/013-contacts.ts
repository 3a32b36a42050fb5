import type { Migration } from 'kysely';

/** Where structures are written to, and which weekly mails were taken on, by which what became of them is known. */
export const contactsMigration: Migration = {
  async up(database) {
    await database.schema
      .createTable('contacts')
      .addColumn('partner', 'text', (column) => column.primaryKey())
      .addColumn('id', 'text', (column) => column.notNull().unique())
      .addColumn('sealedAddress', 'text', (column) => column.notNull())
      .addColumn('mutedOn', 'text')
      .execute();
    await database.schema
      .createTable('digests')
      .addColumn('week', 'text', (column) => column.notNull())
      .addColumn('partner', 'text', (column) => column.notNull())
      .addColumn('state', 'text', (column) => column.notNull())
      .addColumn('changedAt', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint('digestsTurn', ['week', 'partner'])
      .execute();
  },
};
