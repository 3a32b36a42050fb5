import { createAccounts } from '../../server/access/accounts.ts';
import { type RunningApp, region, runApp } from '../support/app.ts';
import { type Visitor, visitor } from '../support/browser-less.ts';
import { team } from '../support/team.ts';

let running: RunningApp;
let chief: Visitor;

/** What a month of slips left: a network that answers, one of which too little is told, a silent structure. */
const counted: [series: string, a: string, b: string, count: number][] = [
  ['slip:toNetwork', 'info-jeunes', '', 40],
  ['slip:toNetwork', 'apec', '', 3],
  ['slip:toNetwork', 'cio', '', 27],
  ['slip:fromNetwork+toNetwork', 'cio', 'info-jeunes', 40],
  ['slip:fromNetwork+toNetwork', 'cio', 'apec', 3],
  ['slip:fromNetwork+toNetwork', 'info-jeunes', 'cio', 27],
  ['slip-reply:toNetwork', 'info-jeunes', '', 30],
  ['slip-reply:toNetwork', 'cio', '', 9],
  ['slip-reply:toNetwork+delay', 'info-jeunes', '0-2', 12],
  ['slip-reply:toNetwork+delay', 'info-jeunes', '3-5', 18],
  ['slip-reply:toNetwork+delay', 'cio', '21-plus', 9],
  ['slip-reply:fromNetwork+toNetwork', 'cio', 'info-jeunes', 30],
  ['slip-reply:fromNetwork+toNetwork', 'info-jeunes', 'cio', 9],
  ['slip-helped:toNetwork', 'info-jeunes', '', 21],
  ['helped-me:toNetwork', 'info-jeunes', '', 14],
  ['helped-me:toNetwork', 'cio', '', 3],
  ['nobody-replied:toNetwork', 'cio', '', 8],
  ['slip-call:toNetwork', 'info-jeunes', '', 12],
  ['slip-call:toNetwork', 'cio', '', 2],
  ['slip-call:fromNetwork+toNetwork', 'cio', 'info-jeunes', 12],
  ['slip-call:fromNetwork+toNetwork', 'info-jeunes', 'cio', 2],
  ['wrong-door:rule', 'summer-job/pupil-student', '', 7],
  ['wrong-door:rule+door', 'summer-job/pupil-student', 'not-ours', 7],
  ['silence:partner', 'dila:cci-41018-01', '', 2],
  ['silence:partner', 'dila:cij-41018-01', '', 18],
  ['silence:partner', 'dila:cij-37261-01', '', 11],
];

beforeEach(async () => {
  running = await runApp();
  await running.database
    .insertInto('counts')
    .values(counted.map(([series, a, b, count]) => ({ series, period: '2026-10', basin: 'region', a, b, count })))
    .execute();
  const token = await createAccounts(running.database, () => new Date('2026-11-24T09:30:00Z')).firstLink();
  chief = visitor(running.app);
  await chief.open(`/welcome/${token}`);
  await chief.send('welcome', { name: 'Coordination', password: 'une phrase assez longue 41' });
});

const cellsOf = (table: string) =>
  chief.seen.main
    .querySelectorAll(`[data-table="${table}"] tbody tr`)
    .map((row) => row.querySelectorAll('td').map(({ text }) => text.replaceAll('\u00a0', ' ').trim()));

test('a coordinator reads who answers whom, and no small count by any way', async () => {
  await chief.open('/partnerships?from=2026-10&to=2026-10');
  const networks = cellsOf('networks');
  expect(networks).toHaveLength(3);
  expect(networks.map(([issued, answered, rate]) => [issued, answered, rate])).toContainEqual(['40', '30', '75 %']);
  expect(cellsOf('doors').map((cells) => cells.at(-1))).toEqual(['7']);
  // By name: Apec, CIO, Info Jeunes; help as the structure says it, help, a reply and silence as the person does.
  expect(cellsOf('fates').slice(1)).toEqual([
    ['0', 's', '0', '8'],
    ['21', '14', '0', '0'],
  ]);
  const everything = [
    ...networks,
    ...cellsOf('fates'),
    ...cellsOf('pairs'),
    ...cellsOf('silent'),
    ...cellsOf('doors'),
  ].flat();
  expect(everything.filter((text) => /^[1-4]$/.test(text))).toEqual([]);
  expect(everything).toContain('s');

  for (const table of [
    'slips',
    'slips-between',
    'slip-replies-between',
    'slip-delays',
    'silent-partners',
    'slip-calls',
    'slips-helped',
    'helped-me',
    'nobody-replied',
    'slip-calls-between',
    'wrong-doors',
  ]) {
    const { status, html } = await chief.open(`/indicators/${table}.json?from=2026-10&to=2026-10`);
    expect(status).toBe(200);
    const { cells } = JSON.parse(html) as { cells: { count: number | 's' }[] };
    expect(cells.length).toBeGreaterThan(0);
    expect(cells.filter(({ count }) => typeof count === 'number' && count > 0 && count < 11)).toEqual([]);
    expect((await chief.open(`/indicators/${table}?from=2026-10&to=2026-10`)).status).toBe(200);
  }
});

test('a call made together is told by network, small counts hidden', async () => {
  await chief.open('/partnerships?from=2026-10&to=2026-10');
  const called = chief.seen.main.querySelectorAll('[data-called]').map(({ text }) => text.trim());
  expect(called.sort()).toEqual(['0', '12', 's']);
});

test('a coordinator reads of the whole region what is of networks, and of structures those of their groups', async () => {
  const lea = await team(running).join('Léa', 'coordinator', null, ['spro-41']);
  const valuesIn = async (table: string) => {
    const { html } = await lea.open(`/indicators/${table}.json?from=2026-10&to=2026-10`);
    return (JSON.parse(html) as { cells: { toNetwork?: string; partner?: string }[] }).cells.map(
      ({ toNetwork, partner }) => toNetwork ?? partner,
    );
  };
  expect((await valuesIn('silent-partners')).sort()).toEqual(['dila:cci-41018-01', 'dila:cij-41018-01']);
  expect(await valuesIn('slips')).toHaveLength(3);
  await lea.open('/partnerships?from=2026-10&to=2026-10');
  expect(lea.seen.main.querySelectorAll('[data-table="silent"] tbody tr')).toHaveLength(2);
  await lea.open('/indicators/silent-partners?from=2026-10&to=2026-10');
  expect(lea.seen.html).not.toContain(region.directory.partner('dila:cij-37261-01')?.name);
  await chief.open('/partnerships?from=2026-10&to=2026-10');
  expect(chief.seen.main.querySelectorAll('[data-table="silent"] tbody tr')).toHaveLength(3);
});

test('partnerships are for coordinators, over months that make sense', async () => {
  expect((await visitor(running.app).open('/partnerships')).page).toBe('sign-in');
  const wrong = await chief.open('/partnerships?from=2026-12&to=2026-10');
  expect([wrong.status, wrong.main.querySelector('.errors') !== null]).toEqual([422, true]);
  const empty = await chief.open('/partnerships?from=2025-01&to=2025-02');
  expect([empty.status, cellsOf('networks')]).toEqual([200, []]);
});
