import { loadDirectory } from '../../server/directory/directory.ts';

const directory = loadDirectory('data');
const codes = (q: string) => directory.search(q).map(({ code }) => code);

test('the territory holds 1,754 communes, 21 basins and 10 groups, and 348 partner sites', () => {
  expect(directory.communes).toHaveLength(1754);
  expect(directory.basins).toHaveLength(21);
  expect(directory.groups).toHaveLength(10);
  expect(directory.partners).toHaveLength(348);
});

test('every commune finds itself by its own name, whatever the accents, capitals and hyphens', () => {
  const plain = (name: string) =>
    name
      .normalize('NFD')
      .replace(/[\u0300-\u036f]/g, '')
      .replaceAll('-', ' ')
      .toUpperCase();
  const lost = directory.communes.filter(({ code, name }) => !codes(plain(name)).includes(code));
  expect(lost.map(({ name }) => name)).toEqual([]);
});

test.each([
  ['st amand montrond', '18197'],
  ['ste maure de touraine', '37226'],
  ['SAINT DENIS EN VAL', '45274'],
  ['blois', '41018'],
  ['41000', '41018'],
  ['41018', '41018'],
  ['la loupe', '28214'],
  ['loupe', '28214'],
  ['le blanc', '36018'],
  ['romorantin', '41194'],
  ['chateauroux', '36044'],
  ['orleans', '45234'],
  ['orleens', '45234'],
  ['vendomme', '41269'],
  ['contres', '41059'],
])('“%s” finds the commune %s first', (q, code) => {
  expect(codes(q)[0]).toBe(code);
});

test('the fifteen names that two communes share are shown with their département, both of them', () => {
  const byName = new Map<string, string[]>();
  for (const { name, code } of directory.communes) byName.set(name, [...(byName.get(name) ?? []), code]);
  const shared = [...byName].filter(([, list]) => list.length > 1);
  expect(shared).toHaveLength(15);
  for (const [name, list] of shared) {
    expect(codes(name)).toEqual(expect.arrayContaining(list));
    const labels = list.map((code) => directory.commune(code)?.label);
    expect(new Set(labels).size).toBe(list.length);
  }
});

test('a postal code that two groups share shows the communes of both', () => {
  const groupsOf = new Map<string, Set<string>>();
  for (const { postalCodes, group } of directory.communes) {
    for (const code of postalCodes) groupsOf.set(code, (groupsOf.get(code) ?? new Set()).add(group));
  }
  const straddling = [...groupsOf].filter(([, groups]) => groups.size > 1);
  expect(straddling).toHaveLength(7);
  for (const [code, groups] of straddling) {
    const found = codes(code);
    const owners = directory.communes.filter(({ postalCodes }) => postalCodes.includes(code));
    expect(found).toEqual(expect.arrayContaining(owners.map((commune) => commune.code)));
    expect(new Set(owners.map(({ group }) => group))).toEqual(groups);
  }
});

test('nonsense, a lone letter and nothing at all find no commune', () => {
  for (const q of ['', ' ', 'x', 'zzqqxx', '99999', '<script>', '😀']) expect(codes(q)).toEqual([]);
});

test('a département number beside a name keeps the one meant', () => {
  expect(codes('vineuil 36')).toEqual(['36247']);
  expect(codes('vineuil 41')).toEqual(['41295']);
});
