import fc from 'fast-check';
import { addDays, weekOf } from '../../server/calendar.ts';
import { loadCatalogue } from '../../server/indicators/catalogue.ts';
import { createEditions, type Editions } from '../../server/indicators/editions.ts';
import { cellsOf, type ReceptionEvent } from '../../server/indicators/indicator.ts';
import { createIndicators } from '../../server/indicators/indicators.ts';
import { createPublication, type Publication, type PublishedCell } from '../../server/indicators/publication.ts';
import { createPublishing } from '../../server/indicators/publishing.ts';
import { type Database, openDatabase } from '../../server/storage/database.ts';
import { Attacker } from '../support/attacker.ts';
import { received } from '../support/quarters.ts';
import { directory } from '../support/staff.ts';

const tables = loadCatalogue('data');
const needTables = tables.filter(({ denominator }) => denominator === 'need');
const groups = new Map(directory.basins.map(({ id, group }) => [id, group]));
const quarter = '2026-Q3';
const months = { from: '2026-07', to: '2026-09' };

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
type Crowd = readonly (readonly [person: ReceptionEvent, times: number])[];
const people = fc.array(fc.tuple(person, some(1, 1, 2, 3, 7, 12, 30)), { minLength: 1, maxLength: 40 });
/** The thorough run, by `npm run audit`, takes nearly two hours. */
const runs = (few: number) => ({ numRuns: process.env.AUDIT === 'on' ? 10_000 : few });

let database: Database;
beforeAll(async () => {
  database = await openDatabase('sqlite::memory:');
});
afterAll(() => database.destroy());

/** The doors over a region where this crowd was received, once the quarter is published. */
async function published(crowd: Crowd) {
  for (const table of ['counts', 'editions', 'editionCells'] as const) await database.deleteFrom(table).execute();
  const clock = () => new Date('2026-11-24T09:00:00Z');
  const indicators = createIndicators(database);
  const editions = createEditions(database);
  const publication = createPublication(indicators, tables, clock);
  for (const [event, times] of crowd) await indicators.count(event, times);
  await createPublishing({ indicators, editions, publication, basins: directory.basins, clock }).publish(quarter);
  return { indicators, editions, publication };
}

const read = (editions: Editions, table: string) => editions.read(table, { from: quarter, to: quarter }, null);

/** What is counted, by series, place (a month and a basin, or a quarter and a group) and values. */
type Counts = Map<string, number>;
const keyOf = (series: string, place: string, a = '', b = '') => [series, place, a, b].join('|');
const monthly = (period: string, basin: string) => `${period} ${basin}`;
const quarterly = (basin: string) => `${quarter} ${groups.get(basin) ?? basin}`;

function countsOf(crowd: Crowd, placeOf: (period: string, basin: string) => string): Counts {
  const counts: Counts = new Map();
  for (const [event, times] of crowd) {
    // What is sensitive is counted by its number alone, in the region.
    if (event.sensitive) continue;
    for (const cell of cellsOf(event)) {
      const key = keyOf(cell.series, placeOf(cell.period, cell.basin), cell.a, cell.b);
      counts.set(key, (counts.get(key) ?? 0) + times);
    }
  }
  return counts;
}

/** Tells the attacker a table as it is read: what is absent is zero, but where a whole row is silent. */
function tell(
  attacker: Attacker,
  series: string,
  counts: Counts,
  cells: readonly (PublishedCell & { place: string })[],
  reach: number,
) {
  const told = new Map(cells.map(({ place, values, count }) => [keyOf(series, place, ...values), count]));
  const [first = '', second] = series.split('+');
  for (const place of new Set([...counts.keys()].map((key) => key.split('|')[1] as string))) {
    for (const a of valuesOf(counts, first, place)) {
      for (const b of second ? valuesOf(counts, second, place) : ['']) {
        const key = keyOf(series, place, a, b);
        const count = told.get(key) ?? 0;
        if (told.has(keyOf(series, place, a, 's'))) attacker.tell(key, 0);
        else if (count === 's') attacker.tell(key, 1);
        else if (count === 0 || reach === 0) attacker.tell(key, count, count);
        else attacker.tell(key, Math.max(11, count - reach), count + reach);
      }
    }
  }
}

