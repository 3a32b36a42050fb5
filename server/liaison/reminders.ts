import type { Directory } from '../directory/directory.ts';
import { isWorthReminding } from './inbox-view.ts';
import type { Inboxes } from './inboxes.ts';
import type { Slips } from './slip.ts';

/** A slip that waits for an answer, as much of it as a mail may hold: days, and the address that answers it. */
export interface WaitingSlip {
  issuedOn: string;
  replyBy: string | null;
  address: string;
}

/** The slips of a structure that are worth a reminder on a day, the oldest first; sensitive ones never are. */
export type Reminders = (partner: string, day: string) => Promise<readonly WaitingSlip[]>;

/** Reads reminders from the slips; `publicUrl` has no final slash. */
export function createReminders({
  inboxes,
  slips,
  directory,
  publicUrl,
}: {
  inboxes: Pick<Inboxes, 'unanswered'>;
  slips: Pick<Slips, 'findById'>;
  directory: Pick<Directory, 'holidays'>;
  publicUrl: string;
}): Reminders {
  return async (partner, day) => {
    const waiting: WaitingSlip[] = [];
    for (const { id, issuedOn, replyBy } of await inboxes.unanswered(partner)) {
      if (!isWorthReminding(issuedOn, day, directory.holidays)) continue;
      const found = await slips.findById(id);
      if (found) waiting.push({ issuedOn, replyBy, address: `${publicUrl}/replies/${found.slip.codes.token}` });
    }
    return waiting;
  };
}
