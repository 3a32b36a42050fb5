import type { Migration } from 'kysely';

/**
 * Who coordinates which groups, links that renew a password, and the desks and kiosks of structures. Until now every
 * coordinator had the whole region: they become its administrators, and nobody loses anything.
 */
export const groupsAndDesksMigration: Migration = {
  async up(database) {
    await database.schema
      .alterTable('accounts')
      .addColumn('groups', 'text', (column) => column.notNull().defaultTo('[]'))
      .execute();
    await database.schema.alterTable('accounts').addColumn('trainingSince', 'text').execute();
    await database.schema
      .alterTable('links')
      .addColumn('groups', 'text', (column) => column.notNull().defaultTo('[]'))
      .execute();
    await database.schema
      .alterTable('links')
      .addColumn('account', 'text', (column) => column.references('accounts.id'))
      .execute();
    await database.updateTable('accounts').set({ role: 'admin' }).where('role', '=', 'coordinator').execute();
    await database.updateTable('links').set({ role: 'admin' }).where('role', '=', 'coordinator').execute();
    await database.schema
      .createTable('desks')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('partner', 'text', (column) => column.notNull())
      .addColumn('kind', 'text', (column) => column.notNull())
      .addColumn('event', 'text')
      .addColumn('firstDay', 'text')
      .addColumn('lastDay', 'text')
      .addColumn('createdAt', 'text', (column) => column.notNull())
      .addColumn('closedAt', 'text')
      .addColumn('pairingKey', 'text', (column) => column.unique())
      .addColumn('pairingUntil', 'text')
      .addColumn('tokenHash', 'text', (column) => column.unique())
      .addColumn('pairedAt', 'text')
      .execute();
  },
};
