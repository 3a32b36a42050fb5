import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse as parseCsv } from 'csv-parse/sync';
import { parse as parseYaml } from 'yaml';
import type { z } from 'zod';
import { type Commune, communeSearch, wordsOfName } from './commune.ts';
import type { Network, Partner, Place, Resolution } from './partner.ts';
import { resolver } from './resolve.ts';
import {
  basinsFileSchema,
  communeRowSchema,
  holidayRowSchema,
  networksFileSchema,
  partnersFileSchema,
} from './schema.ts';

/** The territory and who receives people in it, in memory: no page reads it from disk or database. */
export interface Directory {
  /** Short hash of the data files. */
  version: string;
  communes: readonly Commune[];
  commune(code: string): Commune | undefined;
  search(q: string): Commune[];
  /** For a postal code outside the region: the towns people from there already go to; null for a code of the region. */
  neighbours(postalCode: string): Commune[] | null;
  departments: readonly { code: string; name: string }[];
  groups: readonly { id: string; name: string }[];
  basins: readonly { id: string; name: string; group: string; seat: string }[];
  networks: readonly Network[];
  network(id: string): Network | undefined;
  partners: readonly Partner[];
  partner(id: string): Partner | undefined;
  partnersOf(network: string): readonly Partner[];
  /** Days when no office works, besides weekends. */
  holidays: ReadonlySet<string>;
  resolve(network: string, place: Place, deskPartner?: string | null): Resolution;
}

/** The data files cannot be used; the message is one sentence a line, each naming file and record. */
export class DirectoryError extends Error {}

const files = ['communes.csv', 'basins.yaml', 'networks.yaml', 'partners.json', 'holidays.csv'] as const;

/** Reads one file against its schema; what is wrong goes to `problems` with the record's place. */
function readFile<S extends z.ZodType>(
  folder: string,
  file: (typeof files)[number],
  parse: (text: string) => unknown,
  schema: S,
  problems: string[],
): z.output<S> | null {
  try {
    const result = schema.safeParse(parse(readFileSync(join(folder, file), 'utf8')));
    if (result.success) return result.data;
    for (const issue of result.error.issues.slice(0, 10)) {
      problems.push(`${folder}/${file}, ${issue.path.map(String).join('.')}: ${issue.message}`);
    }
  } catch (error) {
    problems.push(`${folder}/${file}: ${error instanceof Error ? error.message.split('\n')[0] : String(error)}`);
  }
  return null;
}

type Rows = {
  communes: z.output<typeof communeRowSchema>[];
  territory: z.output<typeof basinsFileSchema>;
  networks: Network[];
  partners: z.output<typeof partnersFileSchema>;
};

/** Ids used twice and references to nothing, over all files. */
function inconsistencies(folder: string, { communes, territory, networks, partners }: Rows): string[] {
  const problems: string[] = [];
  const unique = (file: string, ids: readonly string[]) => {
    const seen = new Set<string>();
    for (const id of ids) {
      if (seen.has(id)) problems.push(`${folder}/${file}, ${id}: id used twice`);
      seen.add(id);
    }
    return seen;
  };
  const communeCodes = unique(
    'communes.csv',
    communes.map(({ code }) => code),
  );
  const basins = unique(
    'basins.yaml',
    territory.basins.map(({ id }) => id),
  );
  const groups = unique(
    'basins.yaml',
    territory.groups.map(({ id }) => id),
  );
  const networkIds = unique(
    'networks.yaml',
    networks.map(({ id }) => id),
  );
  unique(
    'partners.json',
    partners.map(({ id }) => id),
  );
  for (const { id, group } of territory.basins) {
    if (!groups.has(group)) problems.push(`${folder}/basins.yaml, ${id}: unknown group ${group}`);
  }
  for (const { id, seat } of territory.basins) {
    if (!communeCodes.has(seat)) problems.push(`${folder}/basins.yaml, ${id}: unknown commune ${seat}`);
  }
  for (const { department, basins: near } of territory.neighbours) {
    for (const id of near.filter((candidate) => !basins.has(candidate))) {
      problems.push(`${folder}/basins.yaml, ${department}: unknown basin ${id}`);
    }
  }
  for (const { code, basin } of communes) {
    if (!basins.has(basin)) problems.push(`${folder}/communes.csv, ${code}: unknown basin ${basin}`);
  }
  for (const { id, network, commune, serves } of partners) {
    if (!networkIds.has(network)) problems.push(`${folder}/partners.json, ${id}: unknown network ${network}`);
    const named = [commune, ...(serves.kind === 'communes' ? serves.communes : [])];
    for (const code of named.filter((candidate) => !communeCodes.has(candidate))) {
      problems.push(`${folder}/partners.json, ${id}: unknown commune ${code}`);
    }
  }
  return problems;
}

