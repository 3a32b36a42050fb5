import { wordsOfName } from '../directory/commune.ts';
import type { Partner } from '../directory/partner.ts';
import { AppError } from '../errors.ts';
import type { Role } from './account.ts';

/** A structure as it is offered and typed: its name and commune, and its address where these are not enough. */
export interface DeskChoice {
  partner: string;
  label: string;
}

/** The structures somebody may keep a desk of: those that exist, each under a label of its own, by name. */
export function deskChoices(partners: readonly Partner[]): DeskChoice[] {
  const open = partners.filter(({ status }) => status !== 'closed');
  const short = ({ name, communeName }: Partner) => `${name} (${communeName})`;
  const seen = new Map<string, number>();
  for (const partner of open) seen.set(short(partner), (seen.get(short(partner)) ?? 0) + 1);
  return open
    .map((partner) => ({
      partner: partner.id,
      label: seen.get(short(partner)) === 1 ? short(partner) : `${short(partner)}, ${partner.address || partner.id}`,
    }))
    .sort((one, other) => (one.label < other.label ? -1 : 1));
}

/** Words that people put in or leave out of a name. */
const small = new Set(['d', 'de', 'des', 'du', 'l', 'la', 'le', 'les', 'et', 'a', 'au']);

const wordsOf = (text: string): string[] => wordsOfName(text).filter((word) => !small.has(word));

/** The structure typed, of those offered: its whole label, or enough of its words to name one only. Throws `invalid` on `partner` otherwise. */
export function chooseDesk(typed: string, choices: readonly DeskChoice[]): string {
  const refuse = (key: string) => new AppError('invalid', key, {}, 'partner');
  const exact = choices.find(({ partner, label }) => label === typed || partner === typed);
  if (exact) return exact.partner;
  const words = wordsOf(typed);
  if (words.length === 0) throw refuse('partner-unknown');
  const labelled = choices.map(({ partner, label }) => ({ partner, words: wordsOf(label) }));
  const same = labelled.filter((choice) => choice.words.join(' ') === words.join(' '));
  const holds = (name: readonly string[]) => words.every((word) => name.some((part) => part.startsWith(word)));
  const close = same.length > 0 ? same : labelled.filter((choice) => holds(choice.words));
  if (close.length === 0) throw refuse('partner-unknown');
  if (close.length > 1) throw refuse('partner-ambiguous');
  return (close[0] as { partner: string }).partner;
}

/** What somebody may give away by an invitation. */
export interface Offered {
  roles: readonly Role[];
  groups: readonly { id: string; name: string }[];
  choices: readonly DeskChoice[];
}

/** An invitation as it is typed. */
export interface TypedInvitation {
  role: string;
  partner: string;
  groups: readonly string[];
}

/**
 * Who is invited: a role, the structure of the desk, which an agent must have, and the groups, of which a coordinator
 * must have one. Nothing but what is offered can be given. Throws `invalid` naming the field.
 */
export function readInvitation(
  typed: TypedInvitation,
  offered: Offered,
): { role: Role; partner: string | null; groups: readonly string[] } {
  const role = offered.roles.find((known) => known === typed.role);
  if (!role) throw new AppError('invalid', 'role-missing', {}, 'role');
  const named = typed.partner.trim();
  if (named === '' && role === 'agent') throw new AppError('invalid', 'partner-missing', {}, 'partner');
  const partner = named === '' ? null : chooseDesk(named, offered.choices);
  if (role !== 'coordinator') return { role, partner, groups: [] };
  const groups = offered.groups.map(({ id }) => id).filter((id) => typed.groups.includes(id));
  if (groups.length === 0 || typed.groups.some((id) => !groups.includes(id)))
    throw new AppError('invalid', 'group-missing', {}, 'groups');
  return { role, partner, groups };
}
