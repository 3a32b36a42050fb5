import request from 'supertest';
import { auditing, LeakError } from '../../server/indicators/audit.ts';
import { loadCatalogue } from '../../server/indicators/catalogue.ts';
import { edition, printed } from '../../server/indicators/edition.ts';
import { createEditions, type Editions } from '../../server/indicators/editions.ts';
import type { Count } from '../../server/indicators/indicator.ts';
import { createIndicators } from '../../server/indicators/indicators.ts';
import { createPublication, type PublishedCell } from '../../server/indicators/publication.ts';
import { createPublishing, type Publishing } from '../../server/indicators/publishing.ts';
import { atOnce } from '../../server/indicators/steps.ts';
import { systemOf } from '../../server/indicators/systems.ts';
import { type Database, openDatabase } from '../../server/storage/database.ts';
import { loadWords, type Words } from '../../server/web/words.ts';
import { databases } from '../support/databases.ts';
import { countQuarters, received } from '../support/quarters.ts';
import { directory, staffOver } from '../support/staff.ts';

const tables = loadCatalogue('data');
const french = loadWords(['flows/locales', 'views/locales']).get('fr') as Words;
/** A table, a group or a need, as pages name it. */
const saidBy = (id: string): string =>
  directory.groups.find((group) => group.id === id)?.name ??
  french.t(id === 'needs' ? 'indicators.tables.needs.title' : `needs.${id}.title`);
const quarter = '2026-Q3';

/** The doors over a database, at a day. */
function doorsOver(database: Database, day = '2026-11-24') {
  const clock = () => new Date(`${day}T09:00:00Z`);
  const indicators = createIndicators(database);
  const editions = createEditions(database);
  const publication = createPublication(indicators, tables, clock);
  const publishing = createPublishing({ indicators, editions, publication, basins: directory.basins, clock });
  return { indicators, editions, publishing };
}

const read = (editions: Editions, table: string, at = quarter) => editions.read(table, { from: at, to: at }, null);
const countIn = (cells: readonly PublishedCell[], area: string, ...values: string[]) =>
  cells.find(({ basin, values: of }) => basin === area && of.join() === values.join())?.count;

describe.each(databases)('a quarter on $name', ({ open }) => {
  let database: Database;
  let publishing: Publishing;
  let editions: Editions;
  beforeEach(async () => {
    database = await open();
    ({ publishing, editions } = doorsOver(database));
    await countQuarters(database);
  });

  test('is published once, by group, from eleven, rounded to five', async () => {
    expect(await publishing.waiting()).toEqual(['2025-Q3', quarter]);
    expect(await publishing.publish(quarter)).toBe(true);
    const needs = await read(editions, 'needs');
    expect(countIn(needs, 'spro-37', 'mobility')).toBe(180);
    // Six people, two of Vendôme each month: hidden, and whatever they are all but the rest of with them.
    expect(countIn(needs, 'spro-41', 'housing')).toBe('s');
    expect(countIn(await read(editions, 'channels'), 'spro-41', 'desk')).toBe('s');
    expect(countIn(await read(editions, 'outcomes'), 'spro-41', 'go')).toBe('s');
    for (const { id } of tables) {
      for (const { count, state } of await read(editions, id)) {
        expect(state).toBe('final');
        if (count !== 's') expect([count % 5, count >= 10]).toEqual([0, true]);
      }
    }
    expect(await editions.list()).toEqual([{ quarter, publishedOn: '2026-11-24' }]);
  });

  test('stays as it was published, whatever is counted afterwards', async () => {
    await publishing.publish(quarter);
    const before = await Promise.all(tables.map(({ id }) => read(editions, id)));
    await createIndicators(database).count({ ...received, month: '2026-09' }, 40);
    expect(await publishing.publish(quarter)).toBe(false);
    expect(await Promise.all(tables.map(({ id }) => read(editions, id)))).toEqual(before);
  });

  test('two people who publish it at once publish one', async () => {
    const other = doorsOver(database);
    const done = await Promise.all([publishing.publish(quarter), other.publishing.publish(quarter)]);
    expect(done.filter(Boolean)).toHaveLength(1);
    expect(await editions.list()).toHaveLength(1);
  });
});

describe('before it is over', () => {
  test.each([
    ['2026-09-30', false],
    ['2026-10-31', false],
    ['2026-11-01', true],
  ])('on %s the third quarter can be published: %s', async (day, possible) => {
    const database = await openDatabase('sqlite::memory:');
    await countQuarters(database);
    const { publishing } = doorsOver(database, day);
    expect((await publishing.waiting()).includes(quarter)).toBe(possible);
    expect(await publishing.publish(quarter)).toBe(possible);
    await database.destroy();
  });
});

