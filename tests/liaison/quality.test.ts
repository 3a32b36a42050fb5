import { loadDirectory } from '../../server/directory/directory.ts';
import { tally } from '../../server/indicators/indicators.ts';
import { exchanges, medianBands } from '../../server/indicators/partnership.ts';
import { createChores } from '../../server/liaison/chores.ts';
import { keptDays, type SlipAct, silentDays } from '../../server/liaison/lifecycle.ts';
import { bandOf, delayBands } from '../../server/liaison/quality.ts';
import { createSlips } from '../../server/liaison/slips.ts';
import { databases } from '../support/databases.ts';
import { draft, movingClock, secret, sensitiveDraft } from './drafts.ts';

const { holidays } = loadDirectory('data');

describe.each(databases)('on $name', ({ open }) => {
  const opened = async () => {
    const database = await open();
    const { clock, forward } = movingClock();
    const slips = createSlips(database, secret, clock, { holidays, tally });
    const chores = createChores(database, slips, clock);
    const counts = async () => {
      const rows = await database.selectFrom('counts').selectAll().execute();
      return Object.fromEntries(
        rows.map(({ series, period, basin, a, b, count }) => [
          [series, period, basin, a, b].join(' ').trim(),
          Number(count),
        ]),
      );
    };
    return { database, clock, forward, slips, chores, counts };
  };

  test('a slip, its first reply and its wrong door are counted once, when they happen', async () => {
    const { slips, counts, forward } = await opened();
    const slip = await slips.issue(draft);
    await slips.issue(draft);
    forward(7);
    const acts: SlipAct[] = [{ type: 'accepted' }, { type: 'redirected', network: 'cio' }, { type: 'helped' }];
    for (const act of acts) await slips.record(slip, act);
    expect(await counts()).toEqual({
      'slip:toNetwork 2026-11 region info-jeunes': 1,
      'slip:fromNetwork+toNetwork 2026-11 region france-services info-jeunes': 1,
      'slip-reply:toNetwork 2026-11 region info-jeunes': 1,
      // Tuesday to Tuesday: five working days; counted in the month the slip was issued.
      'slip-reply:toNetwork+delay 2026-11 region info-jeunes 3-5': 1,
      'slip-reply:fromNetwork+toNetwork 2026-11 region france-services info-jeunes': 1,
      'wrong-door:rule 2026-11 region summer-job/pupil-student': 1,
      'wrong-door:rule+door 2026-11 region summer-job/pupil-student redirected': 1,
    });
  });

  test('a structure called with the visitor is counted once, with no word of who was there', async () => {
    const { slips, counts } = await opened();
    const slip = await slips.issue(draft);
    const before = await counts();
    await Promise.all(Array.from({ length: 5 }, () => slips.record(slip, { type: 'called-together' })));
    expect(await counts()).toEqual({
      ...before,
      'slip-call:toNetwork 2026-11 region info-jeunes': 1,
      'slip-call:fromNetwork+toNetwork 2026-11 region france-services info-jeunes': 1,
    });
  });

  test('that somebody was helped is counted twice: once as the structure says it, once as the person does', async () => {
    const { slips, counts } = await opened();
    const slip = await slips.issue(draft);
    const acts: SlipAct[] = [
      { type: 'nobody-replied' },
      { type: 'accepted' },
      { type: 'helped' },
      { type: 'helped-me' },
    ];
    for (const act of [...acts, ...acts]) await slips.record(slip, act);
    await slips.record(slip, { type: 'answered-me' });
    expect(await counts()).toMatchObject({
      'slip:toNetwork 2026-11 region info-jeunes': 1,
      'slip-reply:toNetwork 2026-11 region info-jeunes': 1,
      'slip-helped:toNetwork 2026-11 region info-jeunes': 1,
      'helped-me:toNetwork 2026-11 region info-jeunes': 1,
      'answered-me:toNetwork 2026-11 region info-jeunes': 1,
      'nobody-replied:toNetwork 2026-11 region info-jeunes': 1,
    });
  });

  test('a sensitive slip is counted as such, with no network, rule or place', async () => {
    const { slips, counts, forward, chores } = await opened();
    const refused = await slips.issue(sensitiveDraft);
    await slips.record(refused, { type: 'called-together' });
    await slips.record(refused, { type: 'refused', reason: 'not-ours' });
    await slips.issue({ ...sensitiveDraft, issueKey: 'one nobody answers' });
    forward(silentDays);
    await chores.run();
    expect(Object.keys(await counts()).every((cell) => / sensitive( |$)/.test(cell))).toBe(true);
    expect(JSON.stringify(await counts())).not.toMatch(/cap-emploi|disability|dila:/);
  });

  test('silence is counted once, by whichever process takes the day, and a late reply still is one', async () => {
    const { slips, chores, clock, counts, forward, database } = await opened();
    const slip = await slips.issue(draft);
    forward(silentDays - 1);
    expect(await chores.run()).toEqual({ silent: 0, erased: 0 });
    forward(1);
    const processes = Array.from({ length: 5 }, () => createChores(database, slips, clock));
    const done = await Promise.all(processes.map((process) => process.run()));
    expect(done.filter((one) => one !== null)).toEqual([{ silent: 1, erased: 0 }]);
    forward(1);
    expect(await chores.run()).toEqual({ silent: 0, erased: 0 });
    expect(await counts()).toMatchObject({ 'silence:partner 2026-11 region dila:bij-41018-01': 1 });
    expect((await slips.record(slip, { type: 'helped' })).done).toBe(true);
    expect(await counts()).toMatchObject({ 'slip-reply:toNetwork+delay 2026-11 region info-jeunes 21-plus': 1 });
  });

  test('the purge takes the slips and leaves every count', async () => {
    const { slips, chores, counts, forward, database } = await opened();
    for (let n = 0; n < 7; n += 1) {
      const slip = await slips.issue({ ...draft, issueKey: `slip ${n}` });
      if (n % 2 === 0) await slips.record(slip, { type: 'helped' });
    }
    forward(silentDays);
    await chores.run();
    const before = await counts();
    forward(keptDays);
    expect(await chores.run()).toEqual({ silent: 0, erased: 7 });
    expect(await database.selectFrom('slips').select('id').execute()).toEqual([]);
    expect(await database.selectFrom('slipEvents').select('slip').execute()).toEqual([]);
    expect(await counts()).toEqual(before);
  });

  test('a slip that follows another outlives it', async () => {
    const { slips, chores, forward } = await opened();
    const slip = await slips.issue(draft);
    const { issueKey: _, basin: __, ...rest } = draft;
    await slips.record(slip, { type: 'redirected', network: 'cio' }, rest);
    const next = await slips.findNext(slip);
    expect(next?.id).not.toBe(slip.id);
    forward(20);
    await slips.record(next ?? slip, { type: 'helped' });
    forward(keptDays - 20);
    expect(await chores.run()).toEqual({ silent: 0, erased: 1 });
    expect((await slips.findByVisitorCode(next?.codes.visitor as string))?.id).toBe(next?.id);
  });
});

