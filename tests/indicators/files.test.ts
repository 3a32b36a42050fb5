import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { parse } from 'csv-parse/sync';
import { readOds } from 'hucre/ods';
import { readXlsx } from 'hucre/xlsx';
import { parquetMetadata, parquetReadObjects } from 'hyparquet';
import type request from 'supertest';
import { loadCatalogue } from '../../server/indicators/catalogue.ts';
import { type Value, workbookOf } from '../../server/indicators/workbook.ts';
import { type Database, openDatabase } from '../../server/storage/database.ts';
import { countQuarters, received } from '../support/quarters.ts';
import { type Staff, staffOver } from '../support/staff.ts';

const tables = loadCatalogue('data');
const period = 'from=2026-07&to=2026-09';

let database: Database;
let staff: Staff;
let browser: ReturnType<typeof request.agent>;
beforeAll(async () => {
  database = await openDatabase('sqlite::memory:');
  staff = staffOver(database);
  await staff.join('Léa', 'admin');
  browser = await staff.signIn('Léa');
  await countQuarters(database);
  await browser.post('/indicators/editions').type('form').send({ quarter: '2026-Q3' }).expect(303);
});
afterAll(() => database.destroy());

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
      .expect(200)
  ).body;

const readers = { xlsx: readXlsx, ods: readOds };
const kinds = ['xlsx', 'ods'] as const;
/** What a spreadsheet would take for a formula, or for something else than it is. */
const hostile = [
  '=1+1',
  '+1',
  '-1',
  '@SUM(A1)',
  '\t=1',
  '=HYPERLINK("http://x.example","y")',
  '007',
  '2026-10',
  's',
  'é « à »',
];

/** The rows of the CSV of RFC 4180, as words and numbers. */
const csvRows = async (address: string): Promise<(string | number)[][]> =>
  (parse((await bytes(`${address}&format=rfc4180`)).toString('utf8')) as string[][]).map((row) =>
    row.map((word) => (/^\d+$/.test(word) ? Number(word) : word)),
  );

describe.each(kinds)('the %s', (kind) => {
  test.each([
    'screen',
    'public',
  ])('of the %s figures holds what the CSV holds, counts as numbers, and the definitions', async (version) => {
    for (const id of ['needs', 'receptions', 'weeks', 'needs-by-age', 'slips']) {
      const query = `${period}&version=${version}`;
      const rows = await csvRows(`/indicators/${id}.csv?${query}`);
      const { sheets } = await readers[kind](await bytes(`/indicators/${id}.${kind}?${query}`));
      expect(sheets[0]?.name).toBe(id);
      expect(sheets[0]?.rows).toEqual(rows);
      expect(rows.length).toBeGreaterThan(1);
      const definitions = JSON.stringify(sheets[2]?.rows);
      for (const table of tables) expect(definitions).toContain(`"${table.id}"`);
      expect(sheets[2]?.rows.flat()).toContainEqual(new Date('2026-07-01T00:00:00Z'));
      expect(sheets[2]?.rows.flat()).toContainEqual(new Date('2026-09-30T00:00:00Z'));
    }
  });

  test('keeps words as words, whatever they begin with', async () => {
    const rows: Value[][] = [['word', 'count'], ...hostile.map((word, at): Value[] => [word, at])];
    const file = await workbookOf(kind, '=1', [{ name: '=1', widths: [20, 10], rows }]);
    expect((await readers[kind](file)).sheets[0]?.rows).toEqual(rows);
    const raw = JSON.stringify((await readers[kind](file)).sheets[0]);
    expect(raw).not.toContain('formula');
  });
});

