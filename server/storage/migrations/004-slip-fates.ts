import type { Migration } from 'kysely';

/**
 * What becomes of a slip, and what is counted of it: the slip it follows, the rule that chose its door, the network it
 * comes from, the day a reply is due; the day until which a structure is full; whose turn it is to do a day's chores.
 */
export const slipFatesMigration: Migration = {
  async up(database) {
    for (const column of ['rule', 'fromNetwork', 'replyBy'] as const) {
      await database.schema.alterTable('slips').addColumn(column, 'text').execute();
    }
    await database.schema
      .alterTable('slips')
      .addColumn('previous', 'text', (column) => column.references('slips.id').onDelete('set null'))
      .execute();
    await database.schema.createIndex('slipsPrevious').unique().on('slips').column('previous').execute();
    await database.schema.createIndex('slipsToPartner').on('slips').columns(['toPartner', 'issuedOn']).execute();
    await database.schema.createIndex('slipsFromPartner').on('slips').columns(['fromPartner', 'issuedOn']).execute();
    await database.schema.alterTable('slipEvents').addColumn('untilOn', 'text').execute();
    await database.schema
      .createTable('chores')
      .addColumn('name', 'text', (column) => column.notNull())
      .addColumn('day', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint('choresTurn', ['name', 'day'])
      .execute();
  },
};