/** The values of a dimension that somebody was counted by in a place; counts are complete by then. */
function valuesOf(counts: Counts, dimension: string, place: string): readonly string[] {
  let known = valuesKnown.get(counts);
  if (!known) {
    known = new Map();
    for (const key of counts.keys()) {
      const [series, at, a] = key.split('|') as [string, string, string];
      known.set(`${series}|${at}`, [...(known.get(`${series}|${at}`) ?? []), a]);
    }
    valuesKnown.set(counts, known);
  }
  return known.get(`${dimension}|${place}`) ?? [];
}
const valuesKnown = new WeakMap<Counts, Map<string, string[]>>();

/** Tells the attacker what adds up in each place: pairs to each of their halves, and every dimension to the same whole. */
function addUp(attacker: Attacker, counts: Counts) {
  for (const place of new Set([...counts.keys()].map((key) => key.split('|')[1] as string))) {
    for (const { series, dimensions } of needTables) {
      const [first = '', second] = dimensions;
      const as = valuesOf(counts, first, place);
      if (!second) {
        attacker.add(
          `whole|${place}`,
          as.map((a) => keyOf(series, place, a)),
        );
        continue;
      }
      const bs = valuesOf(counts, second, place);
      for (const a of as)
        attacker.add(
          keyOf(first, place, a),
          bs.map((b) => keyOf(series, place, a, b)),
        );
      for (const b of bs)
        attacker.add(
          keyOf(second, place, b),
          as.map((a) => keyOf(series, place, a, b)),
        );
    }
  }
}

/** No small count may be left fewer values than `smallest`. */
function expectOpen(attacker: Attacker, counts: Counts, smallest: number) {
  attacker.think();
  const told = new Set(needTables.map(({ series }) => series));
  for (const [key, count] of counts) {
    const [series = ''] = key.split('|');
    if (told.has(series) && count < smallest) expect([key, attacker.width(key) >= smallest - 1]).toEqual([key, true]);
  }
}

/** A published figure was rounded to five. */
const roundedBy = 2;
const ofQuarter = (cells: readonly PublishedCell[]) => cells.map((cell) => ({ ...cell, place: quarterly(cell.basin) }));

test('whoever holds every table ever published finds no hidden count, nor narrows one down to fewer than eleven values', async () => {
  await fc.assert(
    fc.asyncProperty(
      people,
      fc.shuffledSubarray(needTables, { minLength: needTables.length }),
      async (crowd, order) => {
        const { editions, indicators } = await published(crowd);
        const counts = countsOf(crowd, (_, basin) => quarterly(basin));
        const attacker = new Attacker();
        for (const { id, series } of order) {
          const cells = await read(editions, id);
          // Between two exports somebody else is received: what was published does not move.
          await indicators.count({ ...received, month: '2026-09' });
          expect(await read(editions, id)).toEqual(cells);
          tell(attacker, series, counts, ofQuarter(cells), roundedBy);
        }
        addUp(attacker, counts);
        expectOpen(attacker, counts, 11);
      },
    ),
    runs(40),
  );
}, 7_200_000);

test.each([
  ['every working file', 11],
  ['the screens of every basin', 5],
])(
  'whoever has %s as well narrows no small count of a month and a basin, nor of a quarter, down to fewer than %i values',
  async (_, smallest) => {
    const ofMonths = async (publication: Publication, table: (typeof needTables)[number]) =>
      (await publication.show(table, { ...months, basins: null, smallest })).map((cell) => ({
        ...cell,
        place: monthly(cell.period, cell.basin),
      }));
    await fc.assert(
      fc.asyncProperty(
        people,
        fc.shuffledSubarray(needTables, { minLength: needTables.length }),
        async (crowd, order) => {
          const { editions, publication } = await published(crowd);
          const apart = countsOf(crowd, monthly);
          const whole = countsOf(crowd, (_period, basin) => quarterly(basin));
          const attacker = new Attacker();
          for (const table of order) {
            tell(attacker, table.series, apart, await ofMonths(publication, table), 0);
            tell(attacker, table.series, whole, ofQuarter(await read(editions, table.id)), roundedBy);
          }
          addUp(attacker, apart);
          addUp(attacker, whole);
          const places = new Set([...apart.keys()].map((key) => key.split('|')[1] as string));
          for (const key of whole.keys()) {
            const [series = '', place, a, b] = key.split('|');
            const within = [...places].filter((one) => quarterly(one.split(' ')[1] as string) === place);
            const [first = '', second] = series.split('+');
            // A cell that nobody was counted in is a part as well, where its row and its column are there at all.
            const isThere = (one: string) =>
              valuesOf(apart, first, one).includes(a ?? '') &&
              (!second || valuesOf(apart, second, one).includes(b ?? ''));
            const parts = within.filter(isThere).map((one) => keyOf(series, one, a, b));
            attacker.add(key, parts);
          }
          expectOpen(attacker, new Map([...apart, ...whole]), smallest);
        },
      ),
      runs(25),
    );
  },
  7_200_000,
);

