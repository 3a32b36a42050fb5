import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Commune, communeSearch, wordsOfName } from './commune.ts';
import type { ImportTypes } from './import-plan.ts';
import { goodUntil, type Network, type Partner, type Place, type Resolution, statusOn } from './partner.ts';
import { files, type Rows, readRows } from './read.ts';
import { resolver } from './resolve.ts';
import { type PartnerRecord, readRecord } from './schema.ts';

export { DirectoryError } from './read.ts';

/** The territory and who receives people in it, in memory: no page reads it from disk or database. */
export interface Directory {
  /** Short hash of the data files, and of the edits laid over them. */
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
  /** Which network a type of an imported file is. */
  importTypes: ImportTypes;
  partners: readonly Partner[];
  partner(id: string): Partner | undefined;
  /** A partner as files and edits write it. */
  record(id: string): PartnerRecord | undefined;
  partnersOf(network: string): readonly Partner[];
  /** Days when no office works, besides weekends. */
  holidays: ReadonlySet<string>;
  /** School holidays, in order; nothing is known after the last of them. */
  schoolHolidays: readonly { from: string; to: string }[];
  resolve(network: string, place: Place, deskPartner?: string | null): Resolution;
  /** The same territory with other records, read as of a day; nothing of this directory changes. */
  withPartners(records: readonly PartnerRecord[], day: string, version: string): Directory;
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

type Fields = Rows['partners'][number];

/** A site as pages know it, on a day. Its commune must be one of the territory. */
function toPartner(
  { commune, ...fields }: Fields,
  territory: Pick<Territory, 'commune' | 'network'>,
  day: string,
): Partner {
  const at = territory.commune(commune) as Commune;
  const good = goodUntil(fields.confirmedOn, territory.network(fields.network)?.confirmEveryMonths ?? 12);
  const { serves } = fields;
  return {
    ...fields,
    status: statusOn(fields, day),
    confirmed: good !== null && day <= good,
    name: fields.name.replaceAll(' - ', ' – '), // records write a hyphen where print wants a dash
    communeCode: commune,
    communeName: at.name,
    department: at.department,
    serves: serves.kind === 'communes' ? { ...serves, communes: new Set(serves.communes) } : serves,
  };
}

/** What a directory says of its territory, which no edit of a partner changes. */
type Territory = Pick<
  Directory,
  | 'communes'
  | 'commune'
  | 'search'
  | 'neighbours'
  | 'departments'
  | 'groups'
  | 'basins'
  | 'networks'
  | 'network'
  | 'importTypes'
  | 'holidays'
  | 'schoolHolidays'
>;

function territoryOf(rows: Rows): Territory {
  const { territory, networks } = rows;
  const communes = toCommunes(rows);
  const byCode = new Map(communes.map((commune) => [commune.code, commune]));
  const networkById = new Map(networks.map((network) => [network.id, network]));
  return {
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
    network: (id) => networkById.get(id),
    importTypes: rows.importTypes,
    schoolHolidays: rows.schoolHolidays,
    holidays: new Set(rows.holidays.map(({ day }) => day)),
  };
}

/** Who receives people in a territory, from records that were checked. What one record becomes is remembered. */
function directoryOf(
  territory: Territory,
  read: readonly { record: PartnerRecord; fields: Fields }[],
  day: string,
  version: string,
): Directory {
  const partners = read.map(({ fields }) => toPartner(fields, territory, day));
  const byId = new Map(partners.map((partner) => [partner.id, partner]));
  const recordById = new Map(read.map(({ record }) => [record.id, record]));
  const byNetwork = new Map<string, Partner[]>(territory.networks.map(({ id }) => [id, []]));
  for (const partner of partners) byNetwork.get(partner.network)?.push(partner);
  const sites = {
    networks: territory.networks,
    network: territory.network,
    partnersOf: (id: string) => byNetwork.get(id) ?? [],
  };
  const known = new Map(read.map((entry) => [entry.record, entry]));
  return {
    ...territory,
    version,
    partners,
    partner: (id) => byId.get(id),
    record: (id) => recordById.get(id),
    partnersOf: sites.partnersOf,
    resolve: resolver(sites),
    withPartners(records, on, next) {
      const entries = records.map((record) => known.get(record) ?? { record, fields: readRecord(record) as Fields });
      return directoryOf(territory, entries, on, next);
    },
  };
}

/**
 * Reads communes, basins, networks and partners from the data folder. Promises a directory whose references all hold;
 * throws a DirectoryError with every problem at once otherwise.
 */
export function loadDirectory(folder: string): Directory {
  const rows = readRows(folder);
  const hash = createHash('sha256');
  for (const file of files) hash.update(readFileSync(join(folder, file)));
  const read = rows.partners.map((fields, index) => ({ record: rows.records[index] as PartnerRecord, fields }));
  return directoryOf(territoryOf(rows), read, '', hash.digest('hex').slice(0, 12));
}
