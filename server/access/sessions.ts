import { createHash } from 'node:crypto';
import session, { type SessionData } from 'express-session';
import { AppError } from '../errors.ts';
import type { Database } from '../storage/database.ts';
import { type Account, isLive, type Role, sessionLimits } from './account.ts';
import { toAccount } from './accounts.ts';

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

/** A session as the person it belongs to may see it; `handle` names it and opens nothing. */
export interface OwnSession {
  handle: string;
  startedAt: string;
  seenAt: string;
}

/** The sessions of one person, for that person to see and to end. */
export interface OwnSessions {
  /** Those that are still good, the one used last first. */
  of(account: { id: string; role: Role }): Promise<OwnSession[]>;
  /** Ends one of them. Throws `not-found` for a session that is not theirs. */
  end(account: string, handle: string): Promise<void>;
  endAll(account: string): Promise<void>;
}

/** The handle of the session a browser holds. */
export function handleOf(sessionId: string): string {
  return hashOf(sessionId);
}

/** Sessions by account, in a database. */
export function createOwnSessions(database: Database, clock: () => Date): OwnSessions {
  return {
    async of({ id, role }) {
      const rows = await database
        .selectFrom('sessions')
        .selectAll()
        .where('account', '=', id)
        .orderBy('seenAt', 'desc')
        .execute();
      return rows
        .filter((row) => isLive(row, role, clock()))
        .map(({ idHash, startedAt, seenAt }) => ({ handle: idHash, startedAt, seenAt }));
    },
    async end(account, handle) {
      const { numDeletedRows } = await database
        .deleteFrom('sessions')
        .where('account', '=', account)
        .where('idHash', '=', handle)
        .executeTakeFirst();
      if (numDeletedRows !== 1n) throw new AppError('not-found', 'session-unknown');
    },
    async endAll(account) {
      await database.deleteFrom('sessions').where('account', '=', account).execute();
    },
  };
}

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
      .select(['startedAt', 'seenAt', 'disabledAt'])
      .select(['accounts.id', 'name', 'role', 'partner', 'groups', 'trainingSince'])
      .where('idHash', '=', hashOf(id))
      .executeTakeFirst();
    if (!row) return null;
    const { startedAt, seenAt, disabledAt } = row;
    const account = toAccount(row);
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
