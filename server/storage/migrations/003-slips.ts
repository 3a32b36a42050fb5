import type { Migration } from 'kysely';

/** Slips and what happened to them; two events cannot take the same place, so of two racing replies one wins. */
export const slipsMigration: Migration = {
  async up(database) {
    await database.schema
      .createTable('slips')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('issue_key', 'text', (column) => column.notNull().unique())
      .addColumn('visitor_key', 'text', (column) => column.notNull().unique())
      .addColumn('token_key', 'text', (column) => column.notNull().unique())
      .addColumn('reply_key', 'text', (column) => column.notNull().unique())
      .addColumn('issued_on', 'text', (column) => column.notNull())
      .addColumn('need', 'text')
      .addColumn('network', 'text')
      .addColumn('from_partner', 'text')
      .addColumn('to_partner', 'text')
      .addColumn('basin', 'text')
      .addColumn('sealed_codes', 'text', (column) => column.notNull())
      .addColumn('sealed_copy', 'text', (column) => column.notNull())
      .execute();
    await database.schema.createIndex('slips_issued_on').on('slips').column('issued_on').execute();
    await database.schema
      .createTable('slip_events')
      .addColumn('slip', 'text', (column) => column.notNull().references('slips.id').onDelete('cascade'))
      .addColumn('seq', 'integer', (column) => column.notNull())
      .addColumn('type', 'text', (column) => column.notNull())
      .addColumn('day', 'text', (column) => column.notNull())
      .addColumn('appointment_on', 'text')
      .addColumn('appointment_half', 'text')
      .addColumn('network', 'text')
      .addColumn('reason', 'text')
      .addPrimaryKeyConstraint('slip_events_place', ['slip', 'seq'])
      .execute();
  },
};
