import { createHash } from 'node:crypto';
import session, { type SessionData } from 'express-session';
import type { Database } from '../storage/database.ts';
import { type Account, isLive, sessionLimits } from './account.ts';

declare module 'express-session' {
  interface SessionData {
    /** Who signed in; read again from the accounts at every request. */
    account?: Account;
    /** Last moment noted in the database, ISO 8601 UTC. */
    seenAt?: string;
  }
}

/** A session's last moment is noted this often, not at every request. */
const noteEvery = 60_000;

const hashOf = (id: string): string => createHash('sha256').update(id).digest('hex');

type Done = (error?: unknown) => void;

/** Passes what a promise gives to a callback that expects (error, value). */
function answer<T>(work: Promise<T>, done?: (error: unknown, value?: T) => void): void {
  work.then(
    (value) => done?.(null, value),
    (error: unknown) => done?.(error),
  );
}

/**
 * The sessions of signed-in people, in the database, under hashes of their ids: a copy of the file opens none of them.
 * A session that idled or lasted too long for its role, or whose account was disabled, is not there any more.
 */
export class SessionStore extends session.Store {
  readonly #database: Database;
  readonly #clock: () => Date;

  constructor(database: Database, clock: () => Date) {
    super();
    this.#database = database;
    this.#clock = clock;
  }

  override get(id: string, done: (error: unknown, found?: SessionData | null) => void): void {
    answer(this.#read(id), done);
  }

  override set(id: string, data: SessionData, done?: Done): void {
    answer(this.#write(id, data), done);
  }

  override touch(id: string, data: SessionData, done?: Done): void {
    answer(this.#note(id, data), done);
  }

  override destroy(id: string, done?: Done): void {
    answer(this.#database.deleteFrom('sessions').where('idHash', '=', hashOf(id)).execute(), done);
  }

  async #read(id: string): Promise<SessionData | null> {
    const row = await this.#database
      .selectFrom('sessions')
      .innerJoin('accounts', 'accounts.id', 'sessions.account')
      .select(['startedAt', 'seenAt', 'accounts.id', 'name', 'role', 'partner', 'disabledAt'])
      .where('idHash', '=', hashOf(id))
      .executeTakeFirst();
    if (!row) return null;
    const { startedAt, seenAt, disabledAt, ...account } = row;
    if (disabledAt === null && isLive({ startedAt, seenAt }, account.role, this.#clock())) {
      return { cookie: { originalMaxAge: null }, account, seenAt };
    }
    await this.#database.deleteFrom('sessions').where('idHash', '=', hashOf(id)).execute();
    return null;
  }

  /** Only signing in writes a session; what is over for everybody by then is thrown away. */
  async #write(id: string, { account }: SessionData): Promise<void> {
    if (!account) return;
    const now = this.#clock();
    const oldest = new Date(now.getTime() - sessionLimits.agent.absolute).toISOString();
    const seenAt = now.toISOString();
    await this.#database.transaction().execute(async (transaction) => {
      await transaction.deleteFrom('sessions').where('startedAt', '<', oldest).execute();
      await transaction
        .insertInto('sessions')
        .values({ idHash: hashOf(id), account: account.id, startedAt: seenAt, seenAt })
        .onConflict((conflict) => conflict.column('idHash').doUpdateSet({ seenAt }))
        .execute();
    });
  }

  async #note(id: string, data: SessionData): Promise<void> {
    const now = this.#clock();
    if (data.seenAt && now.getTime() - Date.parse(data.seenAt) < noteEvery) return;
    const seenAt = now.toISOString();
    await this.#database.updateTable('sessions').set({ seenAt }).where('idHash', '=', hashOf(id)).execute();
  }
}
