import { dayOf } from '../calendar.ts';
import type { Directory } from '../directory/directory.ts';
import { sayDay } from '../web/format.ts';
import type { Words } from '../web/words.ts';
import type { Member, OpenInvitation } from './accounts.ts';
import type { Offered, TypedInvitation } from './invitation.ts';
import type { SignedIn } from './middleware.ts';
import type { Wrong } from './wrong.ts';

export interface TeamView {
  members: readonly {
    id: string;
    name: string;
    role: string;
    partner: string | null;
    since: string;
    disabled: boolean;
    groups: string;
    self: boolean;
    /** The last administrator stays: somebody must be able to invite. */
    mayDisable: boolean;
    /** Somebody who has less than the reader may be given as much. */
    mayTakeOver: boolean;
  }[];
  invitations: readonly { role: string; partner: string | null; groups: string; until: string }[];
  offered: Offered;
  typed: TypedInvitation;
  /** The link just made, shown this once. */
  link: string | null;
  wrong: Wrong | null;
}

/** The team's page: who may sign in, who was invited, and the form to invite. */
export function teamView(
  members: readonly Member[],
  invitations: readonly OpenInvitation[],
  form: Pick<TeamView, 'offered' | 'typed' | 'link' | 'wrong'>,
  context: { directory: Pick<Directory, 'partner' | 'groups'>; words: Words; account: SignedIn },
): TeamView {
  const { directory, words, account } = context;
  const nameOf = (partner: string | null) => (partner === null ? null : (directory.partner(partner)?.name ?? partner));
  const day = (instant: string) => sayDay(dayOf(new Date(instant)), words);
  const groupsOf = (groups: readonly string[]) =>
    groups.map((id) => directory.groups.find((group) => group.id === id)?.name ?? id).join(', ');
  const admins = members.filter(({ role, disabled }) => role === 'admin' && !disabled).length;
  const hasAsMuch = ({ role, groups }: Member) =>
    role === account.role && account.groups.every((group) => groups.includes(group));
  return {
    ...form,
    members: members.map((member) => ({
      id: member.id,
      name: member.name,
      role: member.role,
      partner: nameOf(member.partner),
      groups: groupsOf(member.groups),
      since: day(member.createdAt),
      disabled: member.disabled,
      self: member.id === account.id,
      mayDisable: !member.disabled && (member.role !== 'admin' || admins > 1),
      mayTakeOver: !member.disabled && member.id !== account.id && !hasAsMuch(member),
    })),
    invitations: invitations.map(({ role, partner, groups, expiresAt }) => ({
      role,
      partner: nameOf(partner),
      groups: groupsOf(groups),
      until: day(expiresAt),
    })),
  };
}
