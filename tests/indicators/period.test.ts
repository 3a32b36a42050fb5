import { dayOf, monthOf, weekOf } from '../../server/calendar.ts';
import {
  isClosed,
  monthsOf,
  type Period,
  quarterMonths,
  quartersOf,
  readPeriod,
  weeksOf,
  yearBefore,
} from '../../server/indicators/period.ts';

const today = '2026-11-24';

test.each([
  ['nothing asked: the running month and the two before it', '', '', '2026-09', '2026-11'],
  ['both ends', '2025-12', '2026-02', '2025-12', '2026-02'],
  ['a beginning alone goes on to the running month', '2026-05', '', '2026-05', '2026-11'],
  ['an end alone takes two months before it', '', '2026-01', '2025-11', '2026-01'],
])('a period is read: %s', (_what, from, to, first, last) => {
  expect(readPeriod(from, to, today)).toEqual({ from: first, to: last });
});

test.each([
  ['2026-13', '', 'period-malformed', 'from'],
  ['2026-1', '', 'period-malformed', 'from'],
  ['', '2026-11-24', 'period-malformed', 'to'],
  ['2026-11', '2026-10', 'period-reversed', 'from'],
  ['2024-11', '2026-11', 'period-too-long', 'from'],
])('a period from %j to %j is refused: %s', (from, to, key, field) => {
  expect(() => readPeriod(from, to, today)).toThrow(expect.objectContaining({ code: 'invalid', key, field }));
});

test('months follow each other over the end of a year', () => {
  expect(monthsOf({ from: '2025-11', to: '2026-02' })).toEqual(['2025-11', '2025-12', '2026-01', '2026-02']);
});

test('every week belongs to one month', () => {
  const weeks = monthsOf({ from: '2026-01', to: '2027-12' }).flatMap(weeksOf);
  expect(new Set(weeks).size).toBe(weeks.length);
  expect(weeks).toHaveLength(53 + 52);
  expect(weeksOf('2027-01')[0]).toBe('2027-W01');
});

/** The hours of some instants, both ends included. */
const hoursFrom = (first: string, last: string): Date[] => {
  const [begin, end] = [Date.parse(first), Date.parse(last)];
  return Array.from({ length: (end - begin) / 3_600_000 + 1 }, (_, hour) => new Date(begin + hour * 3_600_000));
};

test.each([
  ['the night clocks go forward', '2026-03-28T12:00:00Z', '2026-03-29T20:00:00Z'],
  ['the night clocks go back', '2026-10-24T12:00:00Z', '2026-10-25T22:00:00Z'],
  ['a leap day', '2028-02-28T12:00:00Z', '2028-03-01T12:00:00Z'],
  ['a year that ends in week 53, and begins the next one in it', '2026-12-27T12:00:00Z', '2027-01-04T12:00:00Z'],
  ['a year that begins in the last week of the one before', '2027-12-30T12:00:00Z', '2028-01-03T12:00:00Z'],
])('somebody received at each hour is counted in one day, one month, one week that exists: %s', (_what, first, last) => {
  const days = hoursFrom(first, last).map(dayOf);
  const weeks = new Set(monthsOf({ from: '2025-12', to: '2028-12' }).flatMap(weeksOf));
  const counts = new Map<string, number>();
  for (const day of days) counts.set(day, (counts.get(day) ?? 0) + 1);
  expect([...counts.values()].reduce((sum, count) => sum + count, 0)).toBe(days.length);
  expect([...counts.keys()]).toEqual([...counts.keys()].sort());
  for (const day of days) {
    expect(weeks.has(weekOf(day))).toBe(true);
    expect(monthsOf({ from: '2025-12', to: '2028-12' })).toContain(monthOf(day));
  }
});

test('every day of ten years falls in a week of some quarter, and in one alone', () => {
  const quarters = quartersOf({ from: '2019-12', to: '2031-01' });
  const homes = new Map<string, string[]>();
  for (const quarter of quarters) {
    for (const week of monthsOf(quarterMonths(quarter) as Period).flatMap(weeksOf)) {
      homes.set(week, [...(homes.get(week) ?? []), quarter]);
    }
  }
  for (const instant of hoursFrom('2020-01-01T12:00:00Z', '2029-12-31T12:00:00Z').filter(
    (_, hour) => hour % 24 === 0,
  )) {
    expect(homes.get(weekOf(dayOf(instant)))).toHaveLength(1);
  }
});

test('a quarter is over a month after its last day, whatever the year', () => {
  expect(['2026-10-31', '2026-11-01'].map((day) => isClosed('2026-Q3', day))).toEqual([false, true]);
  expect(['2027-01-31', '2027-02-01'].map((day) => isClosed('2026-Q4', day))).toEqual([false, true]);
  expect(isClosed('2026-Q5', '2030-01-01')).toBe(false);
});

test('a year before a week 53 there is a week 52, but where that year had one too', () => {
  expect(['2026-W53', '2026-W10', '2026-Q3', '2026-02', '2028-02'].map(yearBefore)).toEqual([
    '2025-W52',
    '2025-W10',
    '2025-Q3',
    '2025-02',
    '2027-02',
  ]);
});
