import type { Answers } from '../../flows/schema.ts';
import type { Directory } from '../directory/directory.ts';
import { AppError } from '../errors.ts';
import type { Engine } from '../interview/engine.ts';
import { type Interview, outside, startInterview } from '../interview/interview.ts';
import { type Orientation, orient } from '../interview/orientation.ts';

/** What a coordinator tries: a day, a need, some answers, a commune. Nothing of it is kept or counted. */
export interface Trial {
  day: string;
  need: string;
  answers: Answers;
  /** INSEE code, `outside`, or null. */
  commune: string | null;
}

/** A day of the calendar, YYYY-MM-DD, or refused. */
export function readDay(text: string): string {
  const at = Date.parse(`${text}T12:00:00Z`);
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text) || Number.isNaN(at) || new Date(at).toISOString().slice(0, 10) !== text) {
    throw new AppError('invalid', 'day-malformed', {}, 'day');
  }
  return text;
}

/** The tree as a visitor of that day would meet it, by the function the pages and the API use. */
export function simulate(engine: Engine, directory: Directory, trial: Trial): Orientation {
  const { need, answers, commune, day } = trial;
  const orientation = orient(engine, directory, { need, answers, commune, deskPartner: null, day });
  if (!orientation) throw new AppError('invalid', 'unknown-need', {}, 'need');
  return orientation;
}

/** The interview a trial stands for, as the outcome page wants it; it has no address and no cookie. */
export function asInterview({ need, answers, commune, day }: Trial, flowVersion: string): Interview {
  const start = {
    id: 'simulator',
    channel: 'desk',
    speaksFor: 'self',
    deskPartner: null,
    commune,
    flowVersion,
  } as const;
  return { ...startInterview(start, need, noonOf(day).getTime()), answers };
}

/** Noon of a day: what « ouvre demain » is counted from. */
export function noonOf(day: string): Date {
  return new Date(`${day}T11:00:00Z`);
}

/** The communes meant by what was typed or chosen: `code` once it is known, else those to choose from. */
export function readCommune(
  directory: Pick<Directory, 'commune' | 'search'>,
  { commune, q, away }: { commune: string; q: string; away: boolean },
): { code: string | null; found: readonly { code: string; label: string; department: string }[] } {
  if (away) return { code: outside, found: [] };
  const chosen = directory.commune(commune);
  // Another name typed over the chosen commune means another commune.
  if (chosen && (q === '' || q === chosen.label)) return { code: chosen.code, found: [] };
  if (q === '') return { code: null, found: [] };
  const found = directory.search(q);
  const [only] = found;
  if (found.length === 1 && only) return { code: only.code, found: [] };
  if (chosen && found.some(({ code }) => code === chosen.code)) return { code: chosen.code, found: [] };
  if (found.length === 0) throw new AppError('invalid', 'commune-unknown', {}, 'q');
  return { code: null, found };
}
