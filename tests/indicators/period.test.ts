import { monthsOf, readPeriod, weeksOf } from '../../server/indicators/period.ts';

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
