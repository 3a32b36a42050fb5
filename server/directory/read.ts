import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse as parseCsv } from 'csv-parse/sync';
import { parse as parseYaml } from 'yaml';
import type { z } from 'zod';
import type { Network } from './partner.ts';
import {
  basinsFileSchema,
  communeRowSchema,
  holidayRowSchema,
  importTypesSchema,
  networksFileSchema,
  type PartnerRecord,
  partnersFileSchema,
  schoolHolidayRowSchema,
} from './schema.ts';

/** The data files cannot be used; the message is one sentence a line, each naming file and record. */
export class DirectoryError extends Error {}

/** What a territory is made of. */
export const files = ['communes.csv', 'basins.yaml', 'networks.yaml', 'partners.json', 'holidays.csv'] as const;
/** What a region may do without. */
const optional = ['import-types.yaml', 'school-holidays.csv'] as const;

/** Reads one file against its schema; what is wrong goes to `problems` with the record's place. */
function readFile<S extends z.ZodType>(
  folder: string,
  file: (typeof files)[number] | (typeof optional)[number],
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

/** The files, checked one by one. */
export type Rows = {
  communes: z.output<typeof communeRowSchema>[];
  territory: z.output<typeof basinsFileSchema>;
  networks: Network[];
  partners: z.output<typeof partnersFileSchema>;
  importTypes: z.output<typeof importTypesSchema>;
  holidays: z.output<typeof holidayRowSchema>[];
  schoolHolidays: z.output<typeof schoolHolidayRowSchema>[];
  /** The partners as written. */
  records: readonly PartnerRecord[];
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

/** Reads the files of a data folder; throws a DirectoryError with every problem at once. */
export function readRows(folder: string): Rows {
  const problems: string[] = [];
  const csv = (text: string) => parseCsv(text, { columns: true, bom: true });
  let records: readonly PartnerRecord[] = [];
  const json = (text: string) => {
    records = JSON.parse(text);
    return records;
  };
  const communes = readFile(folder, 'communes.csv', csv, communeRowSchema.array(), problems);
  const territory = readFile(folder, 'basins.yaml', parseYaml, basinsFileSchema, problems);
  const networks = readFile(folder, 'networks.yaml', parseYaml, networksFileSchema, problems)?.networks;
  const partners = readFile(folder, 'partners.json', json, partnersFileSchema, problems);
  const holidays = readFile(folder, 'holidays.csv', csv, holidayRowSchema.array(), problems);
  const has = (file: (typeof optional)[number]) => existsSync(join(folder, file));
  const types = has('import-types.yaml')
    ? readFile(folder, 'import-types.yaml', parseYaml, importTypesSchema, problems)
    : {};
  const schools = has('school-holidays.csv')
    ? readFile(folder, 'school-holidays.csv', csv, schoolHolidayRowSchema.array(), problems)
    : [];
  if (!types || !communes || !territory || !networks || !partners || !holidays || !schools)
    throw new DirectoryError(problems.join('\n'));
  const schoolHolidays = [...schools].sort((one, other) => (one.from < other.from ? -1 : 1));
  const rows: Rows = { communes, territory, networks, partners, importTypes: types, holidays, schoolHolidays, records };
  problems.push(...inconsistencies(folder, rows));
  if (problems.length > 0) throw new DirectoryError(problems.join('\n'));
  return rows;
}
