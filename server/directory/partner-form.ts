import { AppError } from '../errors.ts';
import { wordsOfName } from './commune.ts';
import type { Directory } from './directory.ts';
import { readWeek, weekOf } from './hours-form.ts';
import { confirmationMethods, type PartnerRecord, partnerSchema, receptionModes, recordedStatuses } from './schema.ts';

/** A field of a posted form as text; several values of one name come as several lines. */
export type Fields = (name: string) => string;

/** Reads a posted body without trusting its shape. */
export function fieldsOf(body: unknown): Fields {
  const posted = typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : {};
  return (name) => {
    const value = Object.hasOwn(posted, name) ? posted[name] : '';
    if (Array.isArray(value))
      return value
        .filter((part) => typeof part === 'string')
        .join('\n')
        .trim();
    return typeof value === 'string' ? value.trim() : '';
  };
}

const wrong = (key: string, field: string) => new AppError('invalid', key, {}, field);
const lines = (text: string): string[] => [...new Set(text.split(/[\n;]/).map((line) => line.trim()))].filter(Boolean);

/** A French number as people type it, in pairs; the short ones stay as they are. Undefined when it is none. */
export function readPhone(typed: string): string | null | undefined {
  if (typed.trim() === '') return null;
  const digits = typed.replace(/^\+33\s*\(?0?\)?/, '0').replace(/[\s.\-\u00a0/]/g, '');
  if (/^(1\d{1,2}|1\d{4}|3\d{3}|11[0-9]|116\d{3})$/.test(digits)) return digits;
  if (/^08\d{8}$/.test(digits)) return digits.replace(/^(\d)(\d{3})(\d{3})(\d{3})$/, '$1 $2 $3 $4');
  return /^0[1-79]\d{8}$/.test(digits) ? (digits.match(/\d\d/g) as string[]).join(' ') : undefined;
}

/** A web address that may be shown as a link; undefined for anything else. */
export function readWebsite(typed: string): string | null | undefined {
  if (typed === '') return null;
  const text = /^[\w-]+(\.[\w-]+)+(\/|$)/.test(typed) ? `https://${typed}` : typed;
  if (text.length > 500 || !URL.canParse(text)) return undefined;
  const url = new URL(text);
  return (url.protocol === 'https:' || url.protocol === 'http:') && url.hostname.includes('.') && !url.username
    ? text
    : undefined;
}

/** The commune typed: INSEE code, or a name of one only. Undefined when it names none or several. */
function communeNamed(typed: string, directory: Directory): string | undefined {
  if (directory.commune(typed)) return typed;
  const code = /\((\d[0-9AB]\d{3})\)$/.exec(typed)?.[1];
  if (code && directory.commune(code)) return code;
  const words = wordsOfName(typed.replace(/\(.*\)$/, '')).join(' ');
  const same = directory
    .search(typed)
    .filter(({ name, formerNames }) => [name, ...formerNames].some((known) => wordsOfName(known).join(' ') === words));
  return same.length === 1 ? same[0]?.code : undefined;
}

function readServes(field: Fields, directory: Directory): PartnerRecord['serves'] {
  const kind = field('serves');
  const confidence = 'high' as const;
  if (kind === 'region' || kind === 'open' || kind === 'nobody') return { kind };
  const named = lines(field('serves-list'));
  if (named.length === 0) throw wrong('coverage-missing', 'serves-list');
  const each = (find: (line: string) => string | undefined): string[] =>
    named.map((line) => {
      const found = find(line);
      if (found === undefined)
        throw new AppError('invalid', 'coverage-unknown', { line: line.slice(0, 60) }, 'serves-list');
      return found;
    });
  const same = (one: string, other: string) => wordsOfName(one).join(' ') === wordsOfName(other).join(' ');
  if (kind === 'communes') return { kind, communes: each((line) => communeNamed(line, directory)), confidence };
  if (kind === 'departments') {
    const find = (line: string) =>
      directory.departments.find(({ code, name }) => code === line || same(name, line))?.code;
    return { kind, departments: each(find), confidence };
  }
  if (kind === 'basins') {
    const find = (line: string) => directory.basins.find(({ id, name }) => id === line || same(name, line))?.id;
    return { kind, basins: each(find), confidence };
  }
  if (kind === 'epcis') {
    const known = new Set(directory.communes.map(({ epci }) => epci));
    // An EPCI is named by its number, or by any commune of it.
    const find = (line: string) =>
      known.has(line) ? line : directory.commune(communeNamed(line, directory) ?? '')?.epci;
    return { kind, epcis: [...new Set(each(find))], confidence };
  }
  throw wrong('coverage-kind', 'serves');
}

/** The coverage of before when the new one names the same: its confidence is not raised by saving a form. */
function keptServes(read: PartnerRecord['serves'], before: PartnerRecord['serves']): PartnerRecord['serves'] {
  const named = (serves: PartnerRecord['serves']) => JSON.stringify({ ...serves, confidence: null });
  return named(read) === named({ ...before }) ? before : read;
}

