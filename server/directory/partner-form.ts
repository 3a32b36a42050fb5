import { chooseDesk, deskChoices } from '../access/invitation.ts';
import { AppError } from '../errors.ts';
import { wordsOfName } from './commune.ts';
import type { Directory } from './directory.ts';
import { type Fields, lines, oneOf, readDay, wrong } from './form.ts';
import { readWeek, weekOf } from './hours-form.ts';
import { readMembership } from './membership-form.ts';
import { confirmationMethods, type PartnerRecord, readRecord, receptionModes, recordedStatuses } from './schema.ts';
import { communeNamed, keptServes, readServes } from './serves-form.ts';

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

/** The card typed as successor: its id, its name and commune, or enough of its words to name one only. */
function successor(typed: string, directory: Directory): string {
  const known = directory.partner(typed);
  try {
    return known ? known.id : chooseDesk(typed, deskChoices(directory.partners));
  } catch (error) {
    if (error instanceof AppError) throw wrong('moved-unknown', 'moved-to');
    throw error;
  }
}

function readState(field: Fields, before: PartnerRecord, directory: Directory) {
  const status = oneOf(recordedStatuses, field('status'));
  if (!status) throw wrong('state-missing', 'status');
  const dated = (name: string) => {
    const day = readDay(field(name));
    if (day === undefined) throw wrong('day-malformed', name);
    return day;
  };
  const until = status === 'paused' || status === 'full' ? dated('until') : null;
  const closed_on = status === 'closed' && field('closed-on') !== '' ? dated('closed-on') : null;
  const moved_to = status === 'moved' ? successor(field('moved-to'), directory) : null;
  if (moved_to === before.id) throw wrong('moved-unknown', 'moved-to');
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
  const moved = field('address') !== before.address;
  return {
    ...before,
    address: moved ? field('address').replace(/\s+/g, ' ').slice(0, 300) : before.address,
    // Each datum keeps the day it was read: changing one says nothing of the others.
    recorded_on: moved ? day : before.recorded_on,
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
  const renamed =
    before.name !== '' && shown(before.name) !== shown(name) && !former.includes(before.name) ? [before.name] : [];
  const moved = commune !== before.commune || field('address') !== before.address;
  const twin = directory
    .partnersOf(network)
    .find(
      (other) =>
        other.id !== before.id &&
        other.communeCode === commune &&
        other.status !== 'closed' &&
        wordsOfName(other.name).join(' ') === wordsOfName(name).join(' '),
    );
  if (twin && (before.name !== name || before.commune !== commune)) throw wrong('partner-twin', 'name');
  const record: PartnerRecord = {
    ...readContact(field, before, day),
    name,
    network,
    commune,
    ...(moved ? placeOf(commune, directory) : {}),
    modes: receptionModes.filter((mode) => lines(field('modes')).includes(mode)),
    membership: readMembership(field, directory),
    former_name: null,
    former_names: [...former, ...renamed].map((known) => known.slice(0, 250)),
    opening_hours_note: field('opening_hours_note') || null,
    serves: keptServes(readServes(field, directory), before.serves),
    ...readState(field, before, directory),
  };
  if (readRecord(record) === null) throw wrong('partner-malformed', 'name');
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

/** A card before anything is written on it. */
export function blankRecord(id: string): PartnerRecord {
  return {
    id,
    network: '',
    name: '',
    address: '',
    postal_code: '',
    commune: '',
    phone: null,
    phone_date: null,
    website: null,
    opening_hours: null,
    opening_hours_note: null,
    opening_hours_date: null,
    appointment: null,
    lat: null,
    lon: null,
    status: 'active',
    recorded_on: null,
    confirmed_on: null,
    confidence: 'high',
    source: 'keeper',
    note: null,
    former_name: null,
    serves: { kind: 'open' },
  };
}
