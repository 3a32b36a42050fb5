import { createAccounts } from '../../server/access/accounts.ts';
import { type RunningApp, runApp } from '../support/app.ts';
import { type Visitor, visitor } from '../support/browser-less.ts';
import { countQuarters } from '../support/quarters.ts';

let running: RunningApp;
let chief: Visitor;
beforeAll(async () => {
  running = await runApp();
  await countQuarters(running.database);
  const token = await createAccounts(running.database, () => new Date('2026-11-24T09:30:00Z')).firstLink();
  chief = visitor(running.app);
  await chief.open(`/welcome/${token}`);
  await chief.send('welcome', { name: 'Coordination', password: 'une phrase assez longue 41' });
});
afterAll(() => running.database.destroy());

/** The figures of each line of a table on the page, as they are printed. */
const lines = (selector: string): string[][] =>
  chief.seen.main
    .querySelectorAll(`${selector} tbody tr`)
    .map((row) => row.querySelectorAll('td:not(.bar)').map(({ text }) => text.replaceAll('\u00a0', ' ').trim()));
const publish = async (quarter: string) => {
  await chief.open('/indicators');
  await chief.post('/indicators/editions', { quarter });
};

test('a quarter nobody has published says when it may be, and where', async () => {
  const { status, main } = await chief.open('/indicators/report?quarter=2026-Q2&group=spro-41');
  expect([status, main.querySelector('.empty a')?.getAttribute('href')]).toEqual([200, '/indicators#published']);
  expect(main.querySelectorAll('table')).toEqual([]);
  const table = await chief.open('/indicators/needs?version=public');
  expect([table.status, table.main.querySelector('.empty') !== null]).toEqual([200, true]);
});

test('a question outside the list leads to the table nearest to it', async () => {
  for (const [asked, nearest] of [
    ['need-by-age', 'needs-by-age'],
    ['besoins', 'needs'],
    ['saison-par-semaine', 'weeks'],
    ['needs-by-age-and-sex', 'needs-by-age'],
  ]) {
    const { status, main, page } = await chief.open(`/indicators/${asked}`);
    expect([asked, status, page]).toEqual([asked, 404, 'catalogue']);
    expect([asked, main.querySelector('[data-nearest]')?.getAttribute('data-nearest')]).toEqual([asked, nearest]);
    expect(JSON.parse((await chief.open(`/indicators/${asked}.json`)).html)).toMatchObject({ nearest });
  }
});

describe('once two third quarters are published', () => {
  beforeAll(async () => {
    for (const quarter of ['2025-Q3', '2026-Q3']) await publish(quarter);
  });

  test('the report of a group has every part of a partners’ meeting, from published figures alone', async () => {
    const { status, main } = await chief.open('/indicators/report?group=spro-37');
    expect([status, main.getAttribute('data-quarter')]).toEqual([200, '2026-Q3']);
    const parts = main.querySelectorAll('[data-part]').map((part) => part.getAttribute('data-part'));
    expect(parts).toEqual(['funnel', 'needs', 'networks', 'cep', 'barometer', 'partnerships', 'doors']);
    expect(main.querySelector('[data-chart="season"] svg[role="img"]')?.getAttribute('aria-label')).toBeTruthy();
    expect(lines('[data-part="needs"]')[0]).toEqual(['180 (100 %)', '180']);
    expect(lines('[data-part="partnerships"]')).toEqual([
      ['65', '45', '69 %'],
      ['40', '20', '50 %'],
    ]);
    // A sensitive need is counted for the region: of a group it has no number, not even zero.
    const asked = (need: string) => main.querySelector(`[data-part="doors"] tr[data-need="${need}"] td`)?.text;
    expect([asked('mobility'), asked('womens-rights')]).toEqual(['180', expect.not.stringMatching(/\d/)]);
    const shown = main.text.match(/\b\d+\b(?! %)/g) ?? [];
    expect(shown.length).toBeGreaterThan(20);
  });

  test('a step of the funnel that misses a part says that it is at least so much, one that has none says nothing', async () => {
    await chief.open('/indicators/report?group=spro-41');
    const funnel = Object.fromEntries(
      chief.seen.main
        .querySelectorAll('[data-part="funnel"] tr[data-step]')
        .map((row) => [row.getAttribute('data-step'), row.querySelectorAll('td').length]),
    );
    expect(Object.keys(funnel)).toEqual(['receptions', 'needs', 'go', 'issued', 'answered']);
    const sums = lines('[data-part="funnel"]').map(([, region = '']) => /\d+/.exec(region)?.[0] ?? region);
    // Of two groups and the sum of both, which anybody can add up by weeks, one small count leaves nothing to tell.
    expect(sums[0]).toBe('s');
    for (const sum of sums.slice(1)) expect(Number(sum) % 5).toBe(0);
  });

  test('what is hidden in a table is hidden in its picture, which has one height for it', async () => {
    const { main } = await chief.open('/indicators/weeks?version=public&from=2026-07&to=2026-09&compare=year');
    const bars = main.querySelectorAll('svg.chart rect');
    expect(bars).toHaveLength(13);
    expect(main.querySelectorAll('svg.chart path.before')).toHaveLength(13);
    expect(lines('table.almanac')).toHaveLength(13);
    for (const [now, before] of lines('table.almanac')) expect([Number(now) % 5, Number(before) % 5]).toEqual([0, 0]);
  });

  test('every state is an address: comparison, version, months and area survive each other', async () => {
    await chief.open('/indicators/needs?from=2026-07&to=2026-09&basin=spro-37');
    const compare =
      chief.seen.main.querySelector('[data-compare]')?.getAttribute('href')?.replaceAll('&amp;', '&') ?? '';
    await chief.open(compare);
    expect(compare).toBe('/indicators/needs?from=2026-07&to=2026-09&basin=spro-37&compare=year');
    const heads = chief.seen.main.querySelectorAll('table.almanac thead th.before');
    expect(heads).toHaveLength(3);
    const form = chief.seen.main.querySelector('form[data-form="filter"]');
    expect(form?.querySelector('input[name="compare"]')?.getAttribute('value')).toBe('year');
    const links = chief.seen.main.querySelectorAll('[data-files="screen"] a').map((link) => link.getAttribute('href'));
    expect(links[0]?.replaceAll('&amp;', '&')).toBe('/indicators/needs.csv?from=2026-07&to=2026-09&basin=spro-37');
  });

  test('only what was published has a column: a quarter without one is no zero', async () => {
    await chief.open('/indicators/receptions?version=public&from=2026-01&to=2026-09');
    expect(chief.seen.main.querySelectorAll('table.almanac thead th')).toHaveLength(2);
  });

  test.each([
    '/indicators/report?group=spro-99',
    '/indicators/report?quarter=2026-Q5',
    '/indicators/report?quarter=soon',
  ])('%s is nowhere', async (path) => {
    expect((await chief.open(path)).status).toBe(404);
  });
});