describe('the audit', () => {
  const place = { period: quarter, basin: 'spro-41', b: '' };
  const counts: Count[] = [
    { ...place, series: 'need', a: 'summer-job', count: 40 },
    { ...place, series: 'need', a: 'housing', count: 4 },
    { ...place, series: 'channel', a: 'desk', count: 44 },
  ];
  const family = tables.filter(({ id }) => id === 'needs' || id === 'channels');
  const audit = (told: (count: Count) => boolean) => {
    const linked = systemOf(family, counts);
    const fates = linked.figures
      .map(() => 'told' as const)
      .map((fate, at) => {
        const count = [...linked.places].find(([, one]) => one === at)?.[0];
        return count && !told(count) ? ('hidden' as const) : fate;
      });
    try {
      atOnce(auditing(linked, fates, (count) => (told(count) ? count.count : null), 11));
      return null;
    } catch (error) {
      return error instanceof LeakError ? [error.leak, error.cell.a, error.message.includes('4 ')] : error;
    }
  };

  test('stands before every edition: nothing is handed out of one that tells too much', () => {
    const linked = systemOf(family, counts);
    const all = linked.figures.map(() => 'told' as const);
    expect(() => atOnce(printed(family, linked, all))).toThrow(LeakError);
    const parts = atOnce(edition(family, counts, [], (count) => count));
    expect(parts.map(({ table, cells }) => [table, cells.map(({ count }) => count)])).toEqual([
      ['needs', ['s', 's']],
      ['channels', [45]],
    ]);
  });

  test('refuses a small count that is printed, and names its cell', () => {
    expect(audit(() => true)).toEqual(['printed', 'housing', false]);
  });

  test('refuses a small count that sums determine', () => {
    expect(audit(({ a }) => a !== 'housing')).toEqual(['determined', 'housing', false]);
  });

  test('lets out what leaves nobody any nearer', () => {
    expect(audit(({ a }) => a === 'desk')).toBeNull();
  });

  test('refuses a small count that sums leave too few values for', () => {
    const narrow: Count[] = [
      { ...place, series: 'need', a: 'a', count: 2 },
      { ...place, series: 'need', a: 'b', count: 3 },
      { ...place, series: 'channel', a: 'desk', count: 5 },
    ];
    const linked = systemOf(family, narrow);
    const fates = linked.figures.map(
      (_, at) =>
        (narrow.some((count) => count.series === 'need' && linked.places.get(count) === at) ? 'hidden' : 'told') as
          | 'hidden'
          | 'told',
    );
    const told = (count: Count) => (count.series === 'channel' ? 15 : null);
    expect(() => atOnce(auditing(linked, fates, told, 11))).toThrow(LeakError);
  });
});

test('a coordinator publishes the quarter by a button, and reads from then on what everybody may', async () => {
  const database = await openDatabase('sqlite::memory:');
  const staff = staffOver(database);
  await staff.join('Léa', 'admin');
  await staff.join('Ali', 'agent', 'dila:cij-41018-01');
  await staff.join('Zoé', 'coordinator', null, ['spro-37']);
  await countQuarters(database);
  const ali = await staff.signIn('Ali');
  await ali.post('/indicators/editions').type('form').send({ quarter }).expect(403);
  await request(staff.app).post('/indicators/editions').type('form').send({ quarter }).expect(303);
  const zoe = await staff.signIn('Zoé');
  expect((await zoe.get('/indicators')).text).toContain(`name="quarter" value="${quarter}"`);
  await zoe
    .post('/indicators/editions')
    .type('form')
    .send({ quarter })
    .expect(303)
    .expect('Location', /^\/indicators/);
  expect((await zoe.get('/indicators')).text).not.toContain(`name="quarter" value="${quarter}"`);
  // What is published is for everybody: another group's as well. The figures of the screens are not.
  const published = await zoe.get('/indicators/needs.json?version=public&basin=spro-41').expect(200);
  expect(published.body.cells.map((cell: { group: string }) => cell.group)).toContain('spro-41');
  await zoe.get('/indicators/needs.json?basin=spro-41').expect(404);
  // That a structure stays silent is nobody's business but that of its group, published or not.
  const silent = async (browser: typeof zoe) =>
    (await browser.get('/indicators/silent-partners.json?version=public').expect(200)).body.cells.length;
  expect([await silent(zoe), await silent(await staff.signIn('Léa'))]).toEqual([0, 1]);
  await database.destroy();
});

test('a refused quarter is not published, and the page names the table, the period, the group and the value', async () => {
  const database = await openDatabase('sqlite::memory:');
  const cell = { series: 'need', period: quarter, basin: 'spro-41', a: 'housing', b: '', count: 4 };
  const refusing = {
    waiting: async () => [quarter],
    publish: async () => {
      throw new LeakError('determined', cell);
    },
  };
  const staff = staffOver(database, { publishing: refusing });
  await staff.join('Léa', 'admin');
  const answer = await (await staff.signIn('Léa'))
    .post('/indicators/editions')
    .type('form')
    .send({ quarter })
    .expect(409);
  const told = /<div class="errors[\s\S]*?<\/div>/.exec(answer.text)?.[0] ?? '';
  for (const named of ['needs', 'spro-41', 'housing']) expect(told).toContain(saidBy(named));
  expect(told).toContain('2026');
  expect(
    told
      .replace(/<[^>]*>/g, '')
      .replaceAll('2026', '')
      .replace('3e', ''),
  ).not.toMatch(/\d/);
  await database.destroy();
});
