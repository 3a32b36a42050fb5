import express, { type Response, type Router } from 'express';
import type { Directory } from '../directory/directory.ts';
import { AppError } from '../errors.ts';
import type { Page } from '../web/page.ts';
import { type Account, readName, readNewPassword, samePassword } from './account.ts';
import type { Accounts } from './accounts.ts';
import { createHashing } from './hashing.ts';
import { endSession, signedIn, startSession } from './middleware.ts';
import { createSlowDown } from './slow-down.ts';
import { teamRoutes } from './team-routes.ts';
import { type Wrong, wrongWith } from './wrong.ts';

export interface AccessDeps {
  accounts: Accounts;
  directory: Directory;
  page: Page;
  /** Where people reach the product, for the links that are handed over. */
  publicUrl: string;
  secure: boolean;
  rateLimits: 'on' | 'off';
  clock: () => Date;
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

/** A place of this site to go on to after signing in; null for anything that could lead elsewhere. */
export function localPath(typed: unknown): string | null {
  const path = text(typed);
  if (!/^\/(?![/\\])/.test(path) || /[\p{Cc}\\]/u.test(path)) return null;
  const here = 'http://here.invalid';
  if (!URL.canParse(path, here)) return null;
  const url = new URL(path, here);
  return url.origin === here ? url.pathname + url.search : null;
}

/** Where a person starts the day. */
const homeOf = ({ role }: Account): string => (role === 'coordinator' ? '/indicators' : '/desk');

/** `/sign-in`, `/sign-out`, `/welcome/:token` and the team's pages. Stands behind `accessMiddleware`. */
export function accessRoutes(deps: AccessDeps): Router {
  const { accounts, page, secure, rateLimits, clock } = deps;
  const router = express.Router();
  const hashing = createHashing();
  const slowDown = createSlowDown(rateLimits, clock);

  const showSignIn = (res: Response, name: string, next: string | null, wrong: Wrong | null) =>
    page.render(res, 'sign-in', { name, next: next ?? '', wrong }, wrong ? 422 : 200);

  router.get('/sign-in', (req, res) => {
    const account = signedIn(res);
    const next = localPath(req.query.next);
    if (account) return res.redirect(303, next ?? homeOf(account));
    showSignIn(res, '', next, null);
  });

  router.post('/sign-in', ...slowDown.ceiling, async (req, res) => {
    const name = text(req.body?.name).slice(0, 200);
    const password = samePassword(text(req.body?.password).slice(0, 1_000));
    const next = localPath(req.body?.next);
    const found = await accounts.find(name);
    if (!(await hashing.verify(found?.passwordHash ?? null, password)) || !found) {
      await slowDown.afterFailure(name);
      return showSignIn(res, name, next, { key: 'sign-in-wrong', values: {}, field: 'name' });
    }
    await startSession(req, found.account);
    res.redirect(303, next ?? homeOf(found.account));
  });

  router.post('/sign-out', async (req, res) => {
    await endSession(req, res, secure);
    res.redirect(303, '/sign-in');
  });

  const showWelcome = (res: Response, model: { token: string; name: string; role: string; wrong: Wrong | null }) =>
    page.render(res, 'welcome', model, model.wrong ? 422 : 200);
  const showGone = (res: Response) => page.render(res, 'welcome-gone', {}, 410);

  router.get('/welcome/:token', async (req, res) => {
    const { token } = req.params;
    const invitation = await accounts.invitation(token);
    if (!invitation) return showGone(res);
    showWelcome(res, { token, name: '', role: invitation.role, wrong: null });
  });

  router.post('/welcome/:token', async (req, res) => {
    const { token } = req.params;
    const invitation = await accounts.invitation(token);
    if (!invitation) return showGone(res);
    const typed = text(req.body?.name).slice(0, 200);
    try {
      const wrong = await wrongWith(async () => {
        const name = readName(typed);
        const hash = await hashing.hash(readNewPassword(req.body?.password, name));
        const account = await accounts.create(token, name, hash);
        await startSession(req, account);
        res.redirect(303, account.role === 'coordinator' ? '/team' : '/desk');
      });
      if (wrong) showWelcome(res, { token, name: typed, role: invitation.role, wrong });
    } catch (error) {
      if (!(error instanceof AppError && error.code === 'gone')) throw error;
      showGone(res);
    }
  });

  router.use(teamRoutes(deps));
  return router;
}
