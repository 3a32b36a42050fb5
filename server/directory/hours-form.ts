import { AppError } from '../errors.ts';
import { closures, readHours } from './hours.ts';

/** A week as a form shows it: morning and afternoon of seven days, "08:30 – 12:00" or empty. */
export interface WeekForm {
  am: readonly string[];
  pm: readonly string[];
  /** Closed in the school holidays. */
  schoolOff: boolean;
}

const dayNames = ['Mo', 'Tu', 'We', 'Th', 'Fr', 'Sa', 'Su'];
type Span = readonly [string, string];

const time = String.raw`(\d{1,2})\s*(?:[:hH.]\s*(\d{2})?)?`;
const span = new RegExp(`^(?:de\\s+)?${time}\\s*(?:-|–|—|à|a)\\s*${time}$`);

function clock(hours: string | undefined, minutes: string | undefined): string | null {
  const [h, m] = [Number(hours), Number(minutes ?? 0)];
  return h <= 24 && m < 60 && h * 60 + m <= 1440 ? `${String(h).padStart(2, '0')}:${String(m).padStart(2, '0')}` : null;
}

/** Reads a span as people write it: "8h30-12h", "08:30 – 12:00", "de 9 h à 12 h"; null for closed, undefined if unreadable. */
export function readSpan(typed: string): Span | null | undefined {
  const text = typed.replaceAll('\u00a0', ' ').trim().toLowerCase();
  if (text === '' || /^(fermée?|-|–|—)$/.test(text)) return null;
  const match = span.exec(text);
  if (!match) return undefined;
  const [from, to] = [clock(match[1], match[2]), clock(match[3], match[4])];
  return from && to && from < to ? [from, to] : undefined;
}

/** OSM syntax of a week, equal days grouped: "Mo-Th 08:30-12:00,13:30-16:30; Fr 08:30-12:00"; null for no hours at all. */
export function writeHours(week: readonly (readonly Span[])[], schoolOff: boolean): string | null {
  const texts = week.map((spans) => spans.map(([from, to]) => `${from}-${to}`).join(','));
  const parts: string[] = [];
  for (const text of new Set(texts.filter((value) => value !== ''))) {
    const runs: string[] = [];
    for (let day = 0; day < 7; day += 1) {
      if (texts[day] !== text || (day > 0 && texts[day - 1] === text)) continue;
      let last = day;
      while (texts[last + 1] === text) last += 1;
      const first = dayNames[day] as string;
      runs.push(last === day ? first : `${first}${last === day + 1 ? ',' : '-'}${dayNames[last]}`);
    }
    parts.push(`${runs.join(',')} ${text}`);
  }
  if (parts.length === 0) return null;
  return [...parts, ...(schoolOff ? ['SH off'] : [])].join('; ');
}

/** OSM hours of the form's fields `am-0` … `pm-6` and `school-off`. Throws `invalid` on the first field that cannot be read. */
export function readWeek(field: (name: string) => string): string | null {
  const week = dayNames.map((_, day) => {
    const spans = (['am', 'pm'] as const).flatMap((half) => {
      const read = readSpan(field(`${half}-${day}`));
      if (read === undefined) throw new AppError('invalid', 'hours-unreadable', {}, `${half}-${day}`);
      return read === null ? [] : [read];
    });
    const [first, second] = spans;
    if (first && second && second[0] < first[1]) throw new AppError('invalid', 'hours-overlap', {}, `pm-${day}`);
    return spans;
  });
  return writeHours(week, field('school-off') !== '');
}

/** The form of hours that are a plain week of at most two spans a day; null for anything richer. */
export function weekOf(openingHours: string | null): WeekForm | null {
  const read = openingHours === null ? [] : readHours(openingHours);
  if (read === null) return null;
  const am = Array<string>(7).fill('');
  const pm = Array<string>(7).fill('');
  for (const { days, spans: written } of read) {
    const spans = [...written].sort(([one], [other]) => (one < other ? -1 : 1));
    if (spans.length > 2 || (spans[1] && spans[1][0] < (spans[0]?.[1] ?? ''))) return null;
    for (const day of days) {
      const said = spans.map(([from, to]) => `${from} – ${to}`);
      // A lone span that begins at noon or later stands in the afternoon.
      const alone = spans.length === 1 && (spans[0]?.[0] ?? '') >= '12:00';
      am[day - 1] = alone ? '' : (said[0] ?? '');
      pm[day - 1] = alone ? (said[0] ?? '') : (said[1] ?? '');
    }
  }
  return { am, pm, schoolOff: openingHours !== null && closures(openingHours).includes('SH') };
}
