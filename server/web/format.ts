import type { DayHours, OpenState } from '../directory/hours.ts';
import { isolateValue } from './isolate.ts';
import type { Words } from './words.ts';

const zone = 'Europe/Paris';

/** A Monday at noon UTC, from which the names of days are taken. */
const monday = Date.UTC(2026, 0, 5, 12);
const dayMs = 86_400_000;

const formats = new Map<string, Intl.DateTimeFormat>();

function format(locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${locale} ${JSON.stringify(options)}`;
  const known = formats.get(key) ?? new Intl.DateTimeFormat(locale, { timeZone: zone, ...options });
  formats.set(key, known);
  return known;
}

const lists = new Map<string, Intl.ListFormat>();

/** Several things in one sentence: « a, b et c », or « a, b ou c ». */
export function sayList(items: readonly string[], type: 'conjunction' | 'disjunction', { locale, dir }: Words): string {
  const known = lists.get(locale + type) ?? new Intl.ListFormat(locale, { type });
  lists.set(locale + type, known);
  return known.format(dir === 'rtl' ? items.map(isolateValue) : items);
}

const days = new Map<string, string>();

/** Some languages count the first of a month and number the others; the library of formats does not know. */
const countingFirst = (said: string, words: Words): string =>
  words.has('format.first-day') ? said.replace(/(?<=^|\s)1(?=\s)/, words.t('format.first-day')) : said;

/** A day (YYYY-MM-DD) in words: « 24 novembre 2026 », « 1er février 2027 ». Remembered: sources and reviews share few. */
export function sayDay(day: string, words: Words): string {
  const key = words.lang + day;
  const known = days.get(key);
  if (known !== undefined) return known;
  const said = format(words.locale, { dateStyle: 'long' }).format(new Date(`${day}T12:00:00Z`));
  const whole = countingFirst(said, words);
  days.set(key, whole);
  return whole;
}

/** A phone number as it is printed: its own spaces, made unbreakable. */
export function sayPhone(number: string): string {
  return number.replaceAll(' ', '\u00a0');
}

/** A clock time "HH:MM" in words: « 8 h 30 ». */
function sayTime(time: string, words: Words): string {
  const [hours, minutes] = time.split(':').map(Number) as [number, number];
  if (minutes === 0) return words.t('format.hour', { hours });
  return words.t('format.hour-minutes', { hours, minutes: String(minutes).padStart(2, '0') });
}

function weekday(day: number, locale: string): string {
  return format(locale, { weekday: 'long' }).format(new Date(monday + (day - 1) * dayMs));
}

function sayDays(days: readonly number[], words: Words): string {
  const first = days[0] as number;
  const last = days.at(-1) as number;
  const run = days.every((day, index) => day === first + index);
  if (run && days.length > 2) {
    return words.t('format.days-range', { from: weekday(first, words.locale), to: weekday(last, words.locale) });
  }
  const names = days.map((day) => weekday(day, words.locale));
  return sayList(names, 'conjunction', words);
}

/** Opening hours in words, one line for the days that share them: « du lundi au vendredi, 9 h à 12 h ». */
export function sayHours(hours: readonly DayHours[], words: Words): string[] {
  return hours.map(({ days, spans }) => {
    const said = spans.map(([from, to]) =>
      words.t('format.span', { from: sayTime(from, words), to: sayTime(to, words) }),
    );
    return words.t('format.hours', { days: sayDays(days, words), spans: sayList(said, 'conjunction', words) });
  });
}

/** The holidays a site is closed on, in words: « fermé pendant les vacances scolaires ». */
export function sayClosures(closures: readonly ('PH' | 'SH')[], words: Words): string[] {
  return closures.map((holidays) => words.t(`format.closed-${holidays === 'PH' ? 'public' : 'school'}`));
}

const dayKey = (instant: Date) =>
  format('en-CA', { year: 'numeric', month: '2-digit', day: '2-digit' }).format(instant);
const timeKey = (instant: Date) =>
  format('en-GB', { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(instant);

/**
 * Open until when, or when it opens next: « ouvre mardi à 9 h », with the date beyond a week.
 * Null when nobody can say, or when nothing is known to open again.
 */
export function sayOpening(state: OpenState | null, now: Date, words: Words): string | null {
  if (!state) return null;
  if (state.open) {
    if (!state.until) return words.t('format.open');
    return words.t('format.open-until', { time: sayTime(timeKey(state.until), words) });
  }
  if (!state.next) return null;
  const time = sayTime(timeKey(state.next), words);
  const days = Math.round((Date.parse(dayKey(state.next)) - Date.parse(dayKey(now))) / dayMs);
  if (days === 0) return words.t('format.opens-today', { time });
  if (days === 1) return words.t('format.opens-tomorrow', { time });
  const options: Intl.DateTimeFormatOptions =
    days < 7 ? { weekday: 'long' } : { weekday: 'long', day: 'numeric', month: 'long' };
  const day = countingFirst(format(words.locale, options).format(state.next), words);
  return words.t('format.opens-on', { day, time });
}

/**
 * A text that stands inside a sentence: its first letter is a small one, by the rules of the language, unless it begins
 * with an acronym (« CAP ou BEP ») or the English « I ».
 */
export function inSentence(text: string, { locale }: Pick<Words, 'locale'>): string {
  if (/^(?:\p{Lu}[\p{Lu}\d]|I[\s’'])/u.test(text)) return text;
  const [first = ''] = text;
  return first.toLocaleLowerCase(locale) + text.slice(first.length);
}
