import { addWorkingDays, isWorkingDay, workingDaysBetween } from '../server/calendar.ts';
import { loadDirectory } from '../server/directory/directory.ts';

const { holidays, networks } = loadDirectory('data');

test('a deadline in working days jumps over weekends and public holidays', () => {
  expect(addWorkingDays('2026-11-24', 5, holidays)).toBe('2026-12-01');
  // Christmas is a Friday, New Year's Day too.
  expect(addWorkingDays('2026-12-23', 5, holidays)).toBe('2026-12-31');
  expect(addWorkingDays('2026-12-31', 1, holidays)).toBe('2027-01-04');
  // A slip of Saturday 1 May 2027 waits for the Monday; Ascension is 6 May.
  expect(addWorkingDays('2027-05-01', 4, holidays)).toBe('2027-05-07');
});

test('working days between two days are those a deadline counts, and none backwards', () => {
  for (const day of ['2026-11-24', '2026-12-24', '2027-04-30', '2027-07-13']) {
    for (const count of [1, 3, 5, 11]) {
      const due = addWorkingDays(day, count, holidays);
      expect(isWorkingDay(due, holidays)).toBe(true);
      expect(workingDaysBetween(day, due, holidays)).toBe(count);
      expect(workingDaysBetween(due, day, holidays)).toBe(0);
    }
  }
});

test('after the last year of the list weekends alone are left out, and every network promises some days', () => {
  expect([...holidays].sort().at(-1)).toBe('2031-12-25');
  expect(addWorkingDays('2032-12-24', 1, holidays)).toBe('2032-12-27');
  expect(networks.every(({ replyWithin }) => replyWithin >= 1)).toBe(true);
});
