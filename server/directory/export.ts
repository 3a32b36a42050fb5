import { stringify } from 'csv-stringify/sync';
import type { Directory } from './directory.ts';
import { ownColumns } from './import-file.ts';
import type { PartnerRecord } from './schema.ts';
import { servesText } from './serves-form.ts';

/** One structure of data.inclusion v1. */
export interface DataInclusionStructure {
  source: string;
  id: string;
  nom: string;
  date_maj: string;
  adresse: string | null;
  code_postal: string | null;
  code_insee: string | null;
  commune: string | null;
  latitude: number | null;
  longitude: number | null;
  telephone: string | null;
  site_web: string | null;
  horaires_accueil: string | null;
  reseaux_porteurs: string[] | null;
}

const source = 'aiguillage';
const longestName = 150;

/** Names of the schema end without a full stop and hold 150 characters at most. */
function nameFor(name: string): string {
  const short = name.length > longestName ? `${name.slice(0, longestName - 1).trimEnd()}…` : name;
  return short.replace(/\.+$/, '');
}

/** The sites that receive people, as data.inclusion v1 writes structures. `day` stands in for a record without a date. */
export function exportDataInclusion(directory: Directory, day: string): DataInclusionStructure[] {
  const carriers = new Map<string, string>();
  for (const [carrier, { network }] of Object.entries(directory.importTypes['data-inclusion'] ?? {})) {
    carriers.set(network, carrier);
  }
  return directory.partners
    .filter(({ status }) => status !== 'closed' && status !== 'moved')
    .map((partner) => {
      const record = directory.record(partner.id) as PartnerRecord;
      const carrier = carriers.get(partner.network);
      const dates = [partner.recordedOn, partner.openingHoursDate, partner.phoneDate].filter((date) => date !== null);
      const hours = partner.openingHours;
      return {
        source,
        id: `${source}--${partner.id}`,
        nom: nameFor(record.name),
        date_maj: dates.sort().at(-1) ?? day,
        adresse: partner.address || null,
        code_postal: partner.postalCode || null,
        code_insee: partner.communeCode,
        commune: partner.communeName,
        latitude: partner.lat,
        longitude: partner.lon,
        telephone: partner.phone,
        site_web: partner.website,
        horaires_accueil: hours && (hours.includes('PH') ? hours : `${hours}; PH off`),
        reseaux_porteurs: carrier ? [carrier] : null,
      };
    });
}

/** A spreadsheet runs what begins like this. */
const formula = /^[=+\-@\t\r]/;

/** The whole directory in the columns of the product's own file, for a French spreadsheet. */
export function exportCsv(directory: Directory): string {
  const rows = directory.partners.map(({ id }) => {
    const record = directory.record(id) as PartnerRecord;
    const values: Record<(typeof ownColumns)[number], unknown> = {
      id: record.id,
      network: record.network,
      name: record.name,
      address: record.address,
      postal_code: record.postal_code,
      commune: record.commune,
      phone: record.phone,
      website: record.website,
      opening_hours: record.opening_hours,
      note: record.opening_hours_note,
      lat: record.lat,
      lon: record.lon,
      recorded_on: record.recorded_on,
      serves: servesText(record.serves),
      appointment: record.appointment,
      former_names: [...(record.former_name ? [record.former_name] : []), ...(record.former_names ?? [])].join('|'),
    };
    return ownColumns.map((column) => {
      const text = String(values[column] ?? '');
      return formula.test(text) && typeof values[column] === 'string' ? `'${text}` : text;
    });
  });
  return stringify([[...ownColumns], ...rows], { delimiter: ';', bom: true, record_delimiter: '\r\n' });
}
