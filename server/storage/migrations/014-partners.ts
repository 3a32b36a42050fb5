import type { Migration } from 'kysely';

/** Edits of partners, confirmations, reports of errors, proposals of partners, imports. Shipped records stay in data/. */
export const partnersMigration: Migration = {
  async up(database) {
    await database.schema
      .createTable('partnerVersions')
      .addColumn('seq', 'integer', (column) => column.primaryKey())
      .addColumn('partner', 'text', (column) => column.notNull())
      .addColumn('version', 'integer', (column) => column.notNull())
      .addColumn('record', 'text', (column) => column.notNull())
      .addColumn('at', 'text', (column) => column.notNull())
      .addColumn('account', 'text')
      .addColumn('reason', 'text', (column) => column.notNull())
      .addColumn('importId', 'text')
      .addColumn('seal', 'text', (column) => column.notNull())
      .addUniqueConstraint('partnerVersionsPlace', ['partner', 'version'])
      .execute();
    await database.schema.createIndex('partnerVersionsByImport').on('partnerVersions').column('importId').execute();
    await database.schema
      .createTable('partnerChecks')
      .addColumn('seq', 'integer', (column) => column.primaryKey())
      .addColumn('partner', 'text', (column) => column.notNull())
      .addColumn('day', 'text', (column) => column.notNull())
      .addColumn('role', 'text', (column) => column.notNull())
      .addColumn('method', 'text', (column) => column.notNull())
      .execute();
    await database.schema.createIndex('partnerChecksByPartner').on('partnerChecks').column('partner').execute();
    await database.schema
      .createTable('partnerReports')
      .addColumn('partner', 'text', (column) => column.notNull())
      .addColumn('reason', 'text', (column) => column.notNull())
      .addColumn('count', 'integer', (column) => column.notNull())
      .addPrimaryKeyConstraint('partnerReportsCell', ['partner', 'reason'])
      .execute();
    await database.schema
      .createTable('partnerProposals')
      .addColumn('partner', 'text', (column) => column.primaryKey())
      .addColumn('record', 'text', (column) => column.notNull())
      .addColumn('day', 'text', (column) => column.notNull())
      .execute();
    await database.schema
      .createTable('imports')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('at', 'text', (column) => column.notNull())
      .addColumn('account', 'text')
      .addColumn('source', 'text', (column) => column.notNull())
      .addColumn('plan', 'text', (column) => column.notNull())
      .addColumn('state', 'text', (column) => column.notNull())
      .execute();
  },
};
