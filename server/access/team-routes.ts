import type { Request, Response } from 'express';
import { AppError } from '../errors.ts';
import type { Answers } from '../web/guarded.ts';
import { handedOnce } from '../web/handed-once.ts';
import type { Words } from '../web/words.ts';
import type { Role } from './account.ts';
import { deskChoices, type Offered, readInvitation, type TypedInvitation } from './invitation.ts';
import type { SignedIn } from './middleware.ts';
import { groupOf, looksAfter, manages } from './rights.ts';
import type { AccessDeps, AccessLines } from './routes.ts';
import { teamView } from './team-view.ts';
import { type Wrong, wrongWith } from './wrong.ts';

type TeamLine = Extract<keyof AccessLines, `${string} /team${string}`>;

const text = (value: unknown): string => (typeof value === 'string' ? value.slice(0, 300) : '');
const texts = (value: unknown): string[] => [value].flat().map(text).slice(0, 40);

const nothingTyped: TypedInvitation = { role: '', partner: '', groups: [] };

const accountOf = (res: Response): SignedIn => res.locals.account as SignedIn;

/**
 * `/team`: accounts and invitations, for those who look after a group. Links are handed over by the person, never mailed
 * from here. An account of another group is as unknown as one that never was.
 */
export function teamAnswers({
  accounts,
  directory,
  page,
  publicUrl,
  secure,
}: AccessDeps): Pick<Answers<AccessLines>, TeamLine> {
  const links = handedOnce('invitation', '/team', /^[\w-]{22}$/, secure);

  /** What somebody may give away: their own rights, or less, in their own groups. */
  const offeredBy = (account: SignedIn): Offered => ({
    roles: account.role === 'admin' ? ['agent', 'coordinator', 'admin'] : ['agent', 'coordinator'],
    groups: directory.groups.filter(({ id }) => looksAfter(account, id)),
    choices: deskChoices(directory.partners).filter(({ partner }) => looksAfter(account, groupOf(directory, partner))),
  });

  const show = async (res: Response, typed: TypedInvitation, link: string | null, wrong: Wrong | null) => {
    const account = accountOf(res);
    const visible = (other: Parameters<typeof manages>[1]) => manages(account, other, directory);
    const members = (await accounts.members()).filter((member) => member.id === account.id || visible(member));
    const invitations = (await accounts.openInvitations()).filter(visible);
    const context = { directory, words: res.locals.words as Words, account };
    const form = { offered: offeredBy(account), typed, link, wrong };
    page.render(res, 'team', teamView(members, invitations, form, context), wrong ? 422 : 200);
  };

  /** The account of the address, if the person may touch it. */
  const managed = async (req: Request<Record<string, string>>, res: Response) => {
    const account = accountOf(res);
    const other = (await accounts.members()).find(({ id }) => id === req.params.id);
    if (!other || other.disabled || !(other.id === account.id || manages(account, other, directory)))
      throw new AppError('not-found', 'account-unknown');
    return other;
  };

  return {
    'GET /team': async (req, res) => {
      const token = links.take(req, res);
      const link = token && (await accounts.invitation(token)) ? `${publicUrl}/welcome/${token}` : null;
      await show(res, nothingTyped, link, null);
    },
    'POST /team/invitations': async (req, res) => {
      const { role, partner, group } = (req.body ?? {}) as Record<string, unknown>;
      const typed = { role: text(role), partner: text(partner), groups: group === undefined ? [] : texts(group) };
      const wrong = await wrongWith(async () => {
        const account = accountOf(res);
        links.hand(res, await accounts.invite(readInvitation(typed, offeredBy(account)), account.id));
        res.redirect(303, '/team');
      });
      if (wrong) await show(res, typed, null, wrong);
    },
    'POST /team/accounts/:id/disable': async (req, res) => {
      const { id } = await managed(req, res);
      await accounts.disable(id, accountOf(res).role as Role);
      res.redirect(303, '/team');
    },
    'POST /team/accounts/:id/reset': async (req, res) => {
      const { id } = await managed(req, res);
      if (id === accountOf(res).id) throw new AppError('conflict', 'reset-self');
      links.hand(res, await accounts.reset(id, accountOf(res).id));
      res.redirect(303, '/team');
    },
    'POST /team/accounts/:id/hand-over': async (req, res) => {
      const { id } = await managed(req, res);
      await accounts.handOver(accountOf(res).id, id);
      res.redirect(303, '/team');
    },
  };
}
