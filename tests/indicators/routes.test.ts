import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import request from 'supertest';
import { loadCatalogue } from '../../server/indicators/catalogue.ts';
import type { ReceptionEvent } from '../../server/indicators/indicator.ts';
import { openDatabase } from '../../server/storage/database.ts';
import { received } from '../support/quarters.ts';
import { type Staff, staffOver } from '../support/staff.ts';

const catalogue = loadCatalogue('data');
const event: ReceptionEvent = { ...received, month: '2026-10', week: '2026-W41' };

let staff: Staff;
let browser: ReturnType<typeof request.agent>;
const begin = async () => {
  staff = staffOver(await openDatabase('sqlite::memory:'));
  await staff.join('Léa', 'admin');
  browser = await staff.signIn('Léa');
};
beforeEach(begin);

const count = async (times: number, changes: Partial<ReceptionEvent> = {}) => {
  for (let time = 0; time < times; time += 1) await staff.indicators.count({ ...event, ...changes });
};
type Row = Record<string, string | number>;
const json = async (address: string): Promise<Row[]> => (await browser.get(address).expect(200)).body.cells;
/** The cells of a page: what its table prints. */
const figures = (html: string): string[] =>
  [...html.matchAll(/<td>(?:<abbr class="secret"[^>]*>(s)<\/abbr>|(\d+))<\/td>/g)].map(
    ([, mark, told]) => mark ?? told ?? '',
  );

describe('who may read the figures', () => {
  test.each([
    ['/indicators'],
    ['/indicators/needs'],
    ['/indicators/needs.csv'],
    ['/indicators/needs.json'],
    ['/indicators/x'],
  ])('%s: coordinators, not agents, and nobody who is not signed in', async (address) => {
    await staff.join('Ali', 'agent', 'dila:cij-41018-01');
    await (await staff.signIn('Ali')).get(address).expect(403);
    await request(staff.app)
      .get(address)
      .expect(303)
      .expect('Location', `/sign-in?next=${encodeURIComponent(address)}`);
  });
});

describe('the catalogue', () => {
  test('names every table, and so does the answer to a table that does not exist', async () => {
    const page = await browser.get('/indicators').expect(200);
    const missing = await browser.get('/indicators/wages').expect(404);
    for (const { id } of catalogue) {
      expect(page.text).toContain(`data-table="${id}"`);
      expect(missing.text).toContain(`data-table="${id}"`);
    }
    const { body } = await browser.get('/indicators/wages.json').expect(404);
    expect(body.tables).toEqual(catalogue.map(({ id }) => id));
  });

  test('every table has a page and two twins, empty before the first reception', async () => {
    for (const { id } of catalogue) {
      expect((await browser.get(`/indicators/${id}`).expect(200)).text).toContain('data-page="indicators"');
      expect(await json(`/indicators/${id}.json`)).toEqual([]);
      expect((await browser.get(`/indicators/${id}.csv`).expect(200)).text.trim().split('\n')).toHaveLength(1);
    }
  });
});

