import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { exportCsv, exportDataInclusion } from '../../server/directory/export.ts';
import { UnreadableFile } from '../../server/directory/import-file.ts';
import { previewFile } from '../../server/directory/import-report.ts';
import { createImports } from '../../server/directory/imports.ts';
import { createLiveDirectory } from '../../server/directory/live.ts';
import { createPartnerVersions } from '../../server/directory/partner-versions.ts';
import type { PartnerRecord } from '../../server/directory/schema.ts';
import { region } from '../support/app.ts';
import { visitor } from '../support/browser-less.ts';
import { databases } from '../support/databases.ts';
import { withCoordinator } from './coordinators.ts';
import { hostileFiles } from './hostile.ts';

const { directory } = region;
const bytes = (text: string) => new TextEncoder().encode(text);
const head = 'id;network;name;address;postal_code;commune;phone;website;opening_hours;note;lat;lon;recorded_on';
const csv = (...lines: string[]) => bytes([head, ...lines].join('\r\n'));
const clock = () => new Date('2026-11-24T09:30:00Z');

test('what the product exports, it reads back without a single change', () => {
  for (const text of [exportCsv(directory), JSON.stringify(exportDataInclusion(directory, '2026-11-24'))]) {
    const { lines } = previewFile(bytes(text), directory);
    const told = lines.filter(({ kind }) => kind === 'changed' || kind === 'added' || kind === 'refused');
    expect(told.map(({ id, kind, fields, refusal }) => [id, kind, ...fields, refusal])).toEqual([]);
  }
});

test('a new site, a changed phone, a site that is absent, lines that cannot be taken: each is told by its line', () => {
  const { lines } = previewFile(
    csv(
      'own:cria-1;cria;Centre d’essai;1 rue Haute;41000;41018;0254111111;;Mo-Fr 09:00-12:00;;47.59;1.33;2026-11-01',
      'dila:cij-41018-01;info-jeunes;Bureau information jeunesse - Blois;;;41018;0254222222;;;;;;2026-11-01',
      'own:cria-1;cria;Encore lui;;;41018;;;;;;;',
      'own:x;unheard-of;Un autre;;;41018;;;;;;;',
      'own:y;cria;Hors région;;;75056;;;;;;;',
      'own:z;cria;=CALC(A1);;;41018;;;;;;;',
      'own:j;cria;Un lien;;;41018;;javascript:alert(1);;;;;',
    ),
    directory,
  );
  const at = (line: number) => lines.find((one) => one.line === line);
  expect(at(2)).toMatchObject({ kind: 'added', suspicions: [] });
  expect(at(3)).toMatchObject({ kind: 'changed', fields: expect.arrayContaining(['phone']) });
  expect([4, 5, 6, 7, 8].map((line) => at(line)?.refusal)).toEqual([
    'twice',
    'unknown-type',
    'commune-unknown',
    'formula',
    'dangerous-link',
  ]);
  const vanished = lines.filter(({ kind }) => kind === 'vanished');
  expect(vanished.length).toBeGreaterThan(0);
  expect(vanished.every(({ record }) => record === null)).toBe(true);
});

test('a table says whom a site receives and what it was called; what is no place of the region is refused', () => {
  const wide = `${head};serves;appointment;former_names`;
  const line = (id: string, serves: string) =>
    `${id};cria;Centre ${id};;;41018;;;;;;;;${serves};only;Ancien nom|Autre nom`;
  const file = [wide, line('own:1', 'communes:41018 41295'), line('own:2', 'departments:41'), line('own:3', 'open')];
  const wrong = ['communes:75056', 'communes:', 'open:41018', 'masons', 'epcis:1', '__proto__:41'].map((serves, at) =>
    line(`own:w${at}`, serves),
  );
  const { lines } = previewFile(bytes([...file, ...wrong].join('\r\n')), directory);
  const taken = lines.filter(({ kind }) => kind === 'added').map(({ record }) => record?.serves);
  expect(taken).toEqual([
    { kind: 'communes', communes: ['41018', '41295'], confidence: 'high' },
    { kind: 'departments', departments: ['41'], confidence: 'high' },
    { kind: 'open' },
  ]);
  expect(lines[0]?.record).toMatchObject({ appointment: 'only', former_names: ['Ancien nom', 'Autre nom'] });
  expect(lines.filter(({ refusal }) => refusal === 'coverage')).toHaveLength(wrong.length);
});