function toCommunes({ communes, territory }: Rows): Commune[] {
  const groupOf = new Map(territory.basins.map(({ id, group }) => [id, group]));
  const departmentName = new Map(territory.departments.map(({ code, name }) => [code, name]));
  const sameName = new Map<string, number>();
  const key = (name: string) => wordsOfName(name).join(' ');
  for (const { name } of communes) sameName.set(key(name), (sameName.get(key(name)) ?? 0) + 1);
  return communes.map((row) => ({
    ...row,
    label: (sameName.get(key(row.name)) ?? 0) > 1 ? `${row.name} (${departmentName.get(row.department)})` : row.name,
    group: groupOf.get(row.basin) as string,
  }));
}

function toPartners({ partners }: Rows, communes: ReadonlyMap<string, Commune>): Partner[] {
  return partners.map(({ commune, ...partner }) => {
    const at = communes.get(commune) as Commune;
    const { serves } = partner;
    return {
      ...partner,
      name: partner.name.replaceAll(' - ', ' – '), // records write a hyphen where print wants a dash
      communeCode: commune,
      communeName: at.name,
      department: at.department,
      serves: serves.kind === 'communes' ? { ...serves, communes: new Set(serves.communes) } : serves,
    };
  });
}

/**
 * Reads communes, basins, networks and partners from the data folder. Promises a directory whose references all hold;
 * throws a DirectoryError with every problem at once otherwise.
 */
export function loadDirectory(folder: string): Directory {
  const problems: string[] = [];
  const csv = (text: string) => parseCsv(text, { columns: true, bom: true });
  const communeRows = readFile(folder, 'communes.csv', csv, communeRowSchema.array(), problems);
  const territory = readFile(folder, 'basins.yaml', parseYaml, basinsFileSchema, problems);
  const networks = readFile(folder, 'networks.yaml', parseYaml, networksFileSchema, problems)?.networks;
  const partnerRows = readFile(folder, 'partners.json', JSON.parse, partnersFileSchema, problems);
  const holidayRows = readFile(folder, 'holidays.csv', csv, holidayRowSchema.array(), problems);
  if (!communeRows || !territory || !networks || !partnerRows || !holidayRows)
    throw new DirectoryError(problems.join('\n'));
  const rows: Rows = { communes: communeRows, territory, networks, partners: partnerRows };
  problems.push(...inconsistencies(folder, rows));
  if (problems.length > 0) throw new DirectoryError(problems.join('\n'));

  const communes = toCommunes(rows);
  const byCode = new Map(communes.map((commune) => [commune.code, commune]));
  const partners = toPartners(rows, byCode);
  const byId = new Map(partners.map((partner) => [partner.id, partner]));
  const byNetwork = new Map(networks.map(({ id }) => [id, partners.filter(({ network }) => network === id)]));
  const networkById = new Map(networks.map((network) => [network.id, network]));
  const hash = createHash('sha256');
  for (const file of files) hash.update(readFileSync(join(folder, file)));
  const sites = { network: (id: string) => networkById.get(id), partnersOf: (id: string) => byNetwork.get(id) ?? [] };

  return {
    version: hash.digest('hex').slice(0, 12),
    communes,
    commune: (code) => byCode.get(code),
    search: communeSearch(communes),
    neighbours: (postalCode) => {
      const department = postalCode.slice(0, 2);
      if (territory.departments.some(({ code }) => code === department)) return null;
      const near = territory.neighbours.find((entry) => entry.department === department)?.basins ?? [];
      return near.map(
        (basin) => byCode.get(territory.basins.find(({ id }) => id === basin)?.seat as string) as Commune,
      );
    },
    departments: territory.departments,
    groups: territory.groups,
    basins: territory.basins,
    networks,
    partners,
    partner: (id) => byId.get(id),
    holidays: new Set(holidayRows.map(({ day }) => day)),
    ...sites,
    resolve: resolver(sites),
  };
}
