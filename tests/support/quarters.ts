import { addDays, weekOf } from '../../server/calendar.ts';
import type { ReceptionEvent } from '../../server/indicators/indicator.ts';
import { createIndicators } from '../../server/indicators/indicators.ts';
import type { Database } from '../../server/storage/database.ts';

/** Somebody received in Blois. */
export const received: ReceptionEvent = {
  month: '2026-08',
  week: '2026-W33',
  basin: '41-blois',
  firstOfInterview: true,
  sensitive: false,
  need: 'summer-job',
  outcome: 'go',
  network: 'info-jeunes',
  age: '16-17',
  status: 'pupil',
  channel: 'desk',
  language: 'fr',
  deskType: null,
};

const slips: [series: string, a: string, b: string, count: number][] = [
  ['slip:toNetwork', 'info-jeunes', '', 63],
  ['slip:toNetwork', 'cio', '', 41],
  ['slip:fromNetwork+toNetwork', 'cio', 'info-jeunes', 63],
  ['slip:fromNetwork+toNetwork', 'info-jeunes', 'cio', 41],
  ['slip-reply:toNetwork', 'info-jeunes', '', 47],
  ['slip-reply:toNetwork', 'cio', '', 22],
  ['slip-reply:fromNetwork+toNetwork', 'cio', 'info-jeunes', 47],
  ['slip-reply:fromNetwork+toNetwork', 'info-jeunes', 'cio', 22],
  ['silence:partner', 'dila:cij-41018-01', '', 18],
];

/** Counts the third quarters of 2025 and 2026 in two groups, with slips and opinions: enough for every page to have figures. */
export async function countQuarters(database: Database): Promise<void> {
  const indicators = createIndicators(database);
  for (const year of [2025, 2026]) {
    for (let week = 0; week < 13; week += 1) {
      const day = addDays(`${year}-07-02`, 7 * week);
      const at = { ...received, month: day.slice(0, 7), week: weekOf(day) };
      const more = year === 2026 ? 3 : 0;
      await indicators.count(at, 12 + week + more);
      await indicators.count(
        { ...at, need: 'find-training', age: '26-29', status: 'jobseeker', network: 'france-travail' },
        9,
      );
      await indicators.count(
        { ...at, need: 'housing', age: '18-25', status: 'student', basin: '41-vendome' },
        week % 2,
      );
      await indicators.count({ ...at, basin: '37-tours', need: 'mobility', channel: 'kiosk' }, 14);
    }
    for (const [series, a, b, count] of slips) {
      await indicators.add([{ series, period: `${year}-08`, basin: 'region', a, b, count }]);
    }
    for (const [a, count] of [
      ['1', 3],
      ['2', 12],
      ['3', 28],
      ['4', 44],
    ] as const) {
      await indicators.add([
        { series: 'opinion:satisfaction', period: `${year}-09`, basin: '41-blois', a, b: '', count },
      ]);
    }
  }
}
