import type { Migration } from 'kysely';

/** Accounts, the one-time links that create them, and their sessions. */
export const accountsMigration: Migration = {
  async up(database) {
    await database.schema
      .createTable('accounts')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('name', 'text', (column) => column.notNull())
      .addColumn('nameKey', 'text', (column) => column.notNull().unique())
      .addColumn('passwordHash', 'text', (column) => column.notNull())
      .addColumn('role', 'text', (column) => column.notNull())
      .addColumn('partner', 'text')
      .addColumn('createdAt', 'text', (column) => column.notNull())
      .addColumn('disabledAt', 'text')
      .execute();
    await database.schema
      .createTable('links')
      .addColumn('tokenHash', 'text', (column) => column.primaryKey())
      .addColumn('role', 'text', (column) => column.notNull())
      .addColumn('partner', 'text')
      .addColumn('invitedBy', 'text', (column) => column.references('accounts.id'))
      .addColumn('createdAt', 'text', (column) => column.notNull())
      .addColumn('expiresAt', 'text')
      .execute();
    await database.schema
      .createTable('sessions')
      .addColumn('idHash', 'text', (column) => column.primaryKey())
      .addColumn('account', 'text', (column) => column.notNull().references('accounts.id'))
      .addColumn('startedAt', 'text', (column) => column.notNull())
      .addColumn('seenAt', 'text', (column) => column.notNull())
      .execute();
    await database.schema.createIndex('sessionsByAccount').on('sessions').column('account').execute();
    await database.schema.createIndex('sessionsByStart').on('sessions').column('startedAt').execute();
  },
};
