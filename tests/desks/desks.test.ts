import { isOpenOn, readDesk, readPairingCode } from '../../server/desks/desk.ts';
import { createDesks, type Desks } from '../../server/desks/desks.ts';
import { databases } from '../support/databases.ts';

const plan = { partner: 'p', kind: 'kiosk', event: null, firstDay: null, lastDay: null } as const;

describe.each(databases)('$name', ({ open }) => {
  let desks: Desks;
  let now: Date;
  let stored: () => Promise<string>;
  beforeEach(async () => {
    now = new Date('2026-11-24T09:00:00Z');
    const database = await open();
    desks = createDesks(database, 'a secret of the tests, long enough to be one', () => now);
    stored = async () => JSON.stringify(await database.selectFrom('desks').selectAll().execute());
  });

  test('a pairing code serves once, and what is stored opens nothing', async () => {
    const { id } = await desks.create(plan);
    const code = await desks.offerPairing(id);
    expect(await stored()).not.toContain(code);
    const tokens = await Promise.all(Array.from({ length: 20 }, () => desks.pair(code)));
    const given = tokens.filter((token) => token !== null);
    expect(given).toHaveLength(1);
    expect(await stored()).not.toContain(given[0]);
    expect(await desks.byToken(given[0] as string)).toMatchObject({ id, partner: 'p' });
  });

  test('a pairing code is void after a quarter of an hour, and as soon as another is made', async () => {
    const { id } = await desks.create(plan);
    const first = await desks.offerPairing(id);
    const second = await desks.offerPairing(id);
    expect(await desks.pair(first)).toBeNull();
    now = new Date(now.getTime() + 15 * 60_000);
    expect(await desks.pair(second)).toBeNull();
  });

  test('another screen, a withdrawal or the end of the kiosk leave the paired screen without a place', async () => {
    const { id } = await desks.create(plan);
    const pair = async () => (await desks.pair(await desks.offerPairing(id))) as string;
    const first = await pair();
    const second = await pair();
    expect(await desks.byToken(first)).toBeNull();
    await desks.revoke(id);
    expect(await desks.byToken(second)).toBeNull();
    const third = await pair();
    await desks.close(id);
    expect(await desks.byToken(third)).toBeNull();
  });

  test('no screen is paired with a desk of people', async () => {
    const { id } = await desks.create({ ...plan, kind: 'desk' });
    await expect(desks.offerPairing(id)).rejects.toMatchObject({ key: 'no-kiosk' });
  });
});

test.each([
  ['abcd efgh', 'ABCD-EFGH'],
  ['O1Il-0000', '0111-0000'],
  ['ABCD-EFG', null],
  ['ABCD-EFGU', null],
])('a pairing code is read however it is typed: %j', (typed, code) => {
  expect(readPairingCode(typed)).toBe(code);
});

test('a desk of an event receives on its days only, both ends included', () => {
  const event = { closed: false, firstDay: '2026-11-24', lastDay: '2026-11-25' };
  expect(['2026-11-23', '2026-11-24', '2026-11-25', '2026-11-26'].map((day) => isOpenOn(event, day))).toEqual([
    false,
    true,
    true,
    false,
  ]);
});

test.each([
  [{ kind: '' }, 'kind'],
  [{ partner: '' }, 'partner'],
  [{ firstDay: '2026-11-24' }, 'event'],
  [{ event: 'Forum', firstDay: '2026-02-30' }, 'firstDay'],
  [{ event: 'Forum', firstDay: '2026-11-25', lastDay: '2026-11-24' }, 'lastDay'],
  [{ event: 'x'.repeat(81) }, 'event'],
])('a desk that makes no sense is refused at the field to correct: %j', (changed, field) => {
  const typed = { kind: 'kiosk', partner: 'p', event: '', firstDay: '', lastDay: '', ...changed };
  expect(() => readDesk(typed, (name) => name)).toThrow(expect.objectContaining({ field }));
});
