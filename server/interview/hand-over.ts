import { randomInt } from 'node:crypto';
import type { Answers, Tree } from '../../flows/schema.ts';
import { AppError } from '../errors.ts';
import { currentNeed, type Interview } from './interview.ts';

/** What a kiosk hands to its desk: never an answer to a sensitive question. */
export interface HandedOver {
  need: string;
  answers: Answers;
  commune: string | null;
  speaksFor: Interview['speaksFor'];
  /** The language of the kiosk's pages; null for the reference language. */
  language: string | null;
  /** The kiosk counted this person already. */
  counted: boolean;
  /** The kiosk was in an exercise: nobody stands there. */
  training: boolean;
}

/** Interviews on their way from a kiosk to the desk beside it, in memory for five minutes at most. */
export interface HandOvers {
  /** Four digits for the desk of the same structure; null when nothing may be handed over from there. */
  offer(interview: Interview): string | null;
  /** True while the digits still wait to be typed. */
  waits(partner: string | null, digits: string | null): boolean;
  /** What waits under the digits, which then serve no more. Throws `invalid` on `digits`, `too-many` after five tries. */
  take(partner: string, typed: string): HandedOver;
}

const fiveMinutes = 5 * 60_000;
const mostTries = 5;

/** Many more than a structure has people waiting; beyond, nobody could find four free digits by chance. */
const mostWaiting = 50;

/** Keeps them in this process: a code typed at another process, or after a restart, is one that never was. */
export function createHandOvers(tree: Pick<Tree, 'questions' | 'needs'>, clock: () => Date): HandOvers {
  const secret = new Set(tree.questions.filter(({ sensitive }) => sensitive).map(({ id }) => id));
  const secretNeeds = new Set(tree.needs.filter(({ sensitive }) => sensitive).map(({ need }) => need));
  const places = new Map<string, Map<string, { until: number; handed: HandedOver }>>();
  const tries = new Map<string, { count: number; until: number }>();

  /** What waits at a structure, without what is over. */
  const waitingAt = (partner: string) => {
    const now = clock().getTime();
    const waiting = places.get(partner) ?? new Map();
    for (const [digits, { until }] of waiting) if (until <= now) waiting.delete(digits);
    if (waiting.size === 0) places.delete(partner);
    return waiting;
  };

  return {
    offer(interview) {
      const need = currentNeed(interview);
      const partner = interview.deskPartner;
      if (interview.channel !== 'kiosk' || partner === null || secretNeeds.has(need)) return null;
      const waiting = waitingAt(partner);
      if (waiting.size >= mostWaiting) return null;
      let digits = '';
      do digits = String(randomInt(10_000)).padStart(4, '0');
      while (waiting.has(digits));
      const answers = Object.fromEntries(
        Object.entries(interview.answers).filter(([question]) => !secret.has(question)),
      );
      const { commune, speaksFor, language, counted, training } = interview;
      const handed = { need, answers, commune, speaksFor, language, counted: counted.includes(need), training };
      waiting.set(digits, { until: clock().getTime() + fiveMinutes, handed });
      places.set(partner, waiting);
      setTimeout(() => waitingAt(partner), fiveMinutes + 1_000).unref(); // nobody may come for it
      return digits;
    },
    waits: (partner, digits) => partner !== null && digits !== null && waitingAt(partner).has(digits),
    take(partner, typed) {
      const now = clock().getTime();
      const digits = typed.replace(/\s/g, '');
      const tried = tries.get(partner);
      const recent = tried && tried.until > now ? tried : { count: 0, until: now + fiveMinutes };
      if (recent.count >= mostTries) throw new AppError('too-many', 'digits-too-many');
      const waiting = waitingAt(partner);
      const found = waiting.get(digits);
      if (!found) {
        tries.set(partner, { ...recent, count: recent.count + 1 });
        throw new AppError('invalid', 'digits-wrong', {}, 'digits');
      }
      waiting.delete(digits);
      tries.delete(partner);
      return found.handed;
    },
  };
}