describe('a table', () => {
  test('tells counts by month and basin, and marks the running month', async () => {
    await count(17);
    await count(16, { month: '2026-11', basin: '18-bourges', need: 'housing' });
    expect(await json('/indicators/needs.json')).toEqual([
      { month: '2026-10', basin: '41-blois', need: 'summer-job', count: 17, state: 'final' },
      { month: '2026-11', basin: '18-bourges', need: 'housing', count: 16, state: 'provisional' },
    ]);
  });

  test('tells five and more on the screen, eleven and more in every file that leaves it', async () => {
    for (const [basin, times] of [4, 5, 10, 11].entries()) await count(times, { basin: `b${basin}` });
    const page = await browser.get('/indicators/needs?from=2026-10&to=2026-10');
    expect(figures(page.text)).toEqual(['s', '5', '10', '11']);
    const told = (await json('/indicators/needs.json')).map((cell) => cell.count);
    expect(told).toEqual(['s', 's', 's', 11]);
    const csv = parse((await browser.get('/indicators/needs.csv?format=rfc4180')).text, { columns: true }) as Row[];
    expect(csv.map((row) => row.count)).toEqual(told.map(String));
    const { fields } = (await browser.get('/indicators/needs.schema.json').expect(200)).body;
    expect(fields.find(({ name }: { name: string }) => name === 'count').constraints.minimum).toBe(11);
  });

  test('hides one to four with one mark, and leaves a true zero alone', async () => {
    for (const times of [1, 2, 3, 4]) await count(times, { basin: `b${times}` });
    const page = await browser.get('/indicators/needs?from=2026-09&to=2026-10');
    expect(figures(page.text)).toEqual(['0', 's', '0', 's', '0', 's', '0', 's']);
  });

  test('keeps silent on all the shares of a need that its number would give away', async () => {
    const ages = ['16-17', '18-25', '26-29', '30-44'];
    for (const age of [...ages, '30-44']) await count(1, { age });
    for (const age of ['45-59', '60-plus']) await count(5, { age, need: 'cep-cpf-info' });
    await count(6, { age: '16-17', month: '2026-09' });
    const address = 'needs-by-age?from=2026-09&to=2026-10';
    const page = await browser.get(`/indicators/${address}`);
    expect(figures(page.text)).toEqual(['0', '5', '0', '5', '6', 's']);
    const needs = await browser.get('/indicators/needs?from=2026-10&to=2026-10');
    expect(figures(needs.text).sort()).toEqual(['10', '5']);
  });

  test('keeps silent in a file on all the shares of a need that its number would give away there', async () => {
    for (const age of ['16-17', '18-25', '26-29', '30-44']) await count(3, { age });
    for (const age of ['45-59', '60-plus']) await count(11, { age, need: 'cep-cpf-info' });
    expect(await json('/indicators/needs-by-age.json')).toEqual([
      { month: '2026-10', basin: '41-blois', need: 'cep-cpf-info', age: '45-59', count: 11, state: 'final' },
      { month: '2026-10', basin: '41-blois', need: 'cep-cpf-info', age: '60-plus', count: 11, state: 'final' },
      { month: '2026-10', basin: '41-blois', need: 'summer-job', age: 's', count: 's', state: 'final' },
    ]);
    expect(await json('/indicators/needs.json')).toContainEqual(
      expect.objectContaining({ need: 'summer-job', count: 12 }),
    );
  });

  test('tells what was counted since it was last read', async () => {
    const months = 'from=2026-10&to=2026-10';
    const screen = async (id: string) => figures((await browser.get(`/indicators/${id}?${months}`)).text);
    await count(10);
    expect([await screen('needs'), await json('/indicators/needs.json')]).toMatchObject([['10'], [{ count: 's' }]]);
    await count(1);
    expect([await screen('needs'), await json('/indicators/needs.json')]).toMatchObject([['11'], [{ count: 11 }]]);
    expect(await json('/indicators/receptions.json')).toMatchObject([{ count: 11 }]);
    await count(1);
    expect(await json('/indicators/receptions.json')).toMatchObject([{ count: 12 }]);
  });

  test('shows many lines without a number as one, with the mark where one of them has it', async () => {
    for (const need of ['housing', 'mobility', 'vae', 'senior', 'job-loss']) await count(2, { need });
    await count(2, { need: 'basic-skills', month: '2026-11' });
    await count(20);
    const page = await browser.get('/indicators/needs?from=2026-09&to=2026-11');
    expect(figures(page.text)).toEqual(['0', '20', '0', '0', 's', 's']);
    expect((await json('/indicators/needs.json?from=2026-09&to=2026-11')).length).toBe(7);
  });

  test('prints no total', async () => {
    await count(11);
    await count(8, { need: 'housing' });
    const page = await browser.get('/indicators/needs?from=2026-10&to=2026-10');
    expect(figures(page.text).sort()).toEqual(['11', '8']);
    expect(page.text).not.toContain('<tfoot');
  });

  test('can be narrowed to a basin or to a group by its address, on the page and in the files alike', async () => {
    await count(7);
    await count(6, { basin: '41-vendome' });
    await count(5, { basin: '18-bourges' });
    const basins = async (area: string) =>
      (await json(`/indicators/receptions.json?basin=${area}`)).map(({ basin }) => basin);
    expect(await basins('41-blois')).toEqual(['41-blois']);
    expect(await basins('spro-41')).toEqual(['41-blois', '41-vendome']);
    const page = await browser.get('/indicators/receptions?basin=spro-41&from=2026-10&to=2026-10').expect(200);
    expect(figures(page.text).sort()).toEqual(['6', '7']);
    expect(page.text).toContain('/indicators/receptions.csv?from=2026-10&amp;to=2026-10&amp;basin=spro-41');
  });

  test.each([
    ['from=2026-10-01', 'from'],
    ['from=2026-11&to=2026-10', 'from'],
    ['to=soon', 'to'],
    ['basin=75-paris', 'basin'],
  ])('asked with %s says what is wrong and shows nothing', async (query, field) => {
    await count(7);
    const page = await browser.get(`/indicators/needs?${query}`).expect(422);
    expect(page.text).toContain(`href="#${field}"`);
    expect(figures(page.text)).toEqual([]);
    await browser.get(`/indicators/needs.csv?${query}`).expect(422);
    await browser.get(`/indicators/needs.json?${query}`).expect(422);
  });

  test('by week counts the receptions of the whole region', async () => {
    await count(15);
    await count(4, { basin: '18-bourges', firstOfInterview: false });
    expect(await json('/indicators/weeks.json')).toEqual([{ week: '2026-W41', count: 15, state: 'final' }]);
  });

  test('tells of what is sensitive only how much there was of it in the region', async () => {
    await count(19, { sensitive: true, need: 'violence', network: 'cidff', basin: '36-issoudun' });
    const all = await Promise.all(catalogue.map(async ({ id }) => (await browser.get(`/indicators/${id}.csv`)).text));
    for (const trace of ['violence', 'cidff', 'issoudun']) expect(all.join()).not.toContain(trace);
    expect(await json('/indicators/needs.json')).toMatchObject([{ basin: 'region', need: 'sensitive', count: 19 }]);
  });
});

