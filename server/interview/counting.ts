import { dayOf, monthOf, weekOf } from '../calendar.ts';
import type { Directory } from '../directory/directory.ts';
import type { Indicators, ReceptionEvent } from '../indicators/indicator.ts';
import type { Engine } from './engine.ts';
import { currentNeed, type Interview, markCounted, outside } from './interview.ts';
import { type Orientation, orient } from './orientation.ts';

/** How many interviews are remembered, for a moment, against a double click. */
const mostRemembered = 2_000;

/** Counts an outcome the first time it is reached (design D4), and says so in the interview. */
export interface Counting {
  countIfReached(interview: Interview, now: Date, language: string): Promise<Interview>;
}

type Outcome = Extract<Orientation, { status: 'outcome' }>;

/** What is counted of an outcome: closed lists only; nothing of a sensitive rule but that somebody was received. */
export function receptionEvent(
  interview: Interview,
  outcome: Outcome,
  directory: Directory,
  language: string,
  day: string,
): ReceptionEvent {
  const { need } = outcome.compiled;
  const commune = interview.commune === null ? undefined : directory.commune(interview.commune);
  const answered = Object.fromEntries(outcome.path.map(({ question, option }) => [question, option]));
  const deskNetwork = interview.deskPartner ? directory.partner(interview.deskPartner)?.network : undefined;
  const sensitive =
    need.sensitive ||
    outcome.rule.sensitive ||
    outcome.recommendations.some(({ role, resolution }) => role === 'first' && resolution.network.sensitive);
  return {
    month: monthOf(day),
    week: weekOf(day),
    basin: interview.commune === outside ? outside : (commune?.basin ?? null),
    firstOfInterview: interview.counted.length === 0,
    sensitive,
    need: need.need,
    outcome: outcome.rule.outcome,
    network: outcome.rule.first[0] ?? null,
    age: answered.age ?? null,
    status: answered.status ?? null,
    channel: interview.channel,
    language,
    deskType: deskNetwork ?? null,
  };
}

/**
 * One reception per interview, one need per need, however often a form is posted: the interview carries what was
 * counted, and the interviews of the last moments are remembered here against two posts at the same instant.
 * A count that fails does not keep the visitor from the outcome; it is reported to `failed`.
 */
export function createCounting(
  engine: Engine,
  directory: Directory,
  indicators: Pick<Indicators, 'count'>,
  failed: (error: unknown) => void,
): Counting {
  const recent = new Set<string>();
  return {
    async countIfReached(interview, now, language) {
      const need = currentNeed(interview);
      if (interview.counted.includes(need)) return interview;
      const day = dayOf(now);
      const orientation = orient(engine, directory, { ...interview, need, day });
      if (orientation?.status !== 'outcome') return interview;
      const key = `${interview.id} ${need}`;
      if (!recent.has(key)) {
        if (recent.size >= mostRemembered) recent.delete(recent.values().next().value as string);
        recent.add(key);
        await indicators.count(receptionEvent(interview, orientation, directory, language, day)).catch(failed);
      }
      return markCounted(interview);
    },
  };
}
