import { dayOf } from '../calendar.ts';
import type { Directory } from '../directory/directory.ts';
import { sayDay } from '../web/format.ts';
import type { Words } from '../web/words.ts';
import type { Member, OpenInvitation } from './accounts.ts';
import type { DeskChoice } from './invitation.ts';
import type { Wrong } from './wrong.ts';

export interface TeamView {
  members: readonly {
    id: string;
    name: string;
    role: string;
    partner: string | null;
    since: string;
    disabled: boolean;
    /** The last coordinator stays: somebody must be able to invite. */
    mayDisable: boolean;
  }[];
  invitations: readonly { role: string; partner: string | null; until: string }[];
  choices: readonly DeskChoice[];
  typed: { role: string; partner: string };
  /** The link just made, shown this once. */
  link: string | null;
  wrong: Wrong | null;
}

/** The team's page: who may sign in, who was invited, and the form to invite. */
export function teamView(
  members: readonly Member[],
  invitations: readonly OpenInvitation[],
  form: Pick<TeamView, 'choices' | 'typed' | 'link' | 'wrong'>,
  { directory, words }: { directory: Pick<Directory, 'partner'>; words: Words },
): TeamView {
  const nameOf = (partner: string | null) => (partner === null ? null : (directory.partner(partner)?.name ?? partner));
  const day = (instant: string) => sayDay(dayOf(new Date(instant)), words);
  const coordinators = members.filter(({ role, disabled }) => role === 'coordinator' && !disabled).length;
  return {
    ...form,
    members: members.map(({ id, name, role, partner, createdAt, disabled }) => ({
      id,
      name,
      role,
      partner: nameOf(partner),
      since: day(createdAt),
      disabled,
      mayDisable: !disabled && (role !== 'coordinator' || coordinators > 1),
    })),
    invitations: invitations.map(({ role, partner, expiresAt }) => ({
      role,
      partner: nameOf(partner),
      until: day(expiresAt),
    })),
  };
}
