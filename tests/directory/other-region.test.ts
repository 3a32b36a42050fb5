import { readFileSync } from 'node:fs';
import { loadDirectory } from '../../server/directory/directory.ts';
import { openState } from '../../server/directory/hours.ts';
import { previewFile } from '../../server/directory/import-report.ts';
import { unreachable } from '../../server/directory/resolve.ts';
import type { PartnerRecord } from '../../server/directory/schema.ts';
import { visitor } from '../support/browser-less.ts';
import { withCoordinator } from './coordinators.ts';

/** Two real départements of another region, and fifteen real lines of a national list. */
const folder = 'tests/directory/aude-aveyron';
const elsewhere = loadDirectory(folder);
const file = readFileSync(`${folder}/france-services-2024.csv`);
const { lines } = previewFile(file, elsewhere);
const line = (id: string) => lines.find((one) => one.id === `fs:${id}`);
const records = lines.flatMap(({ record }) => (record ? [record] : []));

test('another region is its own communes, basins and groups: they are searched and named as at home', () => {
  expect(elsewhere.communes).toHaveLength(718);
  expect(elsewhere.search('st geniez').map(({ code }) => code)).toContain('12224');
  expect(elsewhere.search('narbonne')[0]).toMatchObject({ basin: 'arr-113', group: 'aude', lat: null });
});

test('every oddity of a real file of that region is told at its line', () => {
  const told = Object.fromEntries(
    lines.map(({ id, kind, refusal, suspicions }) => [id, [kind, refusal, ...suspicions]]),
  );
  expect(told).toEqual({
    'fs:56': ['refused', 'commune-unknown'],
    // The postal code of Carcassonne at an address in Narbonne.
    'fs:62': ['added', null, 'postal-code'],
    // Friday « 00:00 - 00:00 »: by appointment only, says its note.
    'fs:67': ['added', null, 'hours'],
    'fs:75': ['added', null, 'itinerant'],
    ...Object.fromEntries(
      ['63', '64', '65', '66', '68', '69', '70', '71', '72', '73', '74'].map((id) => [`fs:${id}`, ['added', null]]),
    ),
  });
  expect(line('56')?.line).toBe(2);
});

test('nothing is invented: no hours where none can be read, no place where none is given, no bus to walk into', () => {
  const record = (id: string) => line(id)?.record;
  expect(record('67')).toMatchObject({ opening_hours: null, lat: 43.29356, lon: 1.782531 });
  expect(record('75')).toMatchObject({ itinerant: true, opening_hours: 'Tu 09:00-12:00,13:15-16:45' });
  expect(record('70')).toMatchObject({ commune: '12224', network: 'maison-commune', serves: { kind: 'open' } });
  expect(records.every(({ confirmed_on: confirmed, website, phone_date: on }) => !confirmed && !website && !on)).toBe(
    true,
  );
});

test('once taken, the region’s people are sent there, and nobody of its 718 communes is left alone', () => {
  const after = elsewhere.withPartners(records, '2026-11-24', 'next');
  expect(unreachable(elsewhere, ['mission-locale'])).toHaveLength(718);
  expect(unreachable(after, ['mission-locale', 'maison-commune'])).toEqual([]);
  const commune = after.commune('12169');
  const place = { kind: 'commune' as const, commune: commune as NonNullable<typeof commune> };
  expect(after.resolve('maison-commune', place).partner?.itinerant).toBe(false);
  const arvieu = after.partner('fs:69');
  // Recorded on no day that the file says: nobody can tell whether it is open.
  expect(openState(arvieu as NonNullable<typeof arvieu>, new Date('2026-11-24T09:30:00Z'), after)).toBeNull();
});

test('its keeper imports, finds, edits and undoes in the browser, over the tree of any region', async () => {
  const at = await withCoordinator({ directory: elsewhere });
  await at.keeper.upload('/directory/import', file, 'liste-fs.csv');
  expect(at.keeper.seen.main.querySelector('[data-kind="added"]')?.getAttribute('data-count')).toBe('14');
  await at.keeper.send('accept', { all: 'yes' });
  const imported = at.keeper.seen.path;
  const person = visitor(at.app);
  await person.open('/directory?q=limoux');
  expect(person.seen.main.querySelector('[data-partner="fs:65"]')).not.toBeNull();
  await at.keeper.open('/directory/queue');
  expect(at.keeper.seen.main.querySelectorAll('tr[data-partner]').length).toBeGreaterThan(5);
  await at.keeper.open(imported);
  await at.keeper.send('undo');
  await person.open('/directory?q=limoux');
  expect(person.seen.main.querySelector('[data-partner="fs:65"]')).toBeNull();
});

test('a note with somebody’s first name and mobile number is not taken, and told', () => {
  const [head, ...rest] = file.toString('utf8').split('\n');
  const bram = rest.find((text) => text.startsWith('"64"')) ?? '';
  const odd = bram.replace('Prise de rendez-vous conseillée', 'Contact : Une Personne - 06.00.00.00.00');
  const [first] = previewFile(new TextEncoder().encode(`${head}\n${odd}\n`), elsewhere).lines;
  expect(first?.suspicions).toContain('note');
  expect((first?.record as PartnerRecord).opening_hours_note).toBeNull();
});

test('a basin’s directory is printed with who receives there, and drawn where the region gives points', async () => {
  const home = await withCoordinator();
  const person = visitor(home.app);
  await person.open('/directory/basins/41-blois');
  expect(person.seen.main.querySelectorAll('.map .site').length).toBeGreaterThan(5);
  const shown = new Set(
    person.seen.main.querySelectorAll('[data-partner]').map((item) => item.getAttribute('data-partner')),
  );
  expect(shown.has('dila:cij-41018-01')).toBe(true);
  expect((await person.open('/directory/basins/nowhere')).status).toBe(404);

  const at = await withCoordinator({ directory: elsewhere });
  await at.keeper.upload('/directory/import', file, 'liste-fs.csv');
  await at.keeper.send('accept', { all: 'yes' });
  await at.keeper.open('/directory/basins/arr-112');
  expect(at.keeper.seen.main.querySelector('[data-partner="fs:65"]')).not.toBeNull();
  expect(at.keeper.seen.main.querySelector('.map')).toBeNull();
});
