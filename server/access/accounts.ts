import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { AppError } from '../errors.ts';
import type { Database } from '../storage/database.ts';
import { type Account, invitationLife, nameKey, type Role } from './account.ts';

/** What a one-time link gives to whoever uses it. */
export interface Invitation {
  role: Role;
  partner: string | null;
}

/** A link that waits to be used. */
export interface OpenInvitation extends Invitation {
  expiresAt: string;
}

/** An account as the team sees it. */
export interface Member extends Account {
  createdAt: string;
  disabled: boolean;
}

/** Accounts and the links that create them. A password never comes here, only its hash. */
export interface Accounts {
  /** While nobody has an account: the token of the link for the first coordinator, any earlier one being void. Else null. */
  firstLink(): Promise<string | null>;
  /** Makes a link and gives its token, which is kept nowhere. */
  invite(invitation: Invitation, invitedBy: string): Promise<string>;
  /** What the link of a token would give; null when it was used, has expired, or never was. */
  invitation(token: string): Promise<Invitation | null>;
  /**
   * Uses up a link and creates its account, both or neither. Throws `gone` when the link is no longer one, `invalid`
   * on `name` when somebody has that name.
   */
  create(token: string, name: string, passwordHash: string): Promise<Account>;
  /** The account to sign in to under a name, with its hash; null when there is none, or it was disabled. */
  find(name: string): Promise<{ account: Account; passwordHash: string } | null>;
  members(): Promise<Member[]>;
  openInvitations(): Promise<OpenInvitation[]>;
  /** Ends an account, its sessions and the links it made. Throws `not-found`, or `conflict` for the last coordinator. */
  disable(id: string): Promise<void>;
}

const hashOf = (token: string): string => createHash('sha256').update(token).digest('hex');

const toAccount = ({ id, name, role, partner }: Account): Account => ({ id, name, role, partner });

/** Accounts in a database. `clock` dates them and lets links expire. */
export function createAccounts(database: Database, clock: () => Date): Accounts {
  const now = () => clock().toISOString();
  const newLink = ({ role, partner }: Invitation, invitedBy: string | null, expiresAt: string | null) => {
    const token = randomBytes(16).toString('base64url');
    return { token, row: { tokenHash: hashOf(token), role, partner, invitedBy, createdAt: now(), expiresAt } };
  };

  return {
    async firstLink() {
      const { token, row } = newLink({ role: 'coordinator', partner: null }, null, null);
      return database.transaction().execute(async (transaction) => {
        if (await transaction.selectFrom('accounts').select('id').limit(1).executeTakeFirst()) return null;
        await transaction.deleteFrom('links').where('invitedBy', 'is', null).execute();
        await transaction.insertInto('links').values(row).execute();
        return token;
      });
    },

    async invite(invitation, invitedBy) {
      const expiresAt = new Date(clock().getTime() + invitationLife).toISOString();
      const { token, row } = newLink(invitation, invitedBy, expiresAt);
      await database.transaction().execute(async (transaction) => {
        await transaction.deleteFrom('links').where('expiresAt', '<=', now()).execute();
        await transaction.insertInto('links').values(row).execute();
      });
      return token;
    },

    async invitation(token) {
      const link = await database
        .selectFrom('links')
        .select(['role', 'partner'])
        .where('tokenHash', '=', hashOf(token))
        .where((eb) => eb.or([eb('expiresAt', 'is', null), eb('expiresAt', '>', now())]))
        .executeTakeFirst();
      return link ?? null;
    },

    async create(token, name, passwordHash) {
      return database.transaction().execute(async (transaction) => {
        // Deleting takes the link: of twenty at the same instant, one finds it.
        const link = await transaction
          .deleteFrom('links')
          .where('tokenHash', '=', hashOf(token))
          .where((eb) => eb.or([eb('expiresAt', 'is', null), eb('expiresAt', '>', now())]))
          .returning(['role', 'partner'])
          .executeTakeFirst();
        if (!link) throw new AppError('gone', 'link-gone');
        const account: Account = { id: randomUUID(), name, ...link };
        const { numInsertedOrUpdatedRows } = await transaction
          .insertInto('accounts')
          .values({ ...account, nameKey: nameKey(name), passwordHash, createdAt: now(), disabledAt: null })
          .onConflict((conflict) => conflict.column('nameKey').doNothing())
          .executeTakeFirstOrThrow();
        if (numInsertedOrUpdatedRows !== 1n) throw new AppError('invalid', 'name-taken', {}, 'name');
        return account;
      });
    },

    async find(name) {
      const row = await database
        .selectFrom('accounts')
        .selectAll()
        .where('nameKey', '=', nameKey(name))
        .where('disabledAt', 'is', null)
        .executeTakeFirst();
      return row ? { account: toAccount(row), passwordHash: row.passwordHash } : null;
    },

    async members() {
      const rows = await database.selectFrom('accounts').selectAll().orderBy('nameKey').execute();
      return rows.map((row) => ({ ...toAccount(row), createdAt: row.createdAt, disabled: row.disabledAt !== null }));
    },

    async openInvitations() {
      const rows = await database
        .selectFrom('links')
        .select(['role', 'partner', 'expiresAt'])
        .where('expiresAt', '>', now())
        .orderBy('expiresAt')
        .execute();
      return rows.map(({ role, partner, expiresAt }) => ({ role, partner, expiresAt: expiresAt as string }));
    },

    async disable(id) {
      await database.transaction().execute(async (transaction) => {
        // Writing to every coordinator's row, though nothing changes, makes two of them who disable each other wait in line.
        await transaction
          .updateTable('accounts')
          .set({ role: 'coordinator' })
          .where('role', '=', 'coordinator')
          .execute();
        const active = await transaction
          .selectFrom('accounts')
          .select(['id', 'role'])
          .where('disabledAt', 'is', null)
          .execute();
        const account = active.find((candidate) => candidate.id === id);
        if (!account) throw new AppError('not-found', 'account-unknown');
        const others = active.filter((other) => other.role === 'coordinator' && other.id !== id);
        if (account.role === 'coordinator' && others.length === 0) throw new AppError('conflict', 'last-coordinator');
        await transaction.updateTable('accounts').set({ disabledAt: now() }).where('id', '=', id).execute();
        await transaction.deleteFrom('sessions').where('account', '=', id).execute();
        await transaction.deleteFrom('links').where('invitedBy', '=', id).execute();
      });
    },
  };
}
