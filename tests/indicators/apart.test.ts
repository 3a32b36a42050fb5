import { type Apart, besideParts } from '../../server/indicators/apart.ts';
import { loadCatalogue } from '../../server/indicators/catalogue.ts';
import { together } from '../../server/indicators/edition.ts';
import type { Count } from '../../server/indicators/indicator.ts';
import { protect } from '../../server/indicators/protect.ts';
import { smallestOutside } from '../../server/indicators/small-count.ts';
import { atOnce } from '../../server/indicators/steps.ts';
import { systemOf } from '../../server/indicators/systems.ts';

const tables = loadCatalogue('data').filter(({ id }) => ['needs', 'outcomes', 'needs-by-age'].includes(id));
const inQuarter = (count: Count): Count => ({ ...count, period: '2026-Q3', basin: 'spro-41' });
const at = (period: string, need: string, ages: Record<string, number>): Count[] => {
  const place = { period, basin: '41-blois', a: need };
  const pairs = Object.entries(ages).map(([b, count]) => ({ ...place, series: 'need+age', b, count }));
  const count = pairs.reduce((sum, one) => sum + one.count, 0);
  return [{ ...place, series: 'need', b: '', count }, ...pairs];
};

/** So many of a need and an age in a basin of a month, all of whom were told the same. */
const toldSo = (outcome: string, period: string, basin: string, need: string, age: string, count: number): Count[] =>
  [...at(period, need, { [age]: count }), { series: 'outcome', period, basin, a: outcome, b: '', count }].map(
    (one) => ({
      ...one,
      basin,
    }),
  );

/** What becomes of the figures of a quarter, by their values, alone or beside the working files of its months. */
function publishedOf(months: readonly (readonly Count[])[], beside: boolean) {
  const decided = (counts: readonly Count[]) => {
    const linked = systemOf(tables, counts);
    return { linked, fates: protect(linked, smallestOutside) };
  };
  const quarter = decided(together(months.flat(), inQuarter));
  const files: Apart = { smallest: smallestOutside, parts: months.map(decided) };
  const fates = atOnce(besideParts(quarter, beside ? [files] : [], inQuarter));
  return Object.fromEntries(
    [...quarter.linked.places].map(([{ a, b }, place]) => [[a, b].filter(Boolean).join(' '), fates[place]]),
  );
}

test('a figure of which files tell all but one month is published without them, and not beside them', () => {
  const months = [
    [...at('2026-07', 'summer-job', { '16-17': 40 }), ...at('2026-07', 'mobility', { '18-25': 30 })],
    [...at('2026-08', 'summer-job', { '16-17': 13 }), ...at('2026-08', 'mobility', { '18-25': 30 })],
    [...at('2026-09', 'summer-job', { '16-17': 7 }), ...at('2026-09', 'mobility', { '18-25': 35 })],
  ];
  expect(publishedOf(months, false)).toMatchObject({ 'summer-job': 'told', mobility: 'told' });
  const beside = publishedOf(months, true);
  expect(beside['summer-job']).toBe('hidden');
  expect(beside['summer-job 16-17']).not.toBe('told');
});

test('a figure that would tell the sum of a value which no table prints, but months and basins do, is not published beside them', () => {
  const months = [
    toldSo('answered-here', '2026-07', '41-blois', 'housing', '16-17', 12),
    toldSo('go', '2026-07', '41-vendome', 'housing', '26-29', 7),
    toldSo('go', '2026-08', '41-blois', 'housing', '26-29', 1),
    toldSo('go', '2026-08', '41-vendome', 'summer-job', 'unknown', 30),
  ];
  expect(publishedOf(months, false)).toMatchObject({ go: 'told', 'answered-here': 'told' });
  const beside = publishedOf(months, true);
  // The sum of both, less the 12 and the 30, are the eight of 26 to 29.
  expect([beside.go, beside['answered-here']]).toContain('hidden');
});

test('a row of which the marks would tell where files are silent on zeros is silent as a whole, its sum is told', () => {
  const months = [
    // Whoever knows that each of the three is no zero leaves nine values to each, of eleven people.
    [...at('2026-07', 'summer-job', { '16-17': 4, '18-25': 4, '26-29': 3 }), ...at('2026-07', 'vae', { '45-59': 20 })],
    [...at('2026-08', 'summer-job', { '30-44': 9, '60-plus': 9 }), ...at('2026-08', 'vae', { '45-59': 20 })],
  ];
  const rows = (fates: Record<string, string | undefined>) =>
    ['16-17', '18-25', '26-29', '30-44', '60-plus'].map((age) => fates[`summer-job ${age}`]);
  expect(new Set(rows(publishedOf(months, false)))).toEqual(new Set(['hidden']));
  const beside = publishedOf(months, true);
  expect(new Set(rows(beside))).toEqual(new Set(['withheld']));
  expect(beside['summer-job']).toBe('told');
  expect(beside['vae 45-59']).toBe('told');
});
