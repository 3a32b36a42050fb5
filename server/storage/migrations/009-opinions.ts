import type { Migration } from 'kysely';

/** Which questions of the barometer are asked: a row for each that is on. */
export const opinionsMigration: Migration = {
  async up(database) {
    await database.schema
      .createTable('opinionQuestions')
      .addColumn('question', 'text', (column) => column.primaryKey())
      .execute();
  },
};
