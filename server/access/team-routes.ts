import express, { type Request, type Response, type Router } from 'express';
import type { Words } from '../web/words.ts';
import { deskChoices, readInvitation } from './invitation.ts';
import { requireRole, type SignedIn } from './middleware.ts';
import type { AccessDeps } from './routes.ts';
import { teamView } from './team-view.ts';
import { type Wrong, wrongWith } from './wrong.ts';

/** Carries a new link from the post that made it to the page that shows it, once, in the inviter's own browser. */
const cookie = 'invitation';

const text = (value: unknown): string => (typeof value === 'string' ? value.slice(0, 300) : '');

function tokenIn(req: Request): string | null {
  for (const part of (req.headers.cookie ?? '').split(';')) {
    const [name, value] = part.trim().split('=', 2);
    if (name === cookie && value && /^[\w-]{22}$/.test(value)) return value;
  }
  return null;
}

/** `/team`: accounts and invitations, for coordinators. Links are handed over by the person, never mailed from here. */
export function teamRoutes({ accounts, directory, page, publicUrl, secure }: AccessDeps): Router {
  const router = express.Router();
  const choices = deskChoices(directory.partners);
  const kept = { path: '/team', httpOnly: true, sameSite: 'strict' as const, secure };
  router.use('/team', requireRole('coordinator'));

  const show = async (
    res: Response,
    typed: { role: string; partner: string },
    link: string | null,
    wrong: Wrong | null,
  ) => {
    const [members, invitations] = [await accounts.members(), await accounts.openInvitations()];
    const context = { directory, words: res.locals.words as Words };
    page.render(
      res,
      'team',
      teamView(members, invitations, { choices, typed, link, wrong }, context),
      wrong ? 422 : 200,
    );
  };

  router.get('/team', async (req, res) => {
    const token = tokenIn(req);
    if (token) res.clearCookie(cookie, kept);
    const link = token && (await accounts.invitation(token)) ? `${publicUrl}/welcome/${token}` : null;
    await show(res, { role: '', partner: '' }, link, null);
  });

  router.post('/team/invitations', async (req, res) => {
    const typed = { role: text(req.body?.role), partner: text(req.body?.partner) };
    const wrong = await wrongWith(async () => {
      const { id } = res.locals.account as SignedIn;
      res.cookie(cookie, await accounts.invite(readInvitation(typed, choices), id), kept);
      res.redirect(303, '/team');
    });
    if (wrong) await show(res, typed, null, wrong);
  });

  router.post('/team/accounts/:id/disable', async (req, res) => {
    await accounts.disable(req.params.id);
    res.redirect(303, '/team');
  });
  return router;
}
