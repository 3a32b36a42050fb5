import { createHash, randomBytes } from 'node:crypto';
import { addDays, dayOf } from '../calendar.ts';
import { AppError } from '../errors.ts';
import type { Database } from '../storage/database.ts';
import { type Account, readName } from './account.ts';
import { toAccount } from './accounts.ts';

/** A token as its owner sees it again: never what it opens with. Days are YYYY-MM-DD. */
export interface OwnToken {
  handle: string;
  /** What it is for, in its owner's words. */
  name: string;
  /** The last day it is good. */
  until: string;
  /** Null until it is first used. */
  usedOn: string | null;
}

/** What lets the programs of a coordinator read files without a session, with the rights the account has at that moment. */
export interface Tokens {
  /** Those of an account that are still good, the newest first. */
  of(account: string): Promise<OwnToken[]>;
  /**
   * Makes one, to be shown once: the database keeps its hash alone. Throws `invalid` on `name` where it is too short
   * or too long, and where the account has enough of them.
   */
  make(account: string, name: unknown): Promise<{ token: string; name: string }>;
  /** Ends one. Throws `not-found` for one that is not theirs. */
  end(account: string, handle: string): Promise<void>;
  /** Whose it is; null when it never was, is over, was ended, or its account was closed. */
  find(token: string): Promise<Account | null>;
}

/** How many days a token is good. */
const life = 365;
/** More would be tokens that nobody remembers. */
const most = 10;

const hashOf = (token: string): string => createHash('sha256').update(token).digest('hex');

/** The tokens in a database. */
export function createTokens(database: Database, clock: () => Date): Tokens {
  const today = () => dayOf(clock());
  const good = (account: string) =>
    database.selectFrom('tokens').selectAll().where('account', '=', account).where('until', '>=', today());
  return {
    async of(account) {
      const rows = await good(account).orderBy('createdOn', 'desc').orderBy('name').execute();
      return rows.map(({ tokenHash: handle, name, until, usedOn }) => ({ handle, name, until, usedOn }));
    },
    async make(account, typed) {
      const name = readName(typed);
      await database.deleteFrom('tokens').where('until', '<', today()).execute();
      if ((await good(account).execute()).length >= most) throw new AppError('invalid', 'token-most', { most }, 'name');
      const token = randomBytes(32).toString('base64url');
      const days = { createdOn: today(), until: addDays(today(), life), usedOn: null };
      await database
        .insertInto('tokens')
        .values({ tokenHash: hashOf(token), account, name, ...days })
        .execute();
      return { token, name };
    },
    async end(account, handle) {
      const { numDeletedRows } = await database
        .deleteFrom('tokens')
        .where('account', '=', account)
        .where('tokenHash', '=', handle)
        .executeTakeFirst();
      if (numDeletedRows !== 1n) throw new AppError('not-found', 'token-unknown');
    },
    async find(token) {
      const row = await database
        .selectFrom('tokens')
        .innerJoin('accounts', 'accounts.id', 'tokens.account')
        .select(['accounts.id', 'accounts.name', 'role', 'partner', 'groups', 'trainingSince', 'usedOn'])
        .where('tokenHash', '=', hashOf(token))
        .where('until', '>=', today())
        .where('disabledAt', 'is', null)
        .executeTakeFirst();
      if (!row) return null;
      if (row.usedOn !== today()) {
        await database.updateTable('tokens').set({ usedOn: today() }).where('tokenHash', '=', hashOf(token)).execute();
      }
      return toAccount(row);
    },
  };
}
