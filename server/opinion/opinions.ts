import type { Database } from '../storage/database.ts';
import { isOpinionQuestion, type OpinionQuestion, opinionIds } from './opinion.ts';

/** Other processes learn of a coordinator's choice after this long at most. */
const remembered = 60_000;

/** Which questions of the barometer are asked. */
export interface Opinions {
  /** The questions that are on, in their order. */
  asked(): Promise<readonly OpinionQuestion[]>;
  /** Turns these on and the others off. */
  choose(questions: readonly OpinionQuestion[]): Promise<void>;
}

/** Keeps the choice in the database, a row for each question that is on; remembers it for a minute. */
export function createOpinions(database: Database, clock: () => Date): Opinions {
  let known: { at: number; questions: readonly OpinionQuestion[] } | null = null;
  return {
    async asked() {
      const now = clock().getTime();
      if (known && Math.abs(now - known.at) < remembered) return known.questions;
      const rows = await database.selectFrom('opinionQuestions').select('question').execute();
      const on = new Set(rows.map(({ question }) => question).filter(isOpinionQuestion));
      known = { at: now, questions: opinionIds.filter((id) => on.has(id)) };
      return known.questions;
    },
    async choose(questions) {
      await database.transaction().execute(async (transaction) => {
        await transaction.deleteFrom('opinionQuestions').execute();
        if (questions.length === 0) return;
        await transaction
          .insertInto('opinionQuestions')
          .values(questions.map((question) => ({ question })))
          .execute();
      });
      known = null;
    },
  };
}