const oneOf = <T extends string>(known: readonly T[], typed: string): T | undefined =>
  known.find((value) => value === typed);

function readState(field: Fields, before: PartnerRecord, directory: Directory) {
  const status = oneOf(recordedStatuses, field('status'));
  if (!status) throw wrong('state-missing', 'status');
  const dated = (name: string) => {
    const typed = field(name);
    if (!/^\d{4}-\d{2}-\d{2}$/.test(typed) || Number.isNaN(Date.parse(typed))) throw wrong('day-malformed', name);
    return typed;
  };
  const until = status === 'paused' || status === 'full' ? dated('until') : null;
  const closed_on = status === 'closed' && field('closed-on') !== '' ? dated('closed-on') : null;
  const moved_to = status === 'moved' ? field('moved-to') : null;
  if (moved_to !== null && (moved_to === before.id || !directory.partner(moved_to))) {
    throw wrong('moved-unknown', 'moved-to');
  }
  return { status, until, closed_on, moved_to };
}

/** The part of a card that a partner itself may correct: where, when and how to reach it. */
export function readContact(field: Fields, before: PartnerRecord, day: string): PartnerRecord {
  // What was not touched stays as it was recorded, even where this form would not have taken it.
  const phone = field('phone') === (before.phone ?? '') ? before.phone : readPhone(field('phone'));
  if (phone === undefined) throw wrong('phone-malformed', 'phone');
  const website = field('website') === (before.website ?? '') ? before.website : readWebsite(field('website'));
  if (website === undefined) throw wrong('website-malformed', 'website');
  const postal_code = field('postal_code');
  if (!/^(\d{5})?$/.test(postal_code)) throw wrong('postal-code', 'postal_code');
  // Hours richer than the form are shown, not edited: leaving the form empty must not lose them.
  const week = weekOf(before.opening_hours);
  const typed = week ? readWeek(field) : before.opening_hours;
  const same = JSON.stringify(weekOf(typed)) === JSON.stringify(week);
  const opening_hours = same ? before.opening_hours : typed;
  const appointment = oneOf(['only', 'recommended'] as const, field('appointment')) ?? null;
  return {
    ...before,
    address: field('address') === before.address ? before.address : field('address').replace(/\s+/g, ' ').slice(0, 300),
    postal_code,
    phone,
    phone_date: phone === before.phone ? before.phone_date : phone && day,
    website,
    opening_hours,
    opening_hours_date: opening_hours === before.opening_hours ? before.opening_hours_date : opening_hours && day,
    appointment,
  };
}

/**
 * The record a coordinator's form makes of the one before. A name that changes is kept among the former ones. Throws
 * `invalid` naming the field.
 */
export function readPartner(field: Fields, before: PartnerRecord, directory: Directory, day: string): PartnerRecord {
  const name = field('name') === before.name ? before.name : field('name').replace(/\s+/g, ' ');
  if (name.length < 3 || name.length > 250) throw wrong('partner-name', 'name');
  const commune = communeNamed(field('commune'), directory);
  if (!commune) throw wrong('partner-commune', 'commune');
  const network = directory.network(field('network'))?.id;
  if (!network) throw wrong('partner-network', 'network');
  const former = lines(field('former_names')).slice(0, 20);
  const shown = (text: string) => text.replaceAll(' - ', ' – ');
  const renamed = shown(before.name) !== shown(name) && !former.includes(before.name) ? [before.name] : [];
  const moved = commune !== before.commune || field('address') !== before.address;
  const record: PartnerRecord = {
    ...readContact(field, before, day),
    name,
    network,
    commune,
    ...(moved ? placeOf(commune, directory) : {}),
    modes: receptionModes.filter((mode) => lines(field('modes')).includes(mode)),
    membership: directory.groups.map(({ id }) => id).filter((id) => lines(field('membership')).includes(id)),
    former_name: null,
    former_names: [...former, ...renamed].map((known) => known.slice(0, 250)),
    opening_hours_note: field('opening_hours_note') || null,
    serves: keptServes(readServes(field, directory), before.serves),
    ...readState(field, before, directory),
    recorded_on: day,
  };
  if (!partnerSchema.safeParse(record).success) throw wrong('partner-malformed', 'name');
  return record;
}

/** A new address has no point of its own yet: the commune's stands for it. */
function placeOf(code: string, directory: Directory): Pick<PartnerRecord, 'lat' | 'lon'> {
  const commune = directory.commune(code);
  return { lat: commune?.lat ?? null, lon: commune?.lon ?? null };
}

/** How somebody says a site was checked. Throws `invalid` when nothing of the list was chosen. */
export function readMethod(field: Fields): 'phone' | 'visit' | 'mail' {
  const method = oneOf(confirmationMethods, field('method'));
  if (!method || method === 'partner') throw wrong('method-missing', 'method');
  return method;
}
