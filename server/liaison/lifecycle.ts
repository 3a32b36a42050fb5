import { initialTransition, setup, transition } from 'xstate';
import { addDays } from '../calendar.ts';

/** Where a slip stands. `no-reply` is derived from the day, recorded or not; every other state is reached by a recorded event. */
export type SlipState =
  | 'issued'
  | 'opened'
  | 'accepted'
  | 'appointment'
  | 'helped'
  | 'redirected'
  | 'refused'
  | 'no-show'
  | 'unreachable'
  | 'full'
  | 'cancelled'
  | 'no-reply';

/** Why a structure cannot take somebody: nothing else can be given, so that reasons can be compared. */
export const refusalReasons = [
  'not-ours',
  'out-of-area',
  'not-eligible',
  'already-followed',
  'duplicate',
  'visitor-declined',
] as const;
export type RefusalReason = (typeof refusalReasons)[number];

/** When on its day an appointment may be. */
export const halfDays = ['morning', 'afternoon'] as const;
export type HalfDay = (typeof halfDays)[number];

/** What a structure may answer. A `redirected` without a network went to one whose name is not written down. */
export type Reply =
  | { type: 'accepted' }
  | { type: 'appointment'; on: string; half: HalfDay }
  | { type: 'helped' }
  | { type: 'redirected'; network: string | null }
  | { type: 'refused'; reason: RefusalReason }
  | { type: 'no-show' }
  | { type: 'unreachable' }
  /** No place until that day, from which on the person may come again. */
  | { type: 'full'; until: string | null };

/** The answers, in the order in which they are offered. */
export const replyTypes = [
  'accepted',
  'appointment',
  'helped',
  'redirected',
  'no-show',
  'unreachable',
  'full',
  'refused',
] as const;

/** What the visitor may say happened; it stands beside the structure's word and never changes the state. */
export const statements = ['answered-me', 'helped-me', 'nobody-replied'] as const;
export type Statement = (typeof statements)[number];

/** What may be recorded after the slip is issued. */
export type SlipAct =
  | Reply
  | { type: 'opened' }
  | { type: 'cancelled' }
  | { type: 'called-together' }
  | { type: 'no-reply' }
  | { type: Statement };

/** One recorded event; the day (YYYY-MM-DD) is all that is kept of when. */
export type SlipEvent = ({ type: 'issued' } | SlipAct) & { day: string };

/** A slip read from its events on a day. */
export interface SlipLife {
  state: SlipState;
  issuedOn: string;
  /** The last thing the structure answered, and when. */
  reply: (Reply & { day: string }) | null;
  said: readonly Statement[];
  /** The desk that issued it called the structure with the visitor beside it. */
  calledTogether: boolean;
  /** The day it closes, or closed, by a final reply, by the visitor, or by silence. */
  closesOn: string;
  /** From this day on nothing of it is shown, and the next purge erases it. */
  erasedOn: string;
  /** How many events there are: the place of the next one. */
  length: number;
  /** What may still happen to it. */
  allows(type: SlipAct['type']): boolean;
}

/** Days of silence after which a slip closes by itself (design D3). */
export const silentDays = 30;
/** Days a slip is kept once closed. */
export const keptDays = 60;

const followUps = {
  helped: 'helped',
  redirected: 'redirected',
  'no-show': 'no-show',
  unreachable: 'unreachable',
  cancelled: 'cancelled',
} as const;
const firstReplies = {
  ...followUps,
  accepted: 'accepted',
  appointment: 'appointment',
  refused: 'refused',
  full: 'full',
} as const;

/** What moves the machine; the rest stands beside its state. */
type Act = { type: Exclude<SlipAct['type'], Statement | 'called-together'> };

/**
 * The life of a slip. Silence is given to the machine when the days have passed; the daily task records it once, so that
 * it is counted once, which changes nothing of what is seen.
 */
export const lifecycle = setup({
  types: { events: {} as Act },
}).createMachine({
  id: 'slip',
  initial: 'issued',
  states: {
    issued: { on: { ...firstReplies, opened: 'opened', 'no-reply': 'no-reply' } },
    opened: { on: { ...firstReplies, 'no-reply': 'no-reply' } },
    'no-reply': { on: firstReplies },
    accepted: { on: { ...followUps, appointment: 'appointment' } },
    appointment: { on: followUps },
    helped: { type: 'final' },
    redirected: { type: 'final' },
    refused: { type: 'final' },
    'no-show': { type: 'final' },
    unreachable: { type: 'final' },
    full: { type: 'final' },
    cancelled: { type: 'final' },
  },
});

const [issued] = initialTransition(lifecycle);
/** Steps the machine was asked for. It remembers nothing but its state, so that one answer is good for every slip. */
const steps = new Map<string, typeof issued | null>();

/** Where an act leads from a state of the machine; null when it does not fit. */
function stepFrom(from: typeof issued, { type }: Act): typeof issued | null {
  const key = `${from.value} ${type}`;
  const known = steps.get(key);
  if (known !== undefined) return known;
  const to = from.can({ type }) ? transition(lifecycle, from, { type })[0] : null;
  steps.set(key, to);
  return to;
}

/** True for what the visitor says, among all that may happen. */
export function isStatement(type: string): type is Statement {
  return (statements as readonly string[]).includes(type);
}

/** True for what a structure answers, among all that may happen. */
export function isReply<E extends SlipAct | SlipEvent>(event: E): event is E & Reply {
  return (replyTypes as readonly string[]).includes(event.type);
}

const openStates: readonly SlipState[] = ['issued', 'opened', 'accepted', 'appointment'];

/** True once nothing more is expected: somebody closed it, or thirty days of silence did. */
export function isClosed({ state }: Pick<SlipLife, 'state'>): boolean {
  return !openStates.includes(state);
}

/** True while the structure has said nothing yet and may still be waited for. */
export function isUnanswered({ state }: Pick<SlipLife, 'state'>): boolean {
  return state === 'issued' || state === 'opened';
}

/** The later of two days; written YYYY-MM-DD, they compare as text. */
const later = (a: string, b: string): string => (a > b ? a : b);

/**
 * Replays the events of a slip, the first of which issued it, and says where it stands on a day. Events that do not fit
 * change nothing. Pure.
 */
export function stateOf(events: readonly SlipEvent[], day: string): SlipLife {
  const issuedOn = (events[0] as SlipEvent).day;
  let at = issued;
  let lastOn = issuedOn;
  let reply: SlipLife['reply'] = null;
  const said = new Set<Statement>();
  let calledTogether = false;
  for (const event of events) {
    if (event.type === 'issued') continue;
    if (event.type === 'called-together') {
      calledTogether = true;
      continue;
    }
    if (isStatement(event.type)) {
      said.add(event.type);
      continue;
    }
    const to = stepFrom(at, { type: event.type });
    if (!to) continue;
    at = to;
    lastOn = event.day;
    if (isReply(event)) reply = event;
  }

  // A structure that took somebody on, or gave a day, and says no more: the silence counts from there.
  const heardOn = reply?.type === 'appointment' ? later(lastOn, reply.on) : reply ? lastOn : issuedOn;
  const closesOn = at.status === 'done' ? lastOn : addDays(heardOn, silentDays);
  const now = (day >= closesOn && stepFrom(at, { type: 'no-reply' })) || at;
  return {
    state: now.value,
    issuedOn,
    reply,
    said: [...said],
    calledTogether,
    closesOn,
    erasedOn: addDays(closesOn, keptDays),
    length: events.length,
    allows: (type) => isStatement(type) || type === 'called-together' || stepFrom(now, { type }) !== null,
  };
}
