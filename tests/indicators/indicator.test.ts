import fc from 'fast-check';
import {
  cellsOf,
  dimensions,
  type ReceptionEvent,
  region,
  sensitiveNeed,
  seriesOf,
  weekSeries,
} from '../../server/indicators/indicator.ts';
import { isSmall, smallestInside } from '../../server/indicators/small-count.ts';

const some = (...values: string[]) => fc.constantFrom(...values);
const orNull = (...values: string[]) => fc.option(some(...values));

const anyEvent: fc.Arbitrary<ReceptionEvent> = fc.record({
  month: some('2026-10', '2026-11'),
  week: some('2026-W44', '2026-W45'),
  basin: orNull('41-blois', '18-bourges', 'outside'),
  firstOfInterview: fc.boolean(),
  sensitive: fc.boolean(),
  need: some('summer-job', 'violence', 'housing'),
  outcome: fc.constantFrom('go' as const, 'answered-here' as const),
  network: orNull('mission-locale', 'cidff'),
  age: orNull('16-17', '18-25'),
  status: orNull('pupil', 'jobseeker'),
  channel: some('desk', 'kiosk', 'web'),
  language: some('fr', 'ar'),
  deskType: orNull('france-services'),
});

const counted = (events: readonly ReceptionEvent[]) => {
  const counts = new Map<string, number>();
  for (const event of events) {
    for (const { series } of cellsOf(event)) counts.set(series, (counts.get(series) ?? 0) + 1);
  }
  return (series: string) => counts.get(series) ?? 0;
};

test('every series adds up to the outcomes it counts', () => {
  fc.assert(
    fc.property(fc.array(anyEvent), (events) => {
      const count = counted(events);
      const plain = events.filter(({ sensitive }) => !sensitive).length;
      const receptions = events.filter(({ firstOfInterview }) => firstOfInterview).length;
      expect(count(seriesOf([]))).toBe(receptions);
      expect(count(weekSeries)).toBe(receptions);
      expect(count('need')).toBe(events.length);
      for (const [index, first] of dimensions.entries()) {
        if (first !== 'need') expect(count(seriesOf([first]))).toBe(plain);
        for (const second of dimensions.slice(index + 1)) expect(count(seriesOf([first, second]))).toBe(plain);
      }
    }),
  );
});

test('an outcome adds one to no cell twice', () => {
  fc.assert(
    fc.property(anyEvent, (event) => {
      const cells = cellsOf(event).map((cell) => JSON.stringify(cell));
      expect(new Set(cells).size).toBe(cells.length);
    }),
  );
});

test('of a sensitive outcome only the region, the month and the word sensitive are counted', () => {
  fc.assert(
    fc.property(anyEvent, (event) => {
      const cells = cellsOf({ ...event, sensitive: true });
      for (const { basin, a, b } of cells) expect([basin, a, b]).toEqual([region, a && sensitiveNeed, '']);
      expect(cells.filter(({ a }) => a === sensitiveNeed)).toHaveLength(1);
      expect(cells).toHaveLength(event.firstOfInterview ? 3 : 1);
    }),
  );
});

test('what was not asked is counted as unknown, never left out', () => {
  const event = { ...fc.sample(anyEvent, 1)[0], sensitive: false, basin: null, age: null } as ReceptionEvent;
  const cells = cellsOf(event).filter(({ series }) => series === 'need+age');
  expect(cells).toEqual([{ series: 'need+age', period: event.month, basin: 'unknown', a: event.need, b: 'unknown' }]);
});

test('small counts are those of one to four people', () => {
  expect([0, 1, 2, 3, 4, 5, 11].map((count) => isSmall(count, smallestInside))).toEqual([
    false,
    true,
    true,
    true,
    true,
    false,
    false,
  ]);
});
