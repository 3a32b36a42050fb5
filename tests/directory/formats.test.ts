import { readFileSync } from 'node:fs';
import { readRows } from '../../server/directory/import-file.ts';
import { previewFile } from '../../server/directory/import-report.ts';
import { readRow } from '../../server/directory/import-sources.ts';
import { region } from '../support/app.ts';

const { directory } = region;
const bytes = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));
const v1 = readFileSync('tests/directory/files/dila-v1-mission-locale-28.json');
const v4 = JSON.parse(readFileSync('tests/directory/files/dila-v4-mairie.json', 'utf8'));
const found = (file: Uint8Array) => {
  const { format, rows } = readRows(file);
  return rows.map(({ row, line }) => readRow(format, row, line));
};

test('a real file of DILA v1 changes nothing in the directory that was made of it', () => {
  const { format, lines } = previewFile(v1, directory);
  expect(format).toBe('dila-v1');
  expect(lines.filter(({ kind }) => kind === 'same').length).toBeGreaterThan(2);
  expect(lines.filter(({ kind }) => kind === 'added' || kind === 'refused')).toEqual([]);
});

test('the site of a real record stands in the commune of its address, not in that of its code', () => {
  const chartres = previewFile(v1, directory).lines.find(({ name }) => name.includes('Chartres'));
  expect(chartres?.suspicions).toContain('other-commune');
  expect(directory.partner(chartres?.id ?? '')?.communeCode).toBe('28218');
});

test('what v1 writes as an object, a text or a list is read alike', () => {
  const { features } = JSON.parse(v1.toString('utf8'));
  const [{ properties }] = features;
  const [plain] = found(bytes({ features: [{ properties }] }));
  const wrapped = {
    ...properties,
    Adresse: [{ type: 'postale', Ligne: 'BP 1' }, properties.Adresse],
    CoordonnéesNum: {
      ...properties.CoordonnéesNum,
      Téléphone: [{ coût: '0', $t: properties.CoordonnéesNum.Téléphone }],
    },
    Ouverture: { PlageJ: properties.Ouverture.PlageJ.map((day: object) => day) },
  };
  const [same] = found(bytes({ features: [{ properties: wrapped }] }));
  expect(same).toEqual(plain);
  expect(plain?.hours).toMatch(/^Mo/);
  expect(plain?.recordedOn).toBe('2017-02-21');
});

test('v4 is read in its envelope, and as the open interface gives it, with its fields as JSON in texts', () => {
  const [record] = v4.service;
  const texts = Object.fromEntries(
    Object.entries(record).map(([key, value]) => [key, typeof value === 'string' ? value : JSON.stringify(value)]),
  );
  const codes = { ...record, pivot: [{ ...record.pivot[0], code_insee_commune: ['27115'] }] };
  const [plain] = found(bytes(v4));
  expect(plain).toMatchObject({
    type: 'mairie',
    town: 'Breux-sur-Avre',
    commune: '27115',
    phone: '02 32 32 50 76',
    hours: 'Mo,Th 16:30-18:30',
    recordedOn: '2021-12-03',
  });
  expect(found(bytes([texts]))[0]).toMatchObject({ ...plain, id: expect.any(String) });
  expect(found(bytes({ service: [codes] }))).toEqual([plain]);
});

test('a type without a network is refused by its name, and a mission locale of v4 is taken', () => {
  expect(previewFile(bytes(v4), directory).lines[0]).toMatchObject({ kind: 'refused', refusal: 'unknown-type' });
  const [record] = v4.service;
  const address = [
    { ...record.adresse[0], code_postal: '28100', nom_commune: 'Dreux Cedex', latitude: '48.73', longitude: '1.37' },
  ];
  const pivot = [{ type_service_local: 'mission_locale', code_insee_commune: '28134' }];
  const { lines } = previewFile(
    bytes({ service: [{ ...record, nom: 'Mission locale d’essai', adresse: address, pivot }] }),
    directory,
  );
  expect(lines[0]).toMatchObject({ kind: 'added', suspicions: expect.arrayContaining(['cedex']) });
  expect(lines[0]?.record).toMatchObject({ network: 'mission-locale', commune: '28134' });
});

test('hours that no clock shows are told and not taken', () => {
  const structure = { nom: 'Un centre', date_maj: '2026-01-01', code_insee: '41018', reseaux_porteurs: ['caf'] };
  for (const hours of ['Mo-Fr 99:00-12:00', 'Mo 12:00-09:00', 'le matin', 'Mo-Fr 09:00-12:00 "sur rendez-vous"']) {
    const [line] = previewFile(bytes([{ ...structure, id: 'x--1', horaires_accueil: hours }]), directory).lines;
    expect([hours, line?.suspicions, line?.record?.opening_hours]).toEqual([hours, ['hours'], null]);
  }
});
