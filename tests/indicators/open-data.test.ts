import { parse } from 'csv-parse/sync';
import supertest from 'supertest';
import { loadCatalogue } from '../../server/indicators/catalogue.ts';
import { createEditions } from '../../server/indicators/editions.ts';
import { createIndicators } from '../../server/indicators/indicators.ts';
import { createPublication } from '../../server/indicators/publication.ts';
import { createPublishing } from '../../server/indicators/publishing.ts';
import { publicUrl, type RunningApp, region, runApp } from '../support/app.ts';
import { countQuarters, received } from '../support/quarters.ts';

const clock = () => new Date('2026-11-24T09:30:00Z');
const tables = loadCatalogue('data');
const structures = 'silent-partners';

let running: RunningApp;
beforeEach(async () => {
  running = await runApp({
    settings: { publicUrl, secure: false, trustProxy: 0, rateLimits: 'off', smtp: null, dataLicence: 'etalab-2.0' },
  });
});
afterEach(() => running.database.destroy());

/** Two quarters are published; somebody was received since. */
async function publish() {
  const { database } = running;
  const indicators = createIndicators(database);
  const editions = createEditions(database);
  const publication = createPublication(indicators, tables, clock);
  const { basins } = region.directory;
  await countQuarters(database);
  const publishing = createPublishing({ indicators, editions, publication, basins, clock });
  for (const quarter of ['2025-Q3', '2026-Q3']) expect(await publishing.publish(quarter)).toBe(true);
  await indicators.count({ ...received, month: '2026-10', week: '2026-W42' }, 100);
  return editions;
}

const file = async (name: string) => {
  const res = await supertest(running.app).get(`/open-data/${name}`).expect(200);
  expect(res.get('Content-Type')).toContain('text/csv');
  expect(res.get('Access-Control-Allow-Origin')).toBe('*');
  return parse(res.text, { columns: true }) as Record<string, string>[];
};

test('anybody reads what was published, quarter after quarter, and nothing that was counted since', async () => {
  const editions = await publish();
  const told = await editions.read('needs-by-age', { from: '2025-Q3', to: '2026-Q3' }, null);
  const rows = (await file('needs-by-age.csv')).map(({ quarter, group, need, age, count, state }) => [
    [quarter, group, need, age, count],
    state,
  ]);
  expect(rows).toEqual(
    told.map(({ period, basin, values, count }) => [[period, basin, ...values, String(count)], 'final']),
  );
  expect(new Set((await file('needs.csv')).map(({ quarter }) => quarter))).toEqual(new Set(['2025-Q3', '2026-Q3']));
  const page = await supertest(running.app).get('/open-data').expect(200);
  expect([...page.text.matchAll(/data-quarter="([^"]+)"/g)].map(([, quarter]) => quarter)).toEqual([
    '2026-Q3',
    '2025-Q3',
  ]);
});

test('the metadata names every file, its columns, its licence and its last quarter, and every code has a meaning', async () => {
  await publish();
  const { body } = await supertest(running.app).get('/open-data/datapackage.json').expect(200);
  expect(body).toMatchObject({
    $schema: 'https://datapackage.org/profiles/2.0/datapackage.json',
    homepage: `${publicUrl}/open-data`,
    version: '2026-Q3',
    licenses: [{ name: 'etalab-2.0' }],
  });
  const names = body.resources.map(({ name }: { name: string }) => name);
  expect(names).toEqual([...tables.map(({ id }) => id).filter((id) => id !== structures), 'codes']);
  const codes = new Map((await file('codes.csv')).map(({ column, code, label }) => [`${column} ${code}`, label]));
  for (const { path, schema } of body.resources) {
    const rows = await file(path);
    const columns = schema.fields.map(({ name }: { name: string }) => name);
    for (const row of rows) expect(Object.keys(row)).toEqual(columns);
    if (path === 'codes.csv') continue;
    for (const row of rows) {
      for (const column of columns.slice(0, -2)) expect(codes.get(`${column} ${row[column]}`)).toBeTruthy();
    }
  }
  expect(codes.get('group spro-41')).toBe(region.directory.groups.find(({ id }) => id === 'spro-41')?.name);
  const text = JSON.stringify([...codes]);
  expect(text).not.toContain('dila:');
});

test('no structure is named in the open data, and what is not there is not found', async () => {
  await publish();
  for (const name of [`${structures}.csv`, 'needs.xlsx', 'needs', 'nothing.csv', '..%2fneeds.csv']) {
    await supertest(running.app).get(`/open-data/${name}`).expect(404);
  }
  const page = await supertest(running.app).get('/open-data').expect(200);
  expect(page.text).not.toContain(`data-table="${structures}"`);
});

test('before the first publication the page says so, the files are empty and the metadata has no version', async () => {
  const page = await supertest(running.app).get('/open-data').expect(200);
  expect(page.text).not.toContain('data-quarter');
  expect(await file('needs.csv')).toEqual([]);
  expect(await file('codes.csv')).toEqual([]);
  const { body } = await supertest(running.app).get('/open-data/datapackage.json').expect(200);
  expect(body.version).toBeUndefined();
  // What was published since is in the codes at once.
  await publish();
  expect(await file('codes.csv')).not.toEqual([]);
});