describe('Parquet', () => {
  test.each([
    'screen',
    'public',
  ])('of the %s figures holds what the CSV holds, counts as whole numbers, null where they are not told', async (version) => {
    for (const id of ['needs', 'receptions', 'weeks', 'needs-by-age', 'slips']) {
      const query = `${period}&version=${version}`;
      const [heads = [], ...rows] = await csvRows(`/indicators/${id}.csv?${query}`);
      const file = new Uint8Array(await bytes(`/indicators/${id}.parquet?${query}`)).buffer;
      const at = heads.indexOf('count');
      const told = rows.map((row) =>
        Object.fromEntries(heads.map((head, place) => [head, place === at && row[at] === 's' ? null : row[place]])),
      );
      expect(await parquetReadObjects({ file })).toEqual(told);
      const { schema, key_value_metadata: about } = parquetMetadata(file);
      expect(schema.slice(1).map(({ name, type }) => [name, type])).toEqual(
        heads.map((head) => [head, head === 'count' ? 'INT32' : 'BYTE_ARRAY']),
      );
      expect(about?.find(({ key }) => key === 'table')?.value).toBe(id);
    }
  });

  test('of a period without anything has its columns all the same', async () => {
    const file = new Uint8Array(await bytes('/indicators/needs.parquet?from=2024-01&to=2024-03')).buffer;
    expect(await parquetReadObjects({ file })).toEqual([]);
    expect(parquetMetadata(file).schema.length).toBeGreaterThan(3);
  });
});

const office = ['/usr/bin/soffice', '/usr/bin/libreoffice', '/opt/libreoffice/program/soffice'].find(existsSync);
if (!office)
  process.stderr.write('LibreOffice is not on this machine: nothing is proven of how it reads the workbooks.\n');
(office ? describe : describe.skip)('LibreOffice', () => {
  test.each(kinds)('reads every cell of the %s back, on every sheet, and computes nothing', async (kind) => {
    const folder = mkdtempSync(join(tmpdir(), 'office-'));
    const published = await bytes(`/indicators/needs-by-age.${kind}?${period}&version=public`);
    writeFileSync(join(folder, `published.${kind}`), published);
    const rows: Value[][] = [
      ['word', 'count', 'day'],
      ...hostile.map((word, at): Value[] => [word, at, new Date('2026-02-28T00:00:00Z')]),
    ];
    writeFileSync(
      join(folder, `hostile.${kind}`),
      await workbookOf(kind, 'x', [{ name: 'x', widths: [20, 10, 10], rows }]),
    );
    // Cells as they are typed, not as formulas nor as numbers in the local way; every sheet to a file of its own.
    const filter = 'csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1';
    execFileSync(
      office as string,
      [
        `-env:UserInstallation=file://${folder}/profile`,
        '--headless',
        '--convert-to',
        filter,
        '--outdir',
        folder,
        join(folder, `published.${kind}`),
        join(folder, `hostile.${kind}`),
      ],
      { stdio: 'pipe' },
    );
    const sheet = (name: string) =>
      parse(readFileSync(join(folder, name), 'utf8'), { relax_column_count: true, trim: false }) as string[][];
    const expected = await csvRows(`/indicators/needs-by-age.csv?${period}&version=public`);
    expect(sheet('published-needs-by-age.csv')).toEqual(expected.map((row) => row.map(String)));
    expect(sheet('hostile-x.csv').slice(1)).toEqual(hostile.map((word, at) => [word, String(at), '2026-02-28']));
    const { sheets } = await readers[kind](published);
    expect(sheet(`published-${sheets[2]?.name}.csv`).flat()).toContain('2026-09-30');
    rmSync(folder, { recursive: true });
  }, 180_000);
});

interface Field {
  name: string;
  type: 'string' | 'integer';
  missingValues?: string[];
  constraints: { minimum?: number; pattern?: string; enum?: string[]; required?: boolean };
}

/** What a Table Schema may hold, as far as ours goes (Frictionless Data, Table Schema 2.0). */
const tableSchema = {
  type: 'object',
  required: ['$schema', 'fields', 'primaryKey'],
  additionalProperties: false,
  properties: {
    $schema: { const: 'https://datapackage.org/profiles/2.0/tableschema.json' },
    name: { type: 'string' },
    title: { type: 'string', minLength: 1 },
    description: { type: 'string', minLength: 1 },
    primaryKey: { type: 'array', items: { type: 'string' }, minItems: 1 },
    fields: {
      type: 'array',
      minItems: 1,
      items: {
        type: 'object',
        required: ['name', 'type', 'title'],
        additionalProperties: false,
        properties: {
          name: { type: 'string' },
          title: { type: 'string', minLength: 1 },
          type: { enum: ['string', 'integer'] },
          missingValues: { type: 'array', items: { type: 'string' } },
          constraints: { type: 'object', properties: { pattern: { type: 'string', format: 'regex' } } },
        },
      },
    },
  },
};

