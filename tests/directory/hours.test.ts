import { loadDirectory } from '../../server/directory/directory.ts';
import { openState, readHours } from '../../server/directory/hours.ts';

const office = (openingHours: string | null, openingHoursDate: string | null = '2026-09-01') => ({
  openingHours,
  openingHoursDate,
});
const weekdays = office('Mo-Fr 09:00-12:00,14:00-17:00');
const iso = (date: Date | null | undefined) => date?.toISOString() ?? null;

test('an office is open within its hours and closed at lunch, in French time whatever the machine’s', () => {
  // Tuesday 24 November 2026, winter: France is one hour ahead of UTC.
  expect(openState(weekdays, new Date('2026-11-24T09:30:00Z'))).toMatchObject({ open: true });
  const lunch = openState(weekdays, new Date('2026-11-24T11:30:00Z'));
  expect(lunch?.open).toBe(false);
  expect(iso(lunch?.next)).toBe('2026-11-24T13:00:00.000Z');
});

test('the next opening crosses a week-end, a public holiday and the change of the hour', () => {
  // Friday evening before Sunday 25 October 2026, when winter time begins.
  const friday = openState(weekdays, new Date('2026-10-23T16:00:00Z'));
  expect(iso(friday?.next)).toBe('2026-10-26T08:00:00.000Z');
  // Wednesday 11 November is a holiday: Tuesday evening opens again on Thursday.
  expect(iso(openState(weekdays, new Date('2026-11-10T17:00:00Z'))?.next)).toBe('2026-11-12T08:00:00.000Z');
});

test('hours recorded more than three years ago, or never, say nothing about today', () => {
  const now = new Date('2026-11-24T09:30:00Z');
  expect(openState(office('Mo-Fr 09:00-12:00', '2023-11-23'), now)).toBeNull();
  expect(openState(office('Mo-Fr 09:00-12:00', '2023-11-25'), now)).not.toBeNull();
  expect(openState(office('Mo-Fr 09:00-12:00', null), now)).toBeNull();
  expect(openState(office(null), now)).toBeNull();
});

test('hours become days and spans that can be said in words', () => {
  expect(readHours('Mo,We-Th 08:30-12:00,13:30-16:30; Fr 08:30-12:00')).toEqual([
    {
      days: [1, 3, 4],
      spans: [
        ['08:30', '12:00'],
        ['13:30', '16:30'],
      ],
    },
    { days: [5], spans: [['08:30', '12:00']] },
  ]);
});

test('every site whose hours are known has hours that can be said', () => {
  const known = loadDirectory('data').partners.flatMap(({ openingHours }) => (openingHours ? [openingHours] : []));
  expect(known.length).toBeGreaterThan(300);
  expect(known.filter((hours) => readHours(hours) === null)).toEqual([]);
});
