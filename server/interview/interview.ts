import type { Compiled } from '../../flows/compile.ts';
import type { Answers, Rule } from '../../flows/schema.ts';
import { type Step, type Walk, walk } from '../../flows/walk.ts';

export type Channel = 'desk' | 'kiosk' | 'web';

/** The value of `commune` when the visitor lives outside the region. */
export const outside = 'outside';

/**
 * One walk of one person, kept by the visitor's browser and nowhere else (design D2): needs in the order chosen,
 * answers by question id, the commune's INSEE code or `outside`.
 */
export interface Interview {
  id: string;
  channel: Channel;
  /** Whether the person speaks for themselves or for somebody else: a child, a neighbour. */
  speaksFor: 'self' | 'other';
  /** The person is at the other end of the telephone, not at the desk. */
  phone: boolean;
  /** Already followed at this desk: no first reception. */
  followed: boolean;
  /** An exercise: nothing is counted, no slip is good. */
  training: boolean;
  needs: readonly string[];
  answers: Answers;
  commune: string | null;
  /** The partner structure this desk belongs to. */
  deskPartner: string | null;
  /** Needs whose outcome has been counted: a reception is counted with the first of them. */
  counted: readonly string[];
  /** The person has answered the barometer. */
  opined: boolean;
  /** At a desk: the language shown beside the agent's own, and on the visitor's half of the paper; null for none. */
  language: string | null;
  /** The four digits a kiosk shows for its desk to type, or null. */
  handOver: string | null;
  flowVersion: string;
  /** Last answer, milliseconds since 1970. */
  seenAt: number;
}

/** An interview without an answer for this long is over (design D2). */
export const idleLimit = 15 * 60_000;

/** Where an interview stands: a question of the table, the commune, or the outcome; `path` holds what was asked. */
export type Position = { walked: Walk; path: readonly Step[] } & (
  | { kind: 'question'; question: string; options: readonly string[] }
  | { kind: 'commune' }
  | { kind: 'outcome'; rule: Rule }
);

/** What is ticked when an interview begins at a desk. */
export type Circumstance = 'phone' | 'followed' | 'training';

/** What was ticked for a person, that the agent may see it on every page; an exercise is marked otherwise. */
export function circumstancesOf(interview: Pick<Interview, Circumstance>): Circumstance[] {
  return (['phone', 'followed'] as const).filter((one) => interview[one]);
}

/** What is known when an interview begins, before anything is asked. */
export type InterviewStart = Pick<
  Interview,
  'id' | 'channel' | 'speaksFor' | 'deskPartner' | 'commune' | 'flowVersion'
> &
  Partial<Pick<Interview, Circumstance | 'language'>>;

/** A new interview on its first need. `commune` is the desk's own, when there is one. */
export function startInterview(start: InterviewStart, need: string, now: number): Interview {
  const { phone = false, followed = false, training = false, language = null } = start;
  return {
    ...start,
    phone,
    followed,
    training,
    language,
    needs: [need],
    answers: {},
    counted: [],
    opined: false,
    handOver: null,
    seenAt: now,
  };
}

/** The need being treated: the last one chosen. */
export function currentNeed(interview: Interview): string {
  return interview.needs.at(-1) as string;
}

/** True when nothing was answered for fifteen minutes. */
export function isOver(interview: Interview, now: number): boolean {
  return now - interview.seenAt > idleLimit;
}

/** Another need of the same person: the profile stays, the need moves to the end of the list. */
export function takeNeed(interview: Interview, need: string, now: number): Interview {
  return { ...interview, needs: [...interview.needs.filter((known) => known !== need), need], seenAt: now };
}

/** One more answer, or another answer to the same question; later answers stay and serve again if they still fit. */
export function giveAnswer(interview: Interview, question: string, option: string, now: number): Interview {
  return { ...interview, answers: { ...interview.answers, [question]: option }, seenAt: now };
}

/** The commune (INSEE code) or `outside`. */
export function giveCommune(interview: Interview, commune: string, now: number): Interview {
  return { ...interview, commune, seenAt: now };
}

/** What somebody already said elsewhere: a kiosk that counted its outcome, and hands the person over. */
export function takeOver(
  interview: Interview,
  handed: { answers: Answers; commune: string | null; counted: boolean; language: string | null },
): Interview {
  const { answers, commune, counted, language } = handed;
  return { ...interview, answers, commune, language, counted: counted ? interview.needs : [] };
}

/** Another language beside the agent's own. */
export function speakIn(interview: Interview, language: string | null): Interview {
  return { ...interview, language };
}

/** Notes that the outcome of the current need has been counted. */
export function markCounted(interview: Interview): Interview {
  return { ...interview, counted: [...interview.counted, currentNeed(interview)] };
}

/** The question that tables may use and nobody is asked: it follows from the commune. */
export const residence = 'residence';

/** Answers as the table reads them. Whatever came as an answer to `residence`, the commune alone decides it. */
export function profile(answers: Answers, commune: string | null): Answers {
  const { [residence]: _, ...given } = answers;
  return commune === null ? given : { ...given, [residence]: commune === outside ? 'out' : 'in' };
}

/** Where answers and commune lead in a need. The commune is asked last, and not at all when the answer is given here. */
export function position(compiled: Compiled, answers: Answers, commune: string | null): Position {
  const walked = walk(compiled, profile(answers, commune));
  const here = { walked, path: walked.path.filter(({ question }) => question !== residence) };
  const { at } = walked;
  if (at.kind === 'question') {
    if (at.question === residence) return { ...here, kind: 'commune' };
    return { ...here, kind: 'question', question: at.question, options: at.options };
  }
  if (commune === null && at.rule.outcome === 'go') return { ...here, kind: 'commune' };
  return { ...here, kind: 'outcome', rule: at.rule };
}
