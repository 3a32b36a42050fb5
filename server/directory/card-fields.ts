import { sayClosures, sayDay, sayHours, sayPhone } from '../web/format.ts';
import type { Words } from '../web/words.ts';
import type { Directory } from './directory.ts';
import { closures, readHours } from './hours.ts';
import type { PartnerRecord } from './schema.ts';
import type { ShownField } from './version.ts';

/** One field of a record in words; empty when nothing is known. */
export function sayField(record: PartnerRecord, field: ShownField, directory: Directory, words: Words): string {
  const { t } = words;
  const commune = (code: string) => directory.commune(code)?.label ?? code;
  const day = (value: string | null | undefined) => (value ? sayDay(value, words) : '');
  switch (field) {
    case 'network':
      return directory.network(record.network)?.name ?? record.network;
    case 'commune':
      return commune(record.commune);
    case 'phone':
      return record.phone ? sayPhone(record.phone) : '';
    case 'opening_hours': {
      if (!record.opening_hours) return '';
      const read = readHours(record.opening_hours);
      if (!read) return record.opening_hours;
      return [...sayHours(read, words), ...sayClosures(closures(record.opening_hours), words)].join(' · ');
    }
    case 'appointment':
      return record.appointment ? t(`directory.appointment.${record.appointment}`) : '';
    case 'modes':
      return (record.modes ?? []).map((mode) => t(`directory.modes.${mode}`)).join(', ');
    case 'membership':
      return (record.membership ?? [])
        .map((id) => directory.groups.find((group) => group.id === id)?.name ?? id)
        .join(', ');
    case 'serves':
      return sayServes(record.serves, directory, words);
    case 'status':
      return t(`directory.status.${record.status}`);
    case 'until':
      return day(record.until);
    case 'closed_on':
      return day(record.closed_on);
    case 'moved_to':
      return record.moved_to ? (directory.partner(record.moved_to)?.name ?? record.moved_to) : '';
    case 'former_names':
      return [...(record.former_name ? [record.former_name] : []), ...(record.former_names ?? [])].join(' · ');
    case 'lat':
    case 'lon':
      return record[field] === null ? '' : String(record[field]);
    case 'itinerant':
      return record.itinerant ? t('directory.itinerant') : '';
    default:
      return record[field] ?? '';
  }
}

/** Whom a site receives, in words: few communes by name, many by their number. */
export function sayServes(serves: PartnerRecord['serves'], directory: Directory, { t }: Words): string {
  switch (serves.kind) {
    case 'communes':
      return serves.communes.length <= 8
        ? serves.communes.map((code) => directory.commune(code)?.label ?? code).join(', ')
        : t('directory.serves.communes', { count: serves.communes.length });
    case 'departments':
      return serves.departments
        .map((code) => directory.departments.find((department) => department.code === code)?.name ?? code)
        .join(', ');
    case 'epcis':
      return t('directory.serves.epcis', { count: serves.epcis.length });
    case 'basins':
      return serves.basins.map((id) => directory.basins.find((basin) => basin.id === id)?.name ?? id).join(', ');
    default:
      return t(`directory.serves.${serves.kind}`);
  }
}

/** The lines of the coverage field of a form. */
export function servesLines(serves: PartnerRecord['serves'], directory: Directory): string {
  const commune = (code: string) => {
    const found = directory.commune(code);
    return found ? `${found.name} (${code})` : code;
  };
  switch (serves.kind) {
    case 'communes':
      return serves.communes.map(commune).join('\n');
    case 'departments':
      return serves.departments.join('\n');
    case 'epcis':
      return serves.epcis.join('\n');
    case 'basins':
      return serves.basins.join('\n');
    default:
      return '';
  }
}