test.each([
  ['every working file', 11],
  ['the screens of every basin', 5],
])(
  '%s, what is published and the number of all receptions narrow no small one down to fewer than %i values',
  async (_, smallest) => {
    const table = tables.find(({ id }) => id === 'receptions') as (typeof tables)[number];
    const placeOf = (key: string) => key.split('|')[1] as string;
    const keysAt = (counts: Counts, isThere: (place: string) => boolean) =>
      [...counts.keys()].filter((key) => isThere(placeOf(key)));
    await fc.assert(
      fc.asyncProperty(people, async (crowd) => {
        const { editions, publication } = await published(crowd);
        const [apart, whole]: [Counts, Counts] = [new Map(), new Map()];
        const add = (counts: Counts, place: string, times: number) => {
          const key = keyOf('reception', place);
          counts.set(key, (counts.get(key) ?? 0) + times);
        };
        for (const [event, times] of crowd) {
          for (const { basin, period } of cellsOf(event).filter(({ series }) => series === 'reception')) {
            add(apart, monthly(period, basin), times);
            add(whole, quarterly(basin), times);
          }
        }
        /** Somebody who knows what adds up to what, and how many there were in all in each month and in the quarter. */
        const somebody = () => {
          const attacker = new Attacker();
          const all = (name: string, counts: Counts, keys: readonly string[]) => {
            const sum = keys.reduce((so, key) => so + (counts.get(key) as number), 0);
            attacker.tell(name, sum, sum);
            attacker.add(name, keys);
          };
          for (const month of ['2026-07', '2026-08', '2026-09'])
            all(
              month,
              apart,
              keysAt(apart, (place) => place.startsWith(month)),
            );
          all(quarter, whole, [...whole.keys()]);
          for (const key of whole.keys()) {
            attacker.add(
              key,
              keysAt(apart, (place) => quarterly(place.split(' ')[1] as string) === placeOf(key)),
            );
          }
          return attacker;
        };
        const hear = (attacker: Attacker, place: string, count: PublishedCell['count'], reach: number) => {
          const key = keyOf('reception', place);
          if (count === 's') attacker.tell(key, 1);
          else attacker.tell(key, reach === 0 ? count : Math.max(11, count - reach), count + reach);
        };
        const [before, after] = [somebody(), somebody()];
        for (const { period, basin, count } of await publication.show(table, { ...months, basins: null, smallest })) {
          for (const one of [before, after]) hear(one, monthly(period, basin), count, 0);
        }
        for (const { basin, count } of await read(editions, table.id)) hear(after, quarterly(basin), count, roundedBy);
        for (const one of [before, after]) one.think();
        for (const [key, count] of [...apart, ...whole]) {
          // Where the number of all leaves too few values by itself, nothing that is published tells any more.
          if (count >= smallest || before.width(key) < smallest - 1) continue;
          expect([key, after.width(key) >= smallest - 1]).toEqual([key, true]);
        }
      }),
      runs(25),
    );
  },
  7_200_000,
);

test('one person more is seen as nothing, or as a step of at least five', async () => {
  await fc.assert(
    fc.asyncProperty(people, person, async (crowd, newcomer) => {
      const told = async (all: Crowd) => {
        const { editions } = await published(all);
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
    runs(20),
  );
}, 7_200_000);
