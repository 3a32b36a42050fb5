import { type Accounts, createAccounts } from '../../server/access/accounts.ts';
import { databases } from '../support/databases.ts';

const codeOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'done',
    (error: { key?: string }) => error.key ?? String(error),
  );

describe.each(databases)('$name', ({ open }) => {
  let accounts: Accounts;
  let now: Date;
  let file: () => Promise<string>;
  beforeEach(async () => {
    now = new Date('2026-11-24T09:00:00Z');
    const database = await open();
    accounts = createAccounts(database, () => now);
    file = async () => JSON.stringify(await database.selectFrom('links').selectAll().execute());
  });
  const first = async (name: string) => accounts.create((await accounts.firstLink()) as string, name, 'hash');
  const daysLater = (days: number) => {
    now = new Date(now.getTime() + days * 86_400_000);
  };

  test('until somebody has an account, each start gives a link for an administrator, and only the last one is good', async () => {
    const earlier = (await accounts.firstLink()) as string;
    const link = (await accounts.firstLink()) as string;
    expect(await accounts.invitation(earlier)).toBeNull();
    daysLater(400);
    expect(await accounts.invitation(link)).toMatchObject({ role: 'admin', partner: null, groups: [] });
    await accounts.create(link, 'Léa', 'hash');
    expect(await accounts.firstLink()).toBeNull();
  });

  test('a link opens nothing by what is stored of it', async () => {
    const token = (await accounts.firstLink()) as string;
    expect(Buffer.from(token, 'base64url')).toHaveLength(16);
    expect(await file()).not.toContain(token);
  });

  test('of twenty uses of a link at the same instant, one makes an account', async () => {
    const { id } = await first('Léa');
    const token = await accounts.invite({ role: 'agent', partner: 'p', groups: [] }, id);
    const names = Array.from({ length: 20 }, (_, index) => `Agent ${index % 3}`);
    const results = await Promise.all(names.map((name) => codeOf(accounts.create(token, name, 'hash'))));
    expect(results.filter((result) => result === 'done')).toHaveLength(1);
    expect(new Set(results)).toEqual(new Set(['done', 'link-gone']));
    expect(await accounts.members()).toHaveLength(2);
  });

  test('a link is void after seven days', async () => {
    const { id } = await first('Léa');
    const token = await accounts.invite({ role: 'agent', partner: 'p', groups: [] }, id);
    daysLater(6.9);
    expect(await accounts.invitation(token)).toMatchObject({ role: 'agent', partner: 'p', groups: [] });
    daysLater(0.2);
    expect(await accounts.invitation(token)).toBeNull();
    expect(await codeOf(accounts.create(token, 'Ali', 'hash'))).toBe('link-gone');
    expect(await accounts.openInvitations()).toEqual([]);
  });

  test('a link gives what it was made for, and the other links stay', async () => {
    const { id } = await first('Léa');
    const admin = await accounts.invite({ role: 'admin', partner: null, groups: [] }, id);
    const agent = await accounts.invite({ role: 'agent', partner: 'p', groups: [] }, id);
    expect(await accounts.create(agent, 'Ali', 'hash')).toMatchObject({
      name: 'Ali',
      role: 'agent',
      partner: 'p',
      groups: [],
    });
    expect(await accounts.invitation(admin)).toMatchObject({ role: 'admin', partner: null, groups: [] });
  });

  test('a name taken leaves the link to be used under another name', async () => {
    const { id } = await first('Léa');
    const token = await accounts.invite({ role: 'agent', partner: 'p', groups: [] }, id);
    expect(await codeOf(accounts.create(token, 'LÉA', 'hash'))).toBe('name-taken');
    expect(await codeOf(accounts.create(token, 'Ali', 'hash'))).toBe('done');
  });

  test('a disabled account cannot be signed in to, and the links it made are void', async () => {
    const { id } = await first('Léa');
    const other = await accounts.create(
      await accounts.invite({ role: 'admin', partner: null, groups: [] }, id),
      'Ali',
      'hash',
    );
    const token = await accounts.invite({ role: 'admin', partner: null, groups: [] }, other.id);
    await accounts.disable(other.id, 'admin');
    expect(await accounts.find('Ali')).toBeNull();
    expect(await accounts.invitation(token)).toBeNull();
    expect((await accounts.find('léa'))?.account).toMatchObject({ id, role: 'admin' });
  });

  test('the last administrator stays, even when two disable each other at the same instant', async () => {
    const one = await first('Léa');
    expect(await codeOf(accounts.disable(one.id, 'admin'))).toBe('last-admin');
    const other = await accounts.create(
      await accounts.invite({ role: 'admin', partner: null, groups: [] }, one.id),
      'Ali',
      'h',
    );
    const results = await Promise.all([
      codeOf(accounts.disable(one.id, 'admin')),
      codeOf(accounts.disable(other.id, 'admin')),
    ]);
    expect(results.sort()).toEqual(['done', 'last-admin']);
  });

  test('nobody can be disabled twice, nor under an id nobody has', async () => {
    await first('Léa');
    expect(await codeOf(accounts.disable('nobody', 'admin'))).toBe('account-unknown');
  });
});
