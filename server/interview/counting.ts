import { dayOf, monthOf, weekOf } from '../calendar.ts';
import type { Directory } from '../directory/directory.ts';
import { type Indicators, type ReceptionEvent, toldCells } from '../indicators/indicator.ts';
import type { Engine } from './engine.ts';
import { currentNeed, type Interview, markCounted, outside } from './interview.ts';
import { type Orientation, orient } from './orientation.ts';

/** How many interviews are remembered, for a moment, against a double click. */
const mostRemembered = 2_000;

/** Counts an outcome the first time it is reached (design D4), and says so in the interview. An exercise counts nowhere. */
export interface Counting {
  countIfReached(interview: Interview, now: Date, language: string): Promise<Interview>;
  /**
   * What was said needs no paper: counted once an interview. At a desk that answered before the questions were over, the
   * reception and its need are counted with it, and nothing else of the person.
   */
  countTold(interview: Interview, now: Date, language: string): Promise<void>;
  /** Several people with one need, received together at a desk: receptions and needs, nothing of them besides. */
  countSeveral(several: Several, now: Date, language: string): Promise<void>;
}

/** How many people came to a desk with the same request, without an answer of theirs. */
export interface Several {
  need: string;
  number: number;
  deskPartner: string | null;
  commune: string | null;
  training: boolean;
}

type Outcome = Extract<Orientation, { status: 'outcome' }>;

/** The desk in what is counted: its network, and the structure itself for its own figures. */
export function deskOf(directory: Directory, deskPartner: string | null): Pick<ReceptionEvent, 'deskType' | 'desk'> {
  const partner = deskPartner === null ? undefined : directory.partner(deskPartner);
  const basin = partner && directory.commune(partner.communeCode)?.basin;
  return {
    deskType: partner?.network ?? null,
    desk: partner && basin ? { partner: partner.id, basin } : null,
  };
}

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
    channel: interview.phone ? 'phone' : interview.channel,
    language,
    ...deskOf(directory, interview.deskPartner),
    followed: interview.followed,
  };
}

/** What is counted of a need the desk answered at once: no answer of the person, who was asked too little for one. */
function onTheSpot(
  interview: Interview,
  { need, sensitive }: { need: string; sensitive: boolean },
  directory: Directory,
  language: string,
  day: string,
): ReceptionEvent {
  const basin = interview.commune === null ? null : (directory.commune(interview.commune)?.basin ?? null);
  return {
    month: monthOf(day),
    week: weekOf(day),
    basin: interview.commune === outside ? outside : basin,
    firstOfInterview: interview.counted.length === 0,
    sensitive,
    need,
    outcome: 'answered-here',
    network: null,
    age: null,
    status: null,
    channel: interview.phone ? 'phone' : interview.channel,
    language,
    ...deskOf(directory, interview.deskPartner),
    followed: interview.followed,
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
  indicators: Pick<Indicators, 'count' | 'note'>,
  failed: (error: unknown) => void,
): Counting {
  const recent = new Set<string>();
  /** False when this was done a moment ago. */
  const isNew = (key: string): boolean => {
    if (recent.has(key)) return false;
    if (recent.size >= mostRemembered) recent.delete(recent.values().next().value as string);
    recent.add(key);
    return true;
  };
  const reachedBy = (interview: Interview, now: Date): Outcome | null => {
    const orientation = orient(engine, directory, { ...interview, need: currentNeed(interview), day: dayOf(now) });
    return orientation?.status === 'outcome' ? orientation : null;
  };
  return {
    async countIfReached(interview, now, language) {
      const need = currentNeed(interview);
      if (interview.counted.includes(need)) return interview;
      const outcome = reachedBy(interview, now);
      if (!outcome) return interview;
      if (!interview.training && isNew(`${interview.id} ${need}`)) {
        await indicators.count(receptionEvent(interview, outcome, directory, language, dayOf(now))).catch(failed);
      }
      return markCounted(interview);
    },
    async countTold(interview, now, language) {
      const need = currentNeed(interview);
      const outcome = reachedBy(interview, now);
      const compiled = engine.need(need, dayOf(now));
      if (interview.training || !compiled || !(outcome || interview.channel === 'desk')) return;
      if (!isNew(`${interview.id} told`)) return;
      const event = outcome
        ? receptionEvent(interview, outcome, directory, language, dayOf(now))
        : onTheSpot(interview, compiled.need, directory, language, dayOf(now));
      if (!outcome && !interview.counted.includes(need) && isNew(`${interview.id} ${need}`))
        await indicators.count(event).catch(failed);
      await indicators.note(toldCells(event)).catch(failed);
    },
    async countSeveral({ need, number, deskPartner, commune, training }, now, language) {
      const compiled = engine.need(need, dayOf(now));
      if (!compiled || training) return;
      const day = dayOf(now);
      const event: ReceptionEvent = {
        month: monthOf(day),
        week: weekOf(day),
        basin: commune === null ? null : (directory.commune(commune)?.basin ?? null),
        firstOfInterview: true,
        sensitive: compiled.need.sensitive,
        need,
        outcome: null,
        network: null,
        age: null,
        status: null,
        channel: 'desk',
        language,
        ...deskOf(directory, deskPartner),
      };
      await indicators.count(event, number).catch(failed);
    },
  };
}
