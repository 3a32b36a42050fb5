import { promisify } from 'node:util';
import { createAccounts } from '../../server/access/accounts.ts';
import { SessionStore } from '../../server/access/sessions.ts';
import type { Database } from '../../server/storage/database.ts';
import { databases } from '../support/databases.ts';

describe.each(databases)('$name', ({ open }) => {
  let database: Database;
  let now: Date;
  let session: { cookie: { originalMaxAge: null }; account: Awaited<ReturnType<typeof makeAccount>> };
  let store: { get(id: string): Promise<unknown>; set(id: string): Promise<void>; touch(id: string): Promise<void> };
  const clock = () => now;
  const makeAccount = async () => {
    const accounts = createAccounts(database, clock);
    return accounts.create((await accounts.firstLink()) as string, 'Léa', 'hash');
  };
  const pass = (minutes: number) => {
    now = new Date(now.getTime() + minutes * 60_000);
  };
  const rows = () => database.selectFrom('sessions').selectAll().execute();

  beforeEach(async () => {
    now = new Date('2026-11-24T09:00:00Z');
    database = await open();
    session = { cookie: { originalMaxAge: null }, account: await makeAccount() };
    const real = new SessionStore(database, clock);
    const [get, set, touch] = [real.get, real.set, real.touch].map((method) => promisify(method.bind(real) as never));
    store = {
      get: get as never,
      set: (id) => (set as unknown as (id: string, data: object) => Promise<void>)(id, session),
      touch: (id) => (touch as unknown as (id: string, data: object) => Promise<void>)(id, session),
    };
  });

  test('is found by its id, which is written nowhere', async () => {
    await store.set('the-id-of-the-browser');
    expect(await store.get('the-id-of-the-browser')).toMatchObject({ account: session.account });
    expect(await store.get('another-id')).toBeNull();
    expect(JSON.stringify(await rows())).not.toContain('the-id-of-the-browser');
  });

  test('lives on while it is seen, and is erased when it idled too long', async () => {
    await store.set('id');
    pass(14);
    await store.touch('id');
    pass(14);
    expect(await store.get('id')).not.toBeNull();
    pass(1);
    expect(await store.get('id')).toBeNull();
    expect(await rows()).toEqual([]);
  });

  test('begun while its account was being closed opens nothing', async () => {
    const disabledAt = now.toISOString();
    await database.updateTable('accounts').set({ disabledAt }).execute();
    await store.set('id');
    expect(await store.get('id')).toBeNull();
  });

  test('left behind is erased when somebody signs in on a later day', async () => {
    await store.set('forgotten');
    pass(11 * 60);
    await store.set('new');
    expect(await rows()).toHaveLength(1);
  });
});