describe('the CSV', () => {
  const bytes = async (address: string): Promise<Buffer> =>
    (
      await browser
        .get(address)
        .buffer(true)
        .parse((res, done) => {
          const parts: Buffer[] = [];
          res.on('data', (part: Buffer) => parts.push(part));
          res.on('end', () => done(null, Buffer.concat(parts)));
        })
    ).body;

  test('is made for the spreadsheets of offices here: byte order mark, semicolons', async () => {
    await count(17);
    const file = await bytes('/indicators/needs.csv');
    expect([...file.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
    expect(file.subarray(3).toString()).toBe('month;basin;need;count;state\n2026-10;41-blois;summer-job;17;final\n');
  });

  test('follows RFC 4180 when asked', async () => {
    await count(2);
    expect((await bytes('/indicators/needs.csv?format=rfc4180')).toString()).toBe(
      'month,basin,need,count,state\r\n2026-10,41-blois,summer-job,s,final\r\n',
    );
    await browser.get('/indicators/needs.csv?format=xls').expect(422);
  });

  test('starts no formula in a spreadsheet', async () => {
    for (const need of ['=1+1', '+1', '-1', '@SUM(A1)', '\t=1']) await count(11, { need });
    const rows = parse(await bytes('/indicators/needs.csv'), { delimiter: ';', bom: true, columns: true }) as Row[];
    for (const { need } of rows) expect(need).toMatch(/^'/);
    expect(rows).toHaveLength(5);
  });
});

test('whatever was counted, no page tells a count under five and no file one under eleven, and files tell the same', async () => {
  const some = (...values: string[]) => fc.constantFrom(...values);
  const anyEvent = fc.record({
    need: some('summer-job', 'housing', 'mobility'),
    age: fc.option(some('16-17', '18-25')),
    status: some('pupil', 'jobseeker'),
    network: fc.option(some('info-jeunes', 'mission-locale')),
    outcome: fc.constantFrom('go' as const, 'answered-here' as const),
    channel: some('desk', 'kiosk'),
    basin: some('41-blois', '18-bourges'),
    month: some('2026-10', '2026-11'),
    sensitive: fc.boolean(),
  });
  const anyEvents = fc.array(fc.tuple(fc.constantFrom(1, 2, 6, 12), anyEvent), { minLength: 1, maxLength: 40 });
  await fc.assert(
    fc.asyncProperty(anyEvents, async (events) => {
      await begin();
      for (const [times, changes] of events) await staff.indicators.count({ ...event, ...changes }, times);
      for (const { id } of catalogue) {
        const cells = (await json(`/indicators/${id}.json`)).map((cell) => String(cell.count));
        const file = parse((await browser.get(`/indicators/${id}.csv`)).text, {
          delimiter: ';',
          bom: true,
          columns: true,
        });
        const page = figures((await browser.get(`/indicators/${id}`)).text);
        expect((file as Row[]).map((row) => row.count)).toEqual(cells);
        for (const told of cells) expect(told).toMatch(/^(s|1[1-9]|[2-9]\d|\d{3,})$/);
        for (const told of page) expect(told).toMatch(/^(s|0|[5-9]|\d{2,})$/);
        if (page.includes('s')) expect(cells).toContain('s');
      }
    }),
    { numRuns: 8 },
  );
});
