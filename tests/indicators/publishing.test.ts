import fc from 'fast-check';
import request from 'supertest';
import { addDays, weekOf } from '../../server/calendar.ts';
import { auditing, LeakError } from '../../server/indicators/audit.ts';
import { loadCatalogue } from '../../server/indicators/catalogue.ts';
import { edition, printed } from '../../server/indicators/edition.ts';
import { createEditions, type Editions } from '../../server/indicators/editions.ts';
import { type Count, cellsOf, type ReceptionEvent } from '../../server/indicators/indicator.ts';
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
    // Six people: hidden, and not alone, since other tables tell how many there were in all.
    expect(countIn(needs, 'spro-41', 'housing')).toBe('s');
    expect(countIn(needs, 'spro-41', 'find-training')).toBe('s');
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
    const parts = atOnce(edition(family, counts, new Set()));
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

/**
 * An attacker who has every published table and adds and subtracts: each figure lies between two bounds, which its sums
 * tighten until nothing moves. Nothing of this comes from the code that hides.
 */
class Attacker {
  private readonly bounds = new Map<string, { least: number; most: number }>();
  private readonly sums: { total: string; parts: string[] }[] = [];

  tell(key: string, count: number | 's' | null) {
    const [least, most] =
      count === null
        ? [0, Number.POSITIVE_INFINITY]
        : count === 's'
          ? [1, Number.POSITIVE_INFINITY]
          : count === 0
            ? [0, 0]
            : [Math.max(11, count - 2), count + 2];
    this.bounds.set(key, { least, most });
  }

  add(total: string, parts: string[]) {
    this.sums.push({ total, parts });
  }

  width(key: string): number {
    const { least, most } = this.bounds.get(key) ?? { least: 0, most: Number.POSITIVE_INFINITY };
    return most - least;
  }

  think() {
    const of = (key: string) => this.bounds.get(key) ?? { least: 0, most: Number.POSITIVE_INFINITY };
    for (let moved = true, round = 0; moved && round < 200; round += 1) {
      moved = false;
      const tighten = (key: string, least: number, most: number) => {
        const now = of(key);
        const next = { least: Math.max(now.least, least), most: Math.min(now.most, most) };
        if (next.least > now.least || next.most < now.most) {
          this.bounds.set(key, next);
          moved = true;
        }
      };
      for (const { total, parts } of this.sums) {
        const least = parts.reduce((sum, part) => sum + of(part).least, 0);
        const most = parts.reduce((sum, part) => sum + of(part).most, 0);
        tighten(total, least, most);
        for (const part of parts) {
          const others = parts.filter((one) => one !== part).map(of);
          tighten(
            part,
            of(total).least - others.reduce((sum, one) => sum + one.most, 0),
            of(total).most - others.reduce((sum, one) => sum + one.least, 0),
          );
        }
      }
    }
  }
}

const some = <T>(...values: T[]) => fc.constantFrom(...values);
const day = fc.integer({ min: 0, max: 91 }).map((days) => addDays('2026-07-01', days));
const person = fc
  .record({
    day,
    need: some('summer-job', 'housing', 'mobility', 'vae'),
    age: fc.option(some('16-17', '18-25', '26-29')),
    status: some('pupil', 'jobseeker', 'retired'),
    network: fc.option(some('info-jeunes', 'mission-locale', 'cio')),
    outcome: some('go' as const, 'answered-here' as const),
    channel: some('desk', 'kiosk'),
    basin: some('41-blois', '41-vendome', '18-bourges'),
    sensitive: fc.boolean(),
  })
  .map(({ day: on, ...rest }): ReceptionEvent => ({ ...received, ...rest, month: on.slice(0, 7), week: weekOf(on) }));
const people = fc.array(fc.tuple(person, some(1, 1, 2, 3, 7, 12, 30)), { minLength: 1, maxLength: 40 });

/** The sum of the counters of a quarter in a group, by series and values. */
function truth(crowd: readonly (readonly [ReceptionEvent, number])[]): Map<string, number> {
  const groups = new Map(directory.basins.map(({ id, group }) => [id, group]));
  const sums = new Map<string, number>();
  for (const [event, times] of crowd) {
    for (const { series, basin, a, b } of cellsOf(event)) {
      const key = [series, groups.get(basin) ?? basin, a, b].join('|');
      sums.set(key, (sums.get(key) ?? 0) + times);
    }
  }
  return sums;
}

