import type { Database } from '../storage/database.ts';

/**
 * What became of a mail. `unreachable`: it did not leave, and is tried again. `refused`: the server wants nothing for this
 * address. `uncertain`: the line was cut while it left; it may have arrived, so it is not sent twice.
 */
export type DigestFate = 'sent' | 'unreachable' | 'refused' | 'uncertain';

/** The last mail of a structure; `claimed` while some process sends it, or when that process died meanwhile. */
export interface Digest {
  state: 'claimed' | DigestFate;
  /** ISO 8601 UTC. */
  changedAt: string;
}

/** Whose turn it is to write to a structure in a week, and what became of it. */
export interface Digests {
  /**
   * Takes on the mail of a structure for a week, before it is sent: true for one caller only, whatever the number of
   * processes, and again for one only after it could not leave. A process that dies here has sent it, as far as anybody knows.
   */
  claim(week: string, partner: string): Promise<boolean>;
  settle(week: string, partner: string, fate: DigestFate): Promise<void>;
  /** The last mail of every structure. */
  latest(): Promise<ReadonlyMap<string, Digest>>;
  /** Lets a structure be written to again this week after a failure: its address was corrected. */
  forgive(partner: string): Promise<void>;
  /** Erases what is older than a week. */
  forget(week: string): Promise<void>;
}

/** The turns of mails in a database. */
export function createDigests(database: Database, clock: () => Date): Digests {
  const now = () => clock().toISOString();
  return {
    async claim(week, partner) {
      const taken = { state: 'claimed' as const, changedAt: now() };
      const first = await database
        .insertInto('digests')
        .values({ week, partner, ...taken })
        .onConflict((conflict) => conflict.doNothing())
        .returning('partner')
        .executeTakeFirst();
      if (first) return true;
      const again = await database
        .updateTable('digests')
        .set(taken)
        .where('week', '=', week)
        .where('partner', '=', partner)
        .where('state', '=', 'unreachable')
        .returning('partner')
        .executeTakeFirst();
      return again !== undefined;
    },
    async settle(week, partner, state) {
      await database
        .updateTable('digests')
        .set({ state, changedAt: now() })
        .where('week', '=', week)
        .where('partner', '=', partner)
        .execute();
    },
    async latest() {
      const rows = await database.selectFrom('digests').selectAll().orderBy('week').execute();
      return new Map(rows.map(({ partner, state, changedAt }) => [partner, { state, changedAt }]));
    },
    async forgive(partner) {
      await database
        .deleteFrom('digests')
        .where('partner', '=', partner)
        .where('state', 'in', ['unreachable', 'refused'])
        .execute();
    },
    async forget(week) {
      await database.deleteFrom('digests').where('week', '<', week).execute();
    },
  };
}
