import type { DeskChoice } from '../access/invitation.ts';
import type { Wrong } from '../access/wrong.ts';
import { dayOf } from '../calendar.ts';
import { sayDay } from '../web/format.ts';
import type { Words } from '../web/words.ts';
import type { Contact } from './contact.ts';
import type { Digest } from './digests.ts';

/** The form of a contact, as typed. */
export interface TypedContact {
  partner: string;
  address: string;
}

export interface ContactsView {
  contacts: readonly {
    id: string;
    partner: string;
    /** Null when it cannot be read any more and has to be typed again. */
    address: string | null;
    muted: boolean;
    /** What became of the last mail, and on which day; null when there was none. */
    last: { state: string; day: string; tone: 'calm' | 'caution' } | null;
  }[];
  /** How many structures could not be written to. */
  failed: number;
  sendsMail: boolean;
  typed: TypedContact;
  choices: readonly DeskChoice[];
  wrong: Wrong | null;
}

/** A mail that is still leaving after this long was left behind by a process that died. */
const longestLeaving = 15 * 60_000;

function sayLast(digest: Digest | undefined, now: Date, words: Words): ContactsView['contacts'][number]['last'] {
  if (!digest) return null;
  const at = new Date(digest.changedAt);
  const cut = digest.state === 'claimed' && now.getTime() - at.getTime() > longestLeaving;
  const state = cut ? 'uncertain' : digest.state;
  const calm = state === 'sent' || state === 'claimed';
  return { state, day: sayDay(dayOf(at), words), tone: calm ? 'calm' : 'caution' };
}

/** The page of contacts: who is written to where, what became of the last mail, and the form. By name of structure. */
export function contactsView(
  contacts: readonly Contact[],
  form: Pick<ContactsView, 'typed' | 'choices' | 'wrong' | 'sendsMail'>,
  context: { latest: ReadonlyMap<string, Digest>; nameOf(partner: string): string; words: Words; now: Date },
): ContactsView {
  const { latest, nameOf, words, now } = context;
  const collator = new Intl.Collator(words.locale);
  const lines = contacts
    .map(({ id, partner, address, mutedOn }) => ({
      id,
      partner: nameOf(partner),
      address,
      muted: mutedOn !== null,
      last: sayLast(latest.get(partner), now, words),
    }))
    .sort((one, other) => collator.compare(one.partner, other.partner));
  return { ...form, contacts: lines, failed: lines.filter(({ last }) => last?.tone === 'caution').length };
}
