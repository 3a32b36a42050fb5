import { createHash, randomBytes, randomUUID } from 'node:crypto';
import type { Selectable, Transaction } from 'kysely';
import { AppError } from '../errors.ts';
import type { Database } from '../storage/database.ts';
import type { AccountsTables } from '../storage/tables/accounts.ts';
import type { Tables } from '../storage/tables.ts';
import { type Account, invitationLife, nameKey } from './account.ts';
import type { Accounts, Invitation } from './member.ts';

export type { Accounts, Member, OpenInvitation } from './member.ts';

const hashOf = (token: string): string => createHash('sha256').update(token).digest('hex');

type AccountColumns = Selectable<AccountsTables['accounts']>;

/** An account as it is stored, without what signs it in. */
export function toAccount(
  row: Pick<AccountColumns, 'id' | 'name' | 'role' | 'partner' | 'groups' | 'trainingSince'>,
): Account {
  const { id, name, role, partner, groups, trainingSince } = row;
  return { id, name, role, partner, groups: JSON.parse(groups), training: trainingSince !== null };
}

/** Accounts in a database. `clock` dates them and lets links expire. */
export function createAccounts(database: Database, clock: () => Date): Accounts {
  const now = () => clock().toISOString();
  const newLink = (
    { role, partner, groups }: Invitation,
    invitedBy: string | null,
    expiresAt: string | null,
    account: string | null = null,
  ) => {
    const token = randomBytes(16).toString('base64url');
    const given = { role, partner, groups: JSON.stringify(groups) };
    return { token, row: { ...given, tokenHash: hashOf(token), account, invitedBy, createdAt: now(), expiresAt } };
  };
  const inSevenDays = () => new Date(clock().getTime() + invitationLife).toISOString();
  const activeAccount = async (transaction: Transaction<Tables>, id: string) => {
    const found = await transaction
      .selectFrom('accounts')
      .selectAll()
      .where('id', '=', id)
      .where('disabledAt', 'is', null)
      .executeTakeFirst();
    if (!found) throw new AppError('not-found', 'account-unknown');
    return found;
  };
  /** Deleting takes the link: of twenty at the same instant, one finds it. */
  const takeLink = async (transaction: Transaction<Tables>, token: string, renews: boolean) => {
    const link = await transaction
      .deleteFrom('links')
      .where('tokenHash', '=', hashOf(token))
      .where('account', renews ? 'is not' : 'is', null)
      .where((eb) => eb.or([eb('expiresAt', 'is', null), eb('expiresAt', '>', now())]))
      .returning(['role', 'partner', 'groups', 'account'])
      .executeTakeFirst();
    if (!link) throw new AppError('gone', 'link-gone');
    return link;
  };

  return {
    async firstLink() {
      const { token, row } = newLink({ role: 'admin', partner: null, groups: [] }, null, null);
      return database.transaction().execute(async (transaction) => {
        if (await transaction.selectFrom('accounts').select('id').limit(1).executeTakeFirst()) return null;
        await transaction.deleteFrom('links').where('invitedBy', 'is', null).execute();
        await transaction.insertInto('links').values(row).execute();
        return token;
      });
    },

    async invite(invitation, invitedBy) {
      const { token, row } = newLink(invitation, invitedBy, inSevenDays());
      await database.transaction().execute(async (transaction) => {
        await transaction.deleteFrom('links').where('expiresAt', '<=', now()).execute();
        await transaction.insertInto('links').values(row).execute();
      });
      return token;
    },

    async invitation(token) {
      const link = await database
        .selectFrom('links')
        .leftJoin('accounts', 'accounts.id', 'links.account')
        .select(['links.role', 'links.partner', 'links.groups', 'account', 'name'])
        .where('tokenHash', '=', hashOf(token))
        .where((eb) => eb.or([eb('expiresAt', 'is', null), eb('expiresAt', '>', now())]))
        .executeTakeFirst();
      if (!link) return null;
      const { role, partner, groups, account, name } = link;
      const renews = account === null || name === null ? null : { id: account, name };
      return { role, partner, groups: JSON.parse(groups), renews };
    },

    async create(token, name, passwordHash) {
      return database.transaction().execute(async (transaction) => {
        const { role, partner, groups } = await takeLink(transaction, token, false);
        const row = { id: randomUUID(), name, role, partner, groups, trainingSince: null };
        const { numInsertedOrUpdatedRows } = await transaction
          .insertInto('accounts')
          .values({ ...row, nameKey: nameKey(name), passwordHash, createdAt: now(), disabledAt: null })
          .onConflict((conflict) => conflict.column('nameKey').doNothing())
          .executeTakeFirstOrThrow();
        if (numInsertedOrUpdatedRows !== 1n) throw new AppError('invalid', 'name-taken', {}, 'name');
        return toAccount(row);
      });
    },

    async reset(id, by) {
      return database.transaction().execute(async (transaction) => {
        const account = toAccount(await activeAccount(transaction, id));
        const { token, row } = newLink(account, by, inSevenDays(), id);
        await transaction.updateTable('accounts').set({ passwordHash: '' }).where('id', '=', id).execute();
        await transaction.deleteFrom('sessions').where('account', '=', id).execute();
        await transaction.deleteFrom('tokens').where('account', '=', id).execute();
        await transaction.deleteFrom('links').where('account', '=', id).execute();
        await transaction.insertInto('links').values(row).execute();
        return token;
      });
    },

    async renew(token, passwordHash) {
      return database.transaction().execute(async (transaction) => {
        const link = await takeLink(transaction, token, true);
        const row = await activeAccount(transaction, link.account as string);
        await transaction.updateTable('accounts').set({ passwordHash }).where('id', '=', row.id).execute();
        return toAccount(row);
      });
    },

    async handOver(from, to) {
      await database.transaction().execute(async (transaction) => {
        const giver = toAccount(await activeAccount(transaction, from));
        const taker = toAccount(await activeAccount(transaction, to));
        const groups = giver.role === 'admin' ? [] : [...new Set([...taker.groups, ...giver.groups])];
        await transaction
          .updateTable('accounts')
          .set({ role: giver.role, groups: JSON.stringify(groups) })
          .where('id', '=', to)
          .execute();
      });
    },

    async train(id, training) {
      const trainingSince = training ? now() : null;
      await database.updateTable('accounts').set({ trainingSince }).where('id', '=', id).execute();
    },

    async find(name) {
      const row = await database
        .selectFrom('accounts')
        .selectAll()
        .where('nameKey', '=', nameKey(name))
        .where('disabledAt', 'is', null)
        .where('passwordHash', '!=', '')
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
        .select(['role', 'partner', 'groups', 'expiresAt'])
        .where('expiresAt', '>', now())
        .where('account', 'is', null)
        .orderBy('expiresAt')
        .execute();
      return rows.map(({ role, partner, groups, expiresAt }) => ({
        role,
        partner,
        groups: JSON.parse(groups),
        expiresAt: expiresAt as string,
      }));
    },

    async disable(id, by) {
      await database.transaction().execute(async (transaction) => {
        // Writing to the row of everybody in charge, though nothing changes, makes two who disable each other wait in line.
        await transaction
          .updateTable('accounts')
          .set((eb) => ({ role: eb.ref('role') }))
          .where('role', 'in', ['coordinator', 'admin'])
          .execute();
        const account = toAccount(await activeAccount(transaction, id));
        const others = (await transaction.selectFrom('accounts').selectAll().where('disabledAt', 'is', null).execute())
          .map(toAccount)
          .filter((other) => other.id !== id);
        if (account.role === 'admin' && !others.some(({ role }) => role === 'admin'))
          throw new AppError('conflict', 'last-admin');
        const left = account.groups.filter((group) => !others.some(({ groups }) => groups.includes(group)));
        if (by !== 'admin' && left.length > 0) throw new AppError('conflict', 'last-coordinator');
        await transaction.updateTable('accounts').set({ disabledAt: now() }).where('id', '=', id).execute();
        await transaction.deleteFrom('sessions').where('account', '=', id).execute();
        await transaction.deleteFrom('tokens').where('account', '=', id).execute();
        await transaction
          .deleteFrom('links')
          .where((eb) => eb.or([eb('invitedBy', '=', id), eb('account', '=', id)]))
          .execute();
      });
    },
  };
}