test('what is doubtful is shown before it is taken: far from its commune, Cedex, doubles, numbers nobody can call', () => {
  const { lines } = previewFile(
    csv(
      'own:1;cria;Loin;1 rue Haute;41000;41018;0254;;;;46.81;-71.2;',
      'own:2;cria;Boîte;BP 12 41000 Blois Cedex;41000;41018;;;;;;;',
      'own:3;cria;Jumeau;1 rue Basse;41000;41018;;;;;47.5861;1.3359;',
      'own:4;cria;Jumelle;2 rue Basse;41000;41018;;;;;47.5861;1.3359;',
      'own:5;cria;Illisible;;41000;41018;;nulle part;matin;;;;',
    ),
    directory,
  );
  const doubts = Object.fromEntries(lines.map(({ id, suspicions }) => [id, suspicions]));
  expect(doubts['own:1']).toEqual(expect.arrayContaining(['far', 'phone']));
  expect(doubts['own:2']).toContain('cedex');
  expect(doubts['own:4']).toContain('duplicate');
  expect(doubts['own:5']).toEqual(expect.arrayContaining(['website', 'hours']));
  const commune = directory.commune('41018');
  expect(lines[0]?.record).toMatchObject({ lat: commune?.lat, lon: commune?.lon, phone: null });
});

test('every broken or hostile file is refused with a sentence, or its lines are, and the directory is untouched', () => {
  const files = hostileFiles();
  expect(Object.keys(files).length).toBeGreaterThanOrEqual(60);
  const before = exportCsv(directory);
  for (const [name, file] of Object.entries(files)) {
    try {
      const { lines } = previewFile(file, directory);
      const taken = lines.filter(({ record }) => record !== null);
      expect([name, taken.length]).toEqual([name, 0]);
      expect([name, lines.some(({ kind }) => kind === 'refused')]).toEqual([name, true]);
      for (const { refusal } of lines) if (refusal) expect(french(`directory.refusal.${refusal}`)).toBe(true);
    } catch (error) {
      if (!(error instanceof UnreadableFile)) throw new Error(`${name}: ${String(error)}`);
      expect([name, french(`directory.refusal.${error.key}`)]).toEqual([name, true]);
    }
  }
  expect(exportCsv(directory)).toBe(before);
  expect(({} as { polluted?: string }).polluted).toBeUndefined();
});

const french = (key: string): boolean => region.words.get('fr')?.has(key) ?? false;

test('every structure of the export keeps to the published schema of data.inclusion v1', () => {
  const schema = JSON.parse(readFileSync('tests/directory/data-inclusion-structure-v1.json', 'utf8'));
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  addFormats.default(ajv);
  const validate = ajv.compile(schema);
  const fits = (value: unknown): boolean => validate(value);
  const structures = exportDataInclusion(directory, '2026-11-24');
  expect(structures.length).toBeGreaterThan(300);
  const wrong = structures.flatMap((structure) =>
    fits(structure)
      ? []
      : (validate.errors ?? []).map(({ instancePath, message }) => `${structure.id}${instancePath} ${message}`),
  );
  expect(wrong).toEqual([]);
  expect(fits({ ...structures[0], horaires_accueil: 12 })).toBe(false);
});