const needTables = tables.filter(({ denominator }) => denominator === 'need');

describe('whoever holds every table ever published', () => {
  let database: Database;
  beforeAll(async () => {
    database = await openDatabase('sqlite::memory:');
  });
  afterAll(() => database.destroy());
  const publishAll = async (crowd: readonly (readonly [ReceptionEvent, number])[]) => {
    for (const table of ['counts', 'editions', 'editionCells'] as const) await database.deleteFrom(table).execute();
    const doors = doorsOver(database);
    for (const [event, times] of crowd) await doors.indicators.count(event, times);
    await doors.publishing.publish(quarter);
    return doors;
  };
  /** The thorough run, by `npm run audit`, takes minutes. */
  const runs = process.env.AUDIT === 'on' ? 10_000 : 40;

  test('finds no hidden count, nor narrows one down to fewer than eleven values', async () => {
    await fc.assert(
      fc.asyncProperty(
        people,
        fc.shuffledSubarray(needTables, { minLength: needTables.length }),
        async (crowd, order) => {
          const { editions, indicators } = await publishAll(crowd);
          const counts = truth(crowd);
          const attacker = new Attacker();
          const areas = new Set([...counts.keys()].map((key) => key.split('|')[1] as string));
          const valuesOf = (dimension: string, area: string) =>
            new Set(
              [...counts.keys()]
                .filter((key) => key.startsWith(`${dimension}|${area}|`))
                .map((key) => key.split('|')[2] as string),
            );
          for (const { id, series, dimensions } of order) {
            const cells = await read(editions, id);
            // Between two exports somebody else is received: what was published does not move.
            await indicators.count({ ...received, month: '2026-09' });
            expect(await read(editions, id)).toEqual(cells);
            for (const area of areas) {
              const [first = '', second] = dimensions;
              for (const a of valuesOf(first, area)) {
                const withheld = cells.some(
                  ({ basin, values }) => basin === area && values[0] === a && values[1] === 's',
                );
                for (const b of second ? valuesOf(second, area) : ['']) {
                  const told = countIn(cells, area, ...(second ? [a, b] : [a]));
                  attacker.tell([series, area, a, b].join('|'), told ?? (withheld ? null : 0));
                }
              }
            }
          }
          for (const area of areas) {
            // What is sensitive is counted by its number alone.
            if (area === 'region') continue;
            const whole = `whole|${area}`;
            for (const { series, dimensions } of needTables) {
              const [first = '', second] = dimensions;
              const [as, bs] = [[...valuesOf(first, area)], second ? [...valuesOf(second, area)] : ['']];
              const key = (a: string, b: string) => [series, area, a, b].join('|');
              if (!second)
                attacker.add(
                  whole,
                  as.map((a) => key(a, '')),
                );
              else {
                for (const a of as)
                  attacker.add(
                    [first, area, a, ''].join('|'),
                    bs.map((b) => key(a, b)),
                  );
                for (const b of bs)
                  attacker.add(
                    [second, area, b, ''].join('|'),
                    as.map((a) => key(a, b)),
                  );
              }
            }
          }
          attacker.think();
          for (const { series } of needTables) {
            for (const [key, count] of counts) {
              if (key.startsWith(`${series}|`) && count < 11)
                expect([key, attacker.width(key) >= 10]).toEqual([key, true]);
            }
          }
        },
      ),
      { numRuns: runs },
    );
  }, 3_600_000);

  test('sees one person more as nothing, or as a step of at least five', async () => {
    await fc.assert(
      fc.asyncProperty(people, person, async (crowd, newcomer) => {
        const told = async (all: readonly (readonly [ReceptionEvent, number])[]) => {
          const { editions } = await publishAll(all);
          const cells = await Promise.all(
            tables.map(async ({ id }) =>
              (await read(editions, id)).map(
                (cell) => [[id, cell.period, cell.basin, ...cell.values].join('|'), cell.count] as const,
              ),
            ),
          );
          return new Map(cells.flat());
        };
        const before = await told(crowd);
        const after = await told([...crowd, [newcomer, 1]]);
        for (const [key, count] of after) {
          const was = before.get(key) ?? 0;
          if (count === 's' || was === 's') continue;
          expect(count === was || Math.abs(count - was) >= 5).toBe(true);
        }
      }),
      { numRuns: Math.ceil(runs / 2) },
    );
  }, 3_600_000);
});