describe('the Table Schema', () => {
  const ajv = new Ajv2020({ allErrors: true, validateFormats: false });
  const isSchema = ajv.compile(tableSchema);

  test.each(['screen', 'public'])('of every table describes its CSV, %s figures, line by line', async (version) => {
    for (const { id } of tables) {
      const { body } = await browser.get(`/indicators/${id}.schema.json?version=${version}`).expect(200);
      expect([id, isSchema(body), isSchema.errors]).toEqual([id, true, null]);
      const fields = body.fields as Field[];
      const isRow = ajv.compile({
        type: 'object',
        additionalProperties: false,
        required: fields.filter(({ constraints }) => constraints.required).map(({ name }) => name),
        properties: Object.fromEntries(
          fields.map(({ name, type, constraints: { required: _, ...rest } }) => [name, { type, ...rest }]),
        ),
      });
      const rows = parse(
        (await bytes(`/indicators/${id}.csv?${period}&version=${version}&format=rfc4180`)).toString(),
        { columns: true },
      ) as Record<string, string>[];
      const keys = new Set<string>();
      for (const row of rows) {
        const typed = Object.fromEntries(
          fields.flatMap(({ name, type, missingValues = [''] }): [string, unknown][] => {
            const word = row[name] as string;
            return missingValues.includes(word) ? [] : [[name, type === 'integer' ? Number(word) : word]];
          }),
        );
        expect([id, isRow(typed), isRow.errors]).toEqual([id, true, null]);
        keys.add((body.primaryKey as string[]).map((name) => row[name]).join('|'));
      }
      expect(keys.size).toBe(rows.length);
      expect(Object.keys(rows[0] ?? {})).toEqual(rows.length > 0 ? fields.map(({ name }) => name) : []);
    }
  });
});

describe('what is published outside', () => {
  test('holds no running period, no count under ten, and nothing but multiples of five', async () => {
    await staff.indicators.count({ ...received, month: '2026-11' }, 50);
    for (const { id } of tables) {
      const rows = (await csvRows(`/indicators/${id}.csv?from=2026-07&to=2026-11&version=public`)).slice(1);
      for (const row of rows) {
        const [count, state] = row.slice(-2);
        expect(state).toBe('final');
        if (count !== 's') expect([Number(count) % 5, Number(count) >= 10]).toEqual([0, true]);
      }
    }
  });
});

describe('a file whose reader goes away', () => {
  test.each([
    'csv',
    'json',
    'xlsx',
    'ods',
    'parquet',
  ])('%s: nothing goes on, nothing is left, and the next reader has it whole', async (twin) => {
    const server = http.createServer(staff.app).listen(0);
    const { port } = server.address() as AddressInfo;
    const cookie = (browser as unknown as { jar: { getCookies(at: object): { toValueString(): string } } }).jar
      .getCookies({ domain: '127.0.0.1', path: '/', secure: false, script: false })
      .toValueString();
    const threads = () =>
      process.getActiveResourcesInfo().filter((name) => name === 'MessagePort' || name === 'Worker').length;
    const before = threads();
    const path = `/indicators/needs-by-age.${twin}?from=2025-07&to=2026-10`;
    for (let time = 0; time < 5; time += 1) {
      await new Promise<void>((resolve) => {
        const asked = http.get({ port, path, headers: { cookie } });
        asked.on('error', () => {});
        asked.on('close', () => resolve());
        setTimeout(() => asked.destroy(), 5 * time);
      });
    }
    const again = await fetch(`http://127.0.0.1:${port}${path}`, { headers: { cookie } });
    expect([again.status, (await again.arrayBuffer()).byteLength > 100]).toEqual([200, true]);
    for (let time = 0; time < 100 && threads() > before; time += 1)
      await new Promise((resolve) => setTimeout(resolve, 50));
    expect(threads()).toBeLessThanOrEqual(before);
    server.close();
    server.closeAllConnections();
  });
});
