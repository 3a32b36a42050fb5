import { sql } from 'kysely';
import type { Indicators, ReceptionEvent } from '../../server/indicators/indicator.ts';
import { createIndicators } from '../../server/indicators/indicators.ts';
import type { Database } from '../../server/storage/database.ts';
import { databases } from '../support/databases.ts';
import { received } from '../support/quarters.ts';

const event: ReceptionEvent = { ...received, month: '2026-10', week: '2026-W41', deskType: 'france-services' };
const all = { from: '2026-01', to: '2026-12', basins: null };

describe.each(databases)('$name', ({ open }) => {
  let database: Database;
  let indicators: Indicators;
  beforeEach(async () => {
    database = await open();
    indicators = createIndicators(database);
  });
  const rows = () => database.selectFrom('counts').selectAll().execute();

  test('counting twice adds two and makes no row more', async () => {
    await indicators.count(event);
    const before = (await rows()).length;
    await indicators.count(event);
    expect(await rows()).toHaveLength(before);
    expect(new Set((await rows()).map(({ count }) => count))).toEqual(new Set([2]));
  });

  test('two hundred counts at the same instant lose none and block none', async () => {
    const needs = ['summer-job', 'housing', 'mobility'];
    const ages = ['16-17', '18-25'];
    const events = Array.from({ length: 200 }, (_, index) => ({
      ...event,
      need: needs[index % 3] as string,
      age: ages[index % 2] as string,
    }));
    await Promise.all(events.map((one) => indicators.count(one)));
    for (const series of ['reception', 'need', 'need+age', 'age+channel']) {
      const counts = await indicators.read(series, all);
      expect(counts.reduce((sum, { count }) => sum + count, 0)).toBe(200);
    }
  });

  test('a series is read by months and basins, and nothing beside', async () => {
    await indicators.count(event);
    await indicators.count({ ...event, month: '2026-11', basin: '18-bourges' });
    await indicators.count({ ...event, month: '2027-01', basin: null });
    const read = async (filter: object) =>
      (await indicators.read('need', { ...all, ...filter })).map(({ period, basin }) => `${period} ${basin}`);
    expect(await read({})).toEqual(['2026-10 41-blois', '2026-11 18-bourges']);
    expect(await read({ to: '2026-10' })).toEqual(['2026-10 41-blois']);
    expect(await read({ basins: ['18-bourges'] })).toEqual(['2026-11 18-bourges']);
    expect(await read({ from: '2027-01', to: '2027-01' })).toEqual(['2027-01 unknown']);
  });

  test('what some series add up to in a basin grows with every count, and tells versions of the counters apart', async () => {
    const sums = () => indicators.sums(['need', 'need+age'], { ...all, basins: null });
    await indicators.count(event);
    await indicators.count({ ...event, basin: '18-bourges' }, 3);
    expect([...(await sums())]).toEqual([
      ['18-bourges', 6],
      ['41-blois', 2],
    ]);
    await indicators.count({ ...event, month: '2027-01' });
    expect((await sums()).get('41-blois')).toBe(2);
    await indicators.count({ ...event, need: 'housing' });
    expect((await sums()).get('41-blois')).toBe(4);
  });

  test('years counted beforehand are added to what is there, however many cells they have', async () => {
    await indicators.count(event);
    const cell = { series: 'need', period: '2026-10', basin: '41-blois', b: '' };
    const many = Array.from({ length: 2_500 }, (_, at) => ({ ...cell, a: `need-${at}`, count: at + 1 }));
    await indicators.add([...many, { ...cell, a: 'summer-job', count: 9 }]);
    const counts = await indicators.read('need', all);
    expect(counts).toHaveLength(2_501);
    expect(counts.find(({ a }) => a === 'summer-job')?.count).toBe(10);
    expect(counts.find(({ a }) => a === 'need-2499')?.count).toBe(2_500);
  });

  test('a sensitive outcome leaves no trace of its need, network, basin, age or desk', async () => {
    const traces = ['violence', 'cidff', '18-cher-sud', '26-29', 'inactive', 'mission-locale'];
    const [need, network, basin, age, status, deskType] = traces as [string, string, string, string, string, string];
    await indicators.count({ ...event, sensitive: true, need, network, basin, age, status, deskType });
    const stored = JSON.stringify(await rows());
    for (const trace of traces) expect(stored).not.toContain(trace);
    expect(await indicators.read('need', all)).toMatchObject([{ basin: 'region', a: 'sensitive', count: 1 }]);
  });

  test('no row tells when it was counted, nor what was counted with it', async () => {
    await indicators.count(event);
    const columns = Object.keys((await rows())[0] ?? {});
    expect(columns.sort()).toEqual(['a', 'b', 'basin', 'count', 'period', 'series']);
  });
});

test('rows of a SQLite file carry no number that would tell their order', async () => {
  const database = await (databases[0] as (typeof databases)[number]).open();
  await createIndicators(database).count(event);
  const refused = await sql`select rowid from counts`.execute(database).then(
    () => null,
    (error: { message: string }) => error.message,
  );
  expect(refused).toMatch(/no such column/);
});
