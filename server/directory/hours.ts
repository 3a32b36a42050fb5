import OpeningHours, { type nominatim_object } from 'opening_hours';
import type { Partner } from './partner.ts';

/** Older hours say nothing about today (issue of the directory: most were recorded between 2006 and 2017). */
const yearsKept = 3;

/** The days a region does not work: public holidays, and school holidays as far as their table goes. */
export interface Calendar {
  holidays: ReadonlySet<string>;
  /** In order; nothing is known after the last of them. */
  schoolHolidays: readonly { from: string; to: string }[];
}

/** Days (1 = Monday … 7 = Sunday) that share the same spans; a span is two "HH:MM". */
export interface DayHours {
  days: readonly number[];
  spans: readonly (readonly [string, string])[];
}

/** Open or not at an instant, until when, and when it opens next (null: not within a fortnight). */
export interface OpenState {
  open: boolean;
  until: Date | null;
  next: Date | null;
}

const dayNames = ['Mo', 'Tu', 'We', 'Th', 'Fr', 'Sa', 'Su'];
const rule = /^([A-Z][a-z](?:[-,][A-Z][a-z])*) ((?:\d\d:\d\d-\d\d:\d\d,?)+)$/;

const isTime = (text: string) => /^([01]\d|2[0-3]):[0-5]\d$|^24:00$/.test(text);

function readDays(text: string): number[] {
  return text.split(',').flatMap((part) => {
    const [from, to] = part.split('-').map((name) => dayNames.indexOf(name));
    if (from === undefined || from < 0) return [];
    return Array.from({ length: (to ?? from) - from + 1 }, (_, index) => from + index + 1);
  });
}

const closedOn = /^(PH|SH|PH,SH|SH,PH) off$/;

/** The holidays a site says it is closed on, besides its week: public (PH), school (SH). */
export function closures(openingHours: string): ('PH' | 'SH')[] {
  const named = openingHours.split(';').flatMap((part) => closedOn.exec(part.trim())?.[1]?.split(',') ?? []);
  return (['PH', 'SH'] as const).filter((holidays) => named.includes(holidays));
}

/**
 * The week of opening hours as days and spans, for saying them in words; null when the string says more than a week and
 * the holidays of `closures`.
 */
export function readHours(openingHours: string): DayHours[] | null {
  const found: DayHours[] = [];
  for (const part of openingHours.split(';')) {
    if (closedOn.test(part.trim())) continue;
    const match = rule.exec(part.trim());
    if (!match) return null;
    const spans = (match[2] as string).split(',').map((span) => span.split('-') as [string, string]);
    if (spans.some(([from, to]) => !isTime(from) || !isTime(to) || from >= to)) return null;
    found.push({ days: readDays(match[1] as string), spans });
  }
  return found;
}

/** Public holidays of the country; what a region adds, and the school holidays, are in its calendar. */
const country = { lat: 46.5, lon: 2.5, address: { country_code: 'fr', state: '' } } as unknown as nominatim_object;

const parsed = new Map<string, OpeningHours | null>();

/** Null for a text that is no hours: what cannot be read says nothing, and breaks no page. */
function parse(text: string): OpeningHours | null {
  const known = parsed.get(text);
  if (known !== undefined) return known;
  let hours: OpeningHours | null = null;
  try {
    hours = new OpeningHours(text, country);
  } catch {
    // The library throws a sentence for people who write maps.
  }
  parsed.set(text, hours);
  return hours;
}

const wallFormat = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Europe/Paris',
  year: 'numeric',
  month: 'numeric',
  day: 'numeric',
  hour: 'numeric',
  minute: 'numeric',
  second: 'numeric',
  hourCycle: 'h23',
});

/** The library reads the machine's own clock face: this is a Date whose local fields show the time in France. */
function toWall(instant: Date): Date {
  const part = Object.fromEntries(wallFormat.formatToParts(instant).map(({ type, value }) => [type, Number(value)]));
  const { year = 0, month = 1, day, hour, minute, second } = part;
  return new Date(year, month - 1, day, hour, minute, second);
}

function fromWall(wall: Date): Date {
  const asUtc = Date.UTC(wall.getFullYear(), wall.getMonth(), wall.getDate(), wall.getHours(), wall.getMinutes());
  // France is one or two hours ahead of UTC: the right offset is the one that shows the same time back.
  const [summer, winter] = [new Date(asUtc - 7_200_000), new Date(asUtc - 3_600_000)] as const;
  return toWall(summer).getTime() === wall.getTime() ? summer : winter;
}

function tooOld(recorded: string | null, now: Date): boolean {
  if (!recorded) return true;
  const limit = new Date(`${recorded}T00:00:00Z`);
  limit.setUTCFullYear(limit.getUTCFullYear() + yearsKept);
  return now > limit;
}

/** Changes of a week that are looked through for an opening: a summer of them. */
const mostChanges = 400;

const twoDigits = (number: number) => String(number).padStart(2, '0');
const wallDay = (wall: Date) => `${wall.getFullYear()}-${twoDigits(wall.getMonth() + 1)}-${twoDigits(wall.getDate())}`;

/**
 * Whether a site is open at an instant and when it opens next, public and school holidays included.
 * Null when nobody can say: no hours, hours recorded more than three years before, school holidays past their table.
 */
export function openState(
  partner: Pick<Partner, 'openingHours' | 'openingHoursDate' | 'confirmedOn'>,
  now: Date,
  { holidays, schoolHolidays }: Calendar,
): OpenState | null {
  const { openingHours, openingHoursDate, confirmedOn } = partner;
  // Whoever confirms a card says that its hours are right too.
  const recorded = (confirmedOn ?? '') > (openingHoursDate ?? '') ? confirmedOn : openingHoursDate;
  if (!openingHours || tooOld(recorded, now)) return null;
  const rules = openingHours.split(';').filter((part) => !closedOn.test(part.trim()));
  const schoolOff = closures(openingHours).includes('SH');
  // Hours of their own in the school holidays: their table says when these are to no library.
  if (rules.some((part) => part.includes('SH'))) return null;
  const worksOnHolidays = rules.some((part) => part.includes('PH'));
  const knownUntil = schoolHolidays.at(-1)?.to ?? '';
  const unknown = (day: string) => schoolOff && day > knownUntil;
  const off = (day: string) =>
    (!worksOnHolidays && holidays.has(day)) ||
    (schoolOff && schoolHolidays.some(({ from, to }) => from <= day && day <= to));

  const wall = toWall(now);
  if (unknown(wallDay(wall))) return null;
  // "PH off" is what every one of these offices means; their records do not write it.
  const hours = parse(worksOnHolidays ? rules.join(';') : [...rules, ' PH off'].join(';'));
  if (hours === null) return null;
  const isOpen = (at: Date) => hours.getState(at) && !off(wallDay(at));
  if (isOpen(wall)) {
    const until = hours.getNextChange(wall);
    return { open: true, until: until ? fromWall(until) : null, next: null };
  }
  let at: Date | undefined = wall;
  for (let change = 0; at && change < mostChanges; change += 1) {
    at = hours.getNextChange(at);
    // A day that may or may not be in the holidays opens nothing: better to say nothing than a wrong day.
    if (!at || unknown(wallDay(at))) break;
    if (isOpen(at)) return { open: false, until: null, next: fromWall(at) };
  }
  return { open: false, until: null, next: null };
}
