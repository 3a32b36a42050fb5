import { addDays } from '../calendar.ts';
import { type HalfDay, halfDays, type RefusalReason, type Reply, refusalReasons, replyTypes } from './lifecycle.ts';

/** How far ahead an appointment may be noted: beyond, the slip would outlive its reason to exist. */
const furthestDays = 183;

/** Stands for every network whose name would tell of disability, violence or justice (design D4). */
export const specialised = 'specialised';

/** The reply form as it was posted, every field a text. */
export interface ReplyForm {
  answer: string;
  day: string;
  half: string;
  network: string;
  reason: string;
  until: string;
}

export type ReplyField = keyof ReplyForm;

const among = <T extends string>(list: readonly T[], text: string): text is T =>
  (list as readonly string[]).includes(text);

const isDay = (text: string): boolean => {
  const time = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
};

/** The days an appointment or a new place may be on, seen from a day: from that day to half a year later. */
export function appointmentDays(day: string): { first: string; last: string } {
  return { first: day, last: addDays(day, furthestDays) };
}

/**
 * Reads a reply: either the reply, or the field that is missing or wrong. Details of answers that were not chosen are
 * ignored. `networks` are the ids a person may be redirected to, besides `specialised`.
 */
export function readReply(
  form: ReplyForm,
  networks: ReadonlySet<string>,
  day: string,
): { reply: Reply } | { wrong: ReplyField } {
  const { answer, half, network, reason, until } = form;
  const { first, last } = appointmentDays(day);
  const mayBe = (typed: string): boolean => isDay(typed) && typed >= first && typed <= last;
  if (!among(replyTypes, answer)) return { wrong: 'answer' };
  if (answer === 'appointment') {
    if (!mayBe(form.day)) return { wrong: 'day' };
    if (!among<HalfDay>(halfDays, half)) return { wrong: 'half' };
    return { reply: { type: answer, on: form.day, half } };
  }
  if (answer === 'redirected') {
    if (network !== specialised && !networks.has(network)) return { wrong: 'network' };
    return { reply: { type: answer, network: network === specialised ? null : network } };
  }
  if (answer === 'full') {
    if (!mayBe(until)) return { wrong: 'until' };
    return { reply: { type: answer, until } };
  }
  if (answer === 'refused') {
    if (!among<RefusalReason>(refusalReasons, reason)) return { wrong: 'reason' };
    return { reply: { type: answer, reason } };
  }
  return { reply: { type: answer } };
}
