import type { Migration } from 'kysely';

/**
 * What was published outside, quarter by quarter, as it left: the cells of a table in a group, as JSON. Nothing of it is
 * ever changed.
 */
export const editionsMigration: Migration = {
  async up(database) {
    await database.schema
      .createTable('editions')
      .addColumn('quarter', 'text', (column) => column.primaryKey())
      .addColumn('publishedOn', 'text', (column) => column.notNull())
      .execute();
    await database.schema
      .createTable('editionCells')
      .addColumn('tableId', 'text', (column) => column.notNull())
      .addColumn('quarter', 'text', (column) => column.notNull())
      .addColumn('area', 'text', (column) => column.notNull())
      .addColumn('cells', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint('edition_cells_once', ['tableId', 'quarter', 'area'])
      .execute();
  },
};
