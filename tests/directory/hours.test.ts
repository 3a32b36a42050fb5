import { loadDirectory } from '../../server/directory/directory.ts';
import { openState, readHours } from '../../server/directory/hours.ts';

const office = (openingHours: string | null, openingHoursDate: string | null = '2026-09-01') => ({
  openingHours,
  openingHoursDate,
  confirmedOn: null,
});
const region = loadDirectory('data');
const openAt = (partner: Parameters<typeof openState>[0], instant: string) =>
  openState(partner, new Date(instant), region);
const weekdays = office('Mo-Fr 09:00-12:00,14:00-17:00');
const iso = (date: Date | null | undefined) => date?.toISOString() ?? null;

test('an office is open within its hours and closed at lunch, in French time whatever the machine’s', () => {
  // Tuesday 24 November 2026, winter: France is one hour ahead of UTC.
  expect(openAt(weekdays, '2026-11-24T09:30:00Z')).toMatchObject({ open: true });
  const lunch = openAt(weekdays, '2026-11-24T11:30:00Z');
  expect(lunch?.open).toBe(false);
  expect(iso(lunch?.next)).toBe('2026-11-24T13:00:00.000Z');
});

test('the next opening crosses a week-end, a public holiday and the change of the hour', () => {
  // Friday evening before Sunday 25 October 2026, when winter time begins.
  const friday = openAt(weekdays, '2026-10-23T16:00:00Z');
  expect(iso(friday?.next)).toBe('2026-10-26T08:00:00.000Z');
  // Wednesday 11 November is a holiday: Tuesday evening opens again on Thursday.
  expect(iso(openAt(weekdays, '2026-11-10T17:00:00Z')?.next)).toBe('2026-11-12T08:00:00.000Z');
});

test('hours recorded more than three years ago, or never, say nothing about today', () => {
  const now = '2026-11-24T09:30:00Z';
  expect(openAt(office('Mo-Fr 09:00-12:00', '2023-11-23'), now)).toBeNull();
  expect(openAt(office('Mo-Fr 09:00-12:00', '2023-11-25'), now)).not.toBeNull();
  expect(openAt(office('Mo-Fr 09:00-12:00', null), now)).toBeNull();
  expect(openAt(office(null), now)).toBeNull();
});

test('who confirms a card says that its hours are right too', () => {
  const old = office('Mo-Fr 09:00-12:00', '2017-10-09');
  const now = '2026-11-24T09:30:00Z';
  expect(openAt(old, now)).toBeNull();
  expect(openAt({ ...old, confirmedOn: '2026-11-20' }, now)).toMatchObject({ open: true });
});

test('a site that closes in the school holidays of its zone opens again after them', () => {
  const school = office('Mo-Fr 09:00-12:00; SH off', '2026-01-10');
  // Winter holidays of zone B: 14 February to 1 March 2026. Friday 13 at work, Monday 16 closed.
  expect(openAt(school, '2026-02-13T09:30:00Z')).toMatchObject({ open: true });
  const during = openAt(school, '2026-02-16T09:30:00Z');
  expect(during?.open).toBe(false);
  expect(iso(during?.next)).toBe('2026-03-02T08:00:00.000Z');
  expect(iso(openAt(school, '2026-02-13T12:00:00Z')?.next)).toBe('2026-03-02T08:00:00.000Z');
});

test('after the last day of the table nobody can say, neither open nor closed nor when', () => {
  const school = office('Mo-Fr 09:00-12:00; SH off', '2026-01-10');
  expect(openAt(school, '2026-11-24T09:30:00Z')).toBeNull();
  // In the last holidays known it is closed for sure, but no day after them is known.
  expect(openAt(school, '2026-08-20T09:30:00Z')).toEqual({ open: false, until: null, next: null });
  expect(openAt(office('Mo-Fr 09:00-12:00; SH Mo 09:00-12:00'), '2026-02-16T09:30:00Z')).toBeNull();
  expect(openAt(office('Mo-Fr 09:00-12:00'), '2026-11-24T09:30:00Z')).toMatchObject({ open: true });
});

test('a holiday of the region closes its sites as those of the country do, unless they say they work then', () => {
  const more = { ...region, holidays: new Set(['2026-11-24']) };
  const at = new Date('2026-11-24T09:30:00Z');
  expect(openState(weekdays, at, more)?.open).toBe(false);
  expect(iso(openState(weekdays, at, more)?.next)).toBe('2026-11-25T08:00:00.000Z');
  expect(openState(office('Mo-Su,PH 09:00-12:00'), at, more)?.open).toBe(true);
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
