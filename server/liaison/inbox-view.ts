import { workingDaysBetween } from '../calendar.ts';
import type { Directory } from '../directory/directory.ts';
import { sayDay } from '../web/format.ts';
import type { Words } from '../web/words.ts';
import type { ListedSlip } from './inboxes.ts';
import { isClosed, isUnanswered, type SlipLife, type SlipState, stateOf } from './lifecycle.ts';

/** One slip of an inbox, in words. */
export interface InboxLine {
  id: string;
  /** Where it is answered (received), or printed again (sent); null when there is nothing left to do. */
  href: string | null;
  need: string;
  /** The structure at the other end. */
  other: string;
  state: SlipState;
  says: string;
  /** How it looks: good news, waiting, or something to look at. */
  tone: 'good' | 'calm' | 'caution';
  day: string;
  /** Working days since it was issued. */
  days: number;
  /** The day a reply is due, while it is waited for. */
  replyBy: string | null;
  late: boolean;
  /** The sender called the structure with the person beside the telephone. */
  calledTogether: boolean;
}

/** The three lists of a structure. */
export interface InboxView {
  toAnswer: readonly InboxLine[];
  sent: readonly InboxLine[];
  closed: readonly InboxLine[];
}

/** What lines are said with. */
export interface InboxContext {
  day: string;
  directory: Pick<Directory, 'partner' | 'network' | 'holidays'>;
  words: Words;
}

const good: readonly SlipState[] = ['accepted', 'appointment', 'helped'];
const calm: readonly SlipState[] = ['issued', 'opened', 'redirected', 'cancelled'];

/** A first reminder before this many working days would only annoy. */
const patience = 3;

/** True once a slip has waited long enough to be reminded of, on paper or by mail. */
export function isWorthReminding(issuedOn: string, day: string, holidays: ReadonlySet<string>): boolean {
  return workingDaysBetween(issuedOn, day, holidays) >= patience;
}

function line(slip: ListedSlip, life: SlipLife, side: 'received' | 'sent', context: InboxContext): InboxLine {
  const { day, directory, words } = context;
  const { need, network, fromPartner, toPartner } = slip;
  const partner = side === 'sent' ? toPartner : fromPartner;
  const standIn = side === 'sent' && network !== null ? directory.network(network)?.name : words.t('slip.from-nobody');
  const late = isUnanswered(life) && slip.replyBy !== null && day > slip.replyBy;
  const answerable = !isClosed(life) || life.state === 'no-reply';
  const reply = answerable ? `/inbox/${slip.id}` : null;
  return {
    id: slip.id,
    href: side === 'received' ? reply : `/inbox/sent/${slip.id}`,
    need: need === null ? '' : words.t(`needs.${need}.title`),
    other: (partner === null ? null : directory.partner(partner)?.name) ?? standIn ?? '',
    state: life.state,
    says: words.t(`inbox.states.${life.state}`),
    tone: late ? 'caution' : good.includes(life.state) ? 'good' : calm.includes(life.state) ? 'calm' : 'caution',
    day: sayDay(slip.issuedOn, words),
    days: workingDaysBetween(slip.issuedOn, day, directory.holidays),
    replyBy: slip.replyBy !== null && isUnanswered(life) ? sayDay(slip.replyBy, words) : null,
    late,
    calledTogether: life.calledTogether,
  };
}

/** The inbox of a structure on a day. What waits longest to be answered comes first. Pure. */
export function inboxView(
  received: readonly ListedSlip[],
  sent: readonly ListedSlip[],
  context: InboxContext,
): InboxView {
  const lines = (slips: readonly ListedSlip[], side: 'received' | 'sent') =>
    slips.map((slip) => {
      const life = stateOf(slip.events, context.day);
      return { life, issuedOn: slip.issuedOn, line: line(slip, life, side, context) };
    });
  const [inward, outward] = [lines(received, 'received'), lines(sent, 'sent')];
  const unanswered = (one: { life: SlipLife }) => (isUnanswered(one.life) ? 0 : 1);
  return {
    toAnswer: inward
      .filter(({ life }) => !isClosed(life))
      .sort((a, b) => unanswered(a) - unanswered(b) || (a.issuedOn < b.issuedOn ? -1 : 1))
      .map((one) => one.line),
    sent: outward.filter(({ life }) => !isClosed(life)).map((one) => one.line),
    closed: [...inward, ...outward].filter(({ life }) => isClosed(life)).map((one) => one.line),
  };
}

/** The lines worth a reminder: unanswered for three working days. */
export function digestOf({ toAnswer }: InboxView): InboxLine[] {
  return toAnswer.filter(({ state, days }) => (state === 'issued' || state === 'opened') && days >= patience);
}

/** The latest changes among the slips a structure sent: replies, cancellations, silence; at most `most`. Pure. */
export function newsOf(sent: readonly ListedSlip[], most: number, context: InboxContext): InboxLine[] {
  return sent
    .map((slip) => {
      const life = stateOf(slip.events, context.day);
      const silent = life.state === 'no-reply' ? life.closesOn : null;
      return { slip, life, changedOn: silent ?? slip.events.at(-1)?.day ?? slip.issuedOn };
    })
    .filter(({ life }) => life.state !== 'issued')
    .sort((a, b) => (a.changedOn > b.changedOn ? -1 : a.changedOn < b.changedOn ? 1 : 0))
    .slice(0, most)
    .map(({ slip, life, changedOn }) => ({
      ...line(slip, life, 'sent', context),
      day: sayDay(changedOn, context.words),
    }));
}
