import { addDays, dayOf, isWorkingDay, weekOf } from '../calendar.ts';
import type { Directory } from '../directory/directory.ts';
import type { Reminders } from '../liaison/reminders.ts';
import type { Words } from '../web/words.ts';
import type { Contacts } from './contacts.ts';
import { digestLetter, isRested } from './digest.ts';
import type { DigestFate, Digests } from './digests.ts';
import type { Postman } from './postman.ts';

/** What became of the mails of one run. */
export type MailsDone = Record<DigestFate, number>;

export interface MailingDeps {
  contacts: Contacts;
  digests: Digests;
  postman: Postman;
  reminders: Reminders;
  directory: Pick<Directory, 'partner' | 'holidays'>;
  /** The words that structures read. */
  words: Words;
  /** Without a final slash. */
  publicUrl: string;
  clock: () => Date;
}

/** The weekly mail to structures that have slips to answer. */
export interface Mailing {
  /** Writes to whom it is time to write to; to be run every hour, by every process. */
  run(): Promise<MailsDone>;
  /** Begins no further mail; resolves when the one under way has left. */
  close(): Promise<void>;
}

/** What is kept of mails: long enough to see that somebody could not be written to. */
const keptDays = 60;

/**
 * At most one mail a structure and week, at most once: each is claimed in the database before it leaves. One that could
 * not leave is tried again by the next run; one whose fate nobody knows is not, and the coordinator sees it.
 */
export function createMailing(deps: MailingDeps): Mailing {
  const { contacts, digests, postman, reminders, directory, words, publicUrl, clock } = deps;
  let closing = false;
  let running: Promise<MailsDone> | null = null;

  const work = async (): Promise<MailsDone> => {
    const done: MailsDone = { sent: 0, unreachable: 0, refused: 0, uncertain: 0 };
    const day = dayOf(clock());
    if (!isWorkingDay(day, directory.holidays)) return done;
    const week = weekOf(day);
    const latest = await digests.latest();
    let there: boolean | null = null;
    for (const { partner, address, mutedOn } of await contacts.all()) {
      if (closing) break;
      if (address === null || mutedOn !== null) continue;
      const name = directory.partner(partner)?.name;
      if (name === undefined || !isRested(latest.get(partner), day)) continue;
      const slips = await reminders(partner, day);
      // Read again: somebody may have stopped these mails meanwhile.
      const contact = await contacts.of(partner);
      if (slips.length === 0 || !contact?.address || contact.mutedOn !== null) continue;
      there ??= await postman.isThere();
      if (!(await digests.claim(week, partner))) continue;
      const mute = `${publicUrl}/digests/${contacts.muteToken(contact)}`;
      const letter = digestLetter(slips, { to: contact.address, partnerName: name, publicUrl, mute, words });
      const fate = there ? await postman.deliver(letter) : 'unreachable';
      await digests.settle(week, partner, fate);
      // One full mailbox says nothing of the others: only a server that is gone ends the round.
      if (fate === 'unreachable') there = there && (await postman.isThere());
      done[fate] += 1;
    }
    await digests.forget(weekOf(addDays(day, -keptDays)));
    return done;
  };

  return {
    run() {
      running ??= work().finally(() => {
        running = null;
      });
      return running;
    },
    async close() {
      closing = true;
      await running?.catch(() => {});
    },
  };
}