test('bands of delay are read from their first day on', () => {
  expect([0, 2, 3, 5, 6, 10, 11, 20, 21, 90].map(bandOf)).toEqual([
    ...['0-2', '0-2', '3-5', '3-5', '6-10', '6-10', '11-20', '11-20', '21-plus', '21-plus'],
  ]);
});

test('a rate is said only where every count it stands on is told', () => {
  const cell = (values: string[], count: number | 's') =>
    ({ period: '2026-10', basin: 'region', values, count, state: 'final' }) as const;
  const issued = [cell(['cio'], 20), cell(['apec'], 's'), cell(['cci'], 9), cell(['cma'], 10), cell(['cma'], 6)];
  const answered = [cell(['cio'], 15), cell(['apec'], 8), cell(['cma'], 's')];
  const rates = exchanges(issued, answered).map(({ ends, rate, answered: replied }) => [ends[0], replied, rate]);
  expect(rates).toEqual([
    ['cio', 15, 75],
    ['apec', 8, null],
    ['cci', 0, 0],
    ['cma', null, null],
  ]);
  const bands = delayBands.map(({ id }) => id);
  const delays = [cell(['cio', '0-2'], 5), cell(['cio', '6-10'], 9), cell(['apec', '0-2'], 's')];
  expect([...medianBands(delays, bands)]).toEqual([
    ['cio', '6-10'],
    ['apec', null],
  ]);
});
