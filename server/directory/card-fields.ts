import { sayClosures, sayDay, sayHours, sayPhone } from '../web/format.ts';
import type { Words } from '../web/words.ts';
import type { Directory } from './directory.ts';
import { closures, readHours } from './hours.ts';
import type { Membership, Partner } from './partner.ts';
import type { PartnerRecord } from './schema.ts';
import type { ShownField } from './version.ts';

type Vouched = Pick<Partner, 'confirmedBy' | 'confirmedMethod'>;

/** « par téléphone, par la coordination »; null when nobody wrote how. */
export function sayVouched({ confirmedBy, confirmedMethod }: Vouched, { t }: Words): string | null {
  return confirmedBy && confirmedMethod ? t(`directory.vouched.${confirmedBy}.${confirmedMethod}`) : null;
}

/** « Confirmé le 24 novembre 2026 par téléphone, par la coordination », or null. */
export function sayConfirmed(partner: Vouched & Pick<Partner, 'confirmedOn'>, words: Words): string | null {
  if (partner.confirmedOn === null) return null;
  const day = sayDay(partner.confirmedOn, words);
  const how = sayVouched(partner, words);
  return how ? words.t('directory.confirmed-how', { day, how }) : words.t('directory.confirmed', { day });
}

/** « Loir-et-Cher : signataire, convention du 12 mars 2019, avenant du … » */
function sayMembership({ group, as, since, amendments }: Membership, directory: Directory, words: Words): string {
  const name = directory.groups.find(({ id }) => id === group)?.name ?? group;
  const dates = [
    ...(since ? [words.t('directory.membership.since', { day: sayDay(since, words) })] : []),
    ...amendments.map((on) => words.t('directory.membership.amendment', { day: sayDay(on, words) })),
  ];
  return [words.t(`directory.membership.${as}`, { group: name }), ...dates].join(', ');
}

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
      return (record.membership ?? []).map((one) => sayMembership(one, directory, words)).join(' · ');
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
