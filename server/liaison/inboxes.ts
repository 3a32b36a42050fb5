import { addDays, dayOf } from '../calendar.ts';
import type { Database } from '../storage/database.ts';
import { toEvent } from './event-rows.ts';
import { isUnanswered, type SlipEvent, silentDays, stateOf } from './lifecycle.ts';

/** A slip as a line of an inbox: ids and days, no secret, nothing of its sealed copy. */
export interface ListedSlip {
  id: string;
  issuedOn: string;
  need: string | null;
  network: string | null;
  fromPartner: string | null;
  toPartner: string | null;
  /** The day by which a reply is promised; null on slips of before deadlines. */
  replyBy: string | null;
  events: readonly SlipEvent[];
}

/** The slips of one structure, the newest first, erased ones left out. A sensitive slip is in nobody's list. */
export interface Inboxes {
  /** Those that still wait for a first word are never left out, however many came since. */
  received(partner: string): Promise<ListedSlip[]>;
  sent(partner: string): Promise<ListedSlip[]>;
  /** The slips that wait for a first word of the structure, the oldest first, none left out. */
  unanswered(partner: string): Promise<ListedSlip[]>;
}

/** More lines than this help nobody: older ones are reached by their paper. */
const mostListed = 300;

/** Reads inboxes from the clear columns of slips. */
export function createInboxes(database: Database, clock: () => Date): Inboxes {
  const today = () => dayOf(clock());
  const lines = () =>
    database.selectFrom('slips').select(['id', 'issuedOn', 'need', 'network', 'fromPartner', 'toPartner', 'replyBy']);
  const withEvents = async (rows: readonly Omit<ListedSlip, 'events'>[]): Promise<ListedSlip[]> => {
    if (rows.length === 0) return [];
    const ids = rows.map(({ id }) => id);
    const events = await database
      .selectFrom('slipEvents')
      .selectAll()
      .where('slip', 'in', ids)
      .orderBy('seq')
      .execute();
    const bySlip = new Map<string, SlipEvent[]>(ids.map((id) => [id, []]));
    for (const event of events) bySlip.get(event.slip)?.push(toEvent(event));
    const day = today();
    return rows
      .map((row) => ({ ...row, events: bySlip.get(row.id) ?? [] }))
      .filter((slip) => slip.events.length > 0 && day < stateOf(slip.events, day).erasedOn);
  };
  const newest = async (side: 'fromPartner' | 'toPartner', partner: string) =>
    withEvents(
      await lines().where(side, '=', partner).orderBy('issuedOn', 'desc').orderBy('id').limit(mostListed).execute(),
    );
  const unanswered = async (partner: string) => {
    const day = today();
    const heard = await lines()
      .where('toPartner', '=', partner)
      .where('issuedOn', '>', addDays(day, -silentDays))
      .orderBy('issuedOn')
      .orderBy('id')
      .execute();
    return (await withEvents(heard)).filter(({ events }) => isUnanswered(stateOf(events, day)));
  };
  return {
    async received(partner) {
      const listed = await newest('toPartner', partner);
      const known = new Set(listed.map(({ id }) => id));
      return [...listed, ...(await unanswered(partner)).filter(({ id }) => !known.has(id)).reverse()];
    },
    sent: (partner) => newest('fromPartner', partner),
    unanswered,
  };
}
