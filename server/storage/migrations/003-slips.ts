import type { Migration } from 'kysely';

/** Slips and what happened to them; two events cannot take the same place, so of two racing replies one wins. */
export const slipsMigration: Migration = {
  async up(database) {
    await database.schema
      .createTable('slips')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('issueKey', 'text', (column) => column.notNull().unique())
      .addColumn('visitorKey', 'text', (column) => column.notNull().unique())
      .addColumn('tokenKey', 'text', (column) => column.notNull().unique())
      .addColumn('replyKey', 'text', (column) => column.notNull().unique())
      .addColumn('issuedOn', 'text', (column) => column.notNull())
      .addColumn('need', 'text')
      .addColumn('network', 'text')
      .addColumn('fromPartner', 'text')
      .addColumn('toPartner', 'text')
      .addColumn('basin', 'text')
      .addColumn('sealedCodes', 'text', (column) => column.notNull())
      .addColumn('sealedCopy', 'text', (column) => column.notNull())
      .execute();
    await database.schema.createIndex('slipsIssuedOn').on('slips').column('issuedOn').execute();
    await database.schema
      .createTable('slipEvents')
      .addColumn('slip', 'text', (column) => column.notNull().references('slips.id').onDelete('cascade'))
      .addColumn('seq', 'integer', (column) => column.notNull())
      .addColumn('type', 'text', (column) => column.notNull())
      .addColumn('day', 'text', (column) => column.notNull())
      .addColumn('appointmentOn', 'text')
      .addColumn('appointmentHalf', 'text')
      .addColumn('network', 'text')
      .addColumn('reason', 'text')
      .addPrimaryKeyConstraint('slipEventsPlace', ['slip', 'seq'])
      .execute();
  },
};
