import type { Directory } from './directory.ts';
import { readHours } from './hours.ts';
import type { Format, Found } from './import-file.ts';
import { distanceKm, type Partner } from './partner.ts';
import { blankRecord, readPhone, readWebsite } from './partner-form.ts';
import type { PartnerRecord } from './schema.ts';
import { keptServes } from './serves-form.ts';

/** What a coordinator should look at before accepting; keys of `directory.import.suspicion`. */
export type Suspicion =
  | 'other-commune'
  | 'far'
  | 'cedex'
  | 'postal-code'
  | 'duplicate'
  | 'phone'
  | 'website'
  | 'hours'
  | 'note'
  | 'itinerant'
  | 'older';

/** A site further than this from the middle of its commune is not in it. */
const farKm = 15;
/** True when two strings of hours say the same week, whatever their order. */
function sameHours(one: string | null, other: string | undefined): boolean {
  const week = (text: string) => {
    const spans = Array.from({ length: 7 }, () => [] as string[]);
    for (const { days, spans: said } of readHours(text) ?? []) {
      for (const day of days) spans[day - 1]?.push(...said.map((span) => span.join('-')));
    }
    return JSON.stringify(spans.map((day) => day.sort()));
  };
  return one !== null && !!other && week(one) === week(other);
}

/** The record a line makes, over the one before; what the file does not know stays. */
export function recordOf(
  found: Found,
  at: { code: string; network: string; open?: boolean; format: Format; serves: PartnerRecord['serves'] | null },
  before: PartnerRecord | undefined,
  directory: Directory,
  doubt: (suspicion: Suspicion) => void,
): PartnerRecord {
  const commune = directory.commune(at.code);
  const digits = (text: string | null | undefined) => (text ?? '').replace(/\D/g, '');
  const samePhone = before !== undefined && digits(found.phone) === digits(before.phone);
  const phone = samePhone ? before.phone : readPhone(found.phone);
  if (phone === undefined) doubt('phone');
  const website = readWebsite(found.website);
  if (website === undefined) doubt('website');
  const readable = found.hours !== undefined && (found.hours === '' || readHours(found.hours) !== null);
  if (!readable) doubt('hours');
  const hours = readable && !(before && sameHours(before.opening_hours, found.hours)) ? found.hours || null : null;
  const base: PartnerRecord = before ?? {
    ...blankRecord(found.id),
    itinerant: found.itinerant,
    confidence: 'low',
    source: `import ${at.format}`,
    serves: at.open
      ? { kind: 'open' }
      : { kind: 'departments', departments: [commune?.department ?? ''], confidence: 'low' },
  };
  const sameNote = sameText(base.opening_hours_note ?? '', found.note);
  // A first name with a mobile number, an address of one's own: a card holds nobody's.
  const personal = !sameNote && /\b0[67]([ .]?\d\d){4}\b|\S@\S/.test(found.note);
  if (personal) doubt('note');
  if (found.itinerant && !before) doubt('itinerant');
  const ownCodes = commune?.postalCodes ?? [];
  if (/^\d{5}$/.test(found.postalCode) && !found.cedex && !ownCodes.includes(found.postalCode)) doubt('postal-code');
  let { lat, lon } = found;
  const outOfRange = lat === null || lon === null || Math.abs(lat) > 90 || Math.abs(lon) > 180;
  if (outOfRange || (commune && (distanceKm(commune, { lat, lon } as Partner) ?? 0) > farKm)) {
    if (found.lat !== null) doubt('far');
    [lat, lon] = before ? [before.lat, before.lon] : [commune?.lat ?? null, commune?.lon ?? null];
  }
  // Sources round a point differently each year: what moved less than the length of a shop did not move.
  const still = (one: number | null, other: number | null | undefined) =>
    one !== null && typeof other === 'number' && Math.abs(one - other) < 0.0002;
  if (before && still(lat, before.lat) && still(lon, before.lon)) [lat, lon] = [before.lat, before.lon];
  const shown = (name: string) => name.replaceAll(' - ', ' – ');
  const renamed = before !== undefined && !sameText(shown(before.name), shown(found.name));
  return {
    ...base,
    network: at.network,
    name: renamed || !before ? found.name : before.name,
    former_names: formerNames(found, before, renamed),
    address: sameText(base.address, found.address) ? base.address : found.address.slice(0, 300) || base.address,
    postal_code: /^\d{5}$/.test(found.postalCode) ? found.postalCode : base.postal_code,
    commune: at.code,
    phone: phone ?? base.phone,
    phone_date: phone ? (found.recordedOn ?? base.phone_date) : base.phone_date,
    website: website ?? base.website,
    opening_hours: hours ?? base.opening_hours,
    opening_hours_date: hours ? (found.recordedOn ?? base.opening_hours_date) : base.opening_hours_date,
    opening_hours_note: sameNote || personal ? base.opening_hours_note : found.note || base.opening_hours_note,
    appointment: found.appointment ?? base.appointment,
    lat,
    lon,
    serves: at.serves && before ? keptServes(at.serves, before.serves) : (at.serves ?? base.serves),
    recorded_on: found.recordedOn ?? base.recorded_on,
  };
}

/** The former names of before, those the file adds, and the name that changes. */
function formerNames(found: Found, before: PartnerRecord | undefined, renamed: boolean): string[] {
  const known = [...(before?.former_names ?? []), ...(renamed && before ? [before.name] : [])];
  const all = before?.former_name ? [before.former_name, ...known] : known;
  const more = found.formerNames.filter((name) => name.length <= 250 && !all.some((one) => sameText(one, name)));
  return [...known, ...more].slice(-20);
}

/** The same words, whichever apostrophe and spaces they are written with. */
function sameText(one: string, other: string): boolean {
  const plain = (text: string) => text.replaceAll('’', "'").replace(/\s+/g, ' ').trim().toLowerCase();
  return plain(one) === plain(other);
}