describe.each(databases)('$name', ({ open }) => {
  test('lines are taken in one piece, a line at a time or all, and one gesture puts everything back', async () => {
    const database = await open();
    const versions = createPartnerVersions(database, 'a secret of the tests, long enough', clock);
    const live = createLiveDirectory(directory, versions, clock);
    await live.refresh();
    const imports = createImports(database, { versions, live, base: directory, clock });
    const shipped = exportCsv(live.current());
    const file = csv(
      'own:a;cria;Centre d’essai;1 rue Haute;41000;41018;0254111111;;;;;;2026-11-01',
      'own:b;cria;Centre du soir;2 rue Haute;41000;41018;0254111112;;;;47.6;1.35;2026-11-01',
      'dila:cij-41018-01;info-jeunes;Bureau information jeunesse - Blois;;;41018;0254222222;;;;;;2026-11-01',
    );
    const { format, lines } = previewFile(file, live.current());
    const one = await imports.preview(format, lines, null);
    const stale = await imports.preview(format, lines, null);
    expect(await imports.apply(one, new Set([2, 4]), null)).toBe(2);
    expect(live.directory.partner('own:a')?.phone).toBe('02 54 11 11 11');
    expect(live.directory.partner('own:b')).toBeUndefined();
    await expect(imports.apply(one, null, null)).rejects.toMatchObject({ code: 'conflict' });
    // The other preview was made before: its lines would write over what was just taken, so none of them is.
    await expect(imports.apply(stale, null, null)).rejects.toMatchObject({ code: 'conflict' });
    expect(live.directory.partner('own:b')).toBeUndefined();
    expect(await imports.undo(one, null)).toBe(2);
    expect(exportCsv(live.current())).toBe(shipped);
    await expect(imports.undo(one, null)).rejects.toMatchObject({ code: 'conflict' });
  });

  test('what was edited since an import stays when the import is undone, and the rest goes back', async () => {
    const database = await open();
    const versions = createPartnerVersions(database, 'a secret of the tests, long enough', clock);
    const live = createLiveDirectory(directory, versions, clock);
    await live.refresh();
    const imports = createImports(database, { versions, live, base: directory, clock });
    const file = csv(
      'own:a;cria;Centre d’essai;1 rue Haute;41000;41018;0254111111;;;;;;2026-11-01',
      'dila:cij-41018-01;info-jeunes;Bureau information jeunesse - Blois;;;41018;0254222222;;;;;;2026-11-01',
    );
    const { format, lines } = previewFile(file, live.current());
    const id = await imports.preview(format, lines, null);
    await imports.apply(id, null, null);
    const edited = { ...(live.directory.record('own:a') as PartnerRecord), phone: '02 54 33 33 33' };
    await versions.append([{ record: edited, version: 1, reason: 'correction' }], { account: null });
    await live.refresh();
    expect(await imports.undo(id, null)).toBe(1);
    expect(live.directory.partner('own:a')?.phone).toBe('02 54 33 33 33');
    expect(live.directory.partner('dila:cij-41018-01')?.phone).toBe(directory.partner('dila:cij-41018-01')?.phone);
  });
});

test('a keeper sends a file, sees what it would do, takes it and takes it back; a visitor cannot', async () => {
  const { app, keeper, database } = await withCoordinator();
  const file = csv('own:a;cria;Centre d’essai;1 rue Haute;41000;41018;0254111111;;;;;;2026-11-01');
  const { path } = await keeper.upload('/directory/import', file);
  expect(keeper.seen.main.querySelector('[data-kind="added"]')?.getAttribute('data-count')).toBe('1');
  expect(await database.selectFrom('partnerVersions').selectAll().execute()).toEqual([]);
  await keeper.send('accept', { all: 'yes' });
  expect(keeper.seen.main.getAttribute('data-state')).toBe('applied');
  expect((await keeper.open('/directory/own:a')).page).toBe('partner');
  await keeper.open(path);
  await keeper.send('undo');
  expect((await keeper.open('/directory/own:a')).status).toBe(404);
  expect((await keeper.upload('/directory/import', '[{')).status).toBe(422);
  expect((await visitor(app).upload('/directory/import', file)).page).toBe('sign-in');
});
