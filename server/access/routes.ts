import type { RequestHandler, Response, Router } from 'express';
import type { Directory } from '../directory/directory.ts';
import { AppError } from '../errors.ts';
import { routeTable } from '../route-table.ts';
import { type Guard, guardedRouter } from '../web/guarded.ts';
import type { Page } from '../web/page.ts';
import { type Account, readName, readNewPassword, samePassword } from './account.ts';
import type { Accounts } from './accounts.ts';
import { createHashing } from './hashing.ts';
import type { Offer } from './member.ts';
import { endSession, signedIn, startSession } from './middleware.ts';
import { ownAnswers } from './own-routes.ts';
import type { OwnSessions } from './sessions.ts';
import { createSlowDown } from './slow-down.ts';
import { teamAnswers } from './team-routes.ts';
import type { Tokens } from './tokens.ts';
import type { Unsent } from './unsent.ts';
import { type Wrong, wrongWith } from './wrong.ts';

export interface AccessDeps {
  accounts: Accounts;
  sessions: OwnSessions;
  tokens: Tokens;
  unsent: Unsent;
  guard: Guard;
  directory: Directory;
  page: Page;
  /** Where people reach the product, for the links that are handed over. */
  publicUrl: string;
  secure: boolean;
  rateLimits: 'on' | 'off';
  clock: () => Date;
}

export type AccessLines = typeof routeTable.access;

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
const homeOf = ({ role }: Account): string => (role === 'agent' ? '/desk' : '/indicators');

/** `/sign-in`, `/sign-out`, `/welcome/:token`, `/account` and the team's pages. Stands behind `accessMiddleware`. */
export function accessRoutes(deps: AccessDeps): Router {
  const { accounts, page, secure, rateLimits, clock, unsent } = deps;
  const hashing = createHashing();
  const slowDown = createSlowDown(rateLimits, clock);

  const showSignIn = (res: Response, name: string, next: string | null, wrong: Wrong | null) => {
    const waits = unsent.read(res.req) !== null;
    page.render(res, 'sign-in', { name, next: next ?? '', waits, wrong }, wrong ? 422 : 200);
  };

  const signIn: RequestHandler = async (req, res) => {
    const name = text(req.body?.name).slice(0, 200);
    const password = samePassword(text(req.body?.password).slice(0, 1_000));
    const next = localPath(req.body?.next);
    const found = await accounts.find(name);
    if (!(await hashing.verify(found?.passwordHash ?? null, password)) || !found) {
      await slowDown.afterFailure(name);
      return showSignIn(res, name, next, { key: 'sign-in-wrong', values: {}, field: 'name' });
    }
    await startSession(req, found.account);
    res.redirect(303, unsent.read(req) ? '/sign-in/unsent' : (next ?? homeOf(found.account)));
  };

  const showWelcome = (res: Response, model: { token: string; name: string; invitation: Offer; wrong: Wrong | null }) =>
    page.render(
      res,
      'welcome',
      {
        token: model.token,
        name: model.name,
        role: model.invitation.role,
        renews: model.invitation.renews?.name ?? null,
        wrong: model.wrong,
      },
      model.wrong ? 422 : 200,
    );
  const showGone = (res: Response) => page.render(res, 'welcome-gone', {}, 410);

  /** What a link is used for: a new account, or a new password for the one it names. */
  const use = async (token: string, { renews }: Offer, typed: string, typedPassword: unknown) => {
    const name = renews?.name ?? readName(typed);
    const hash = await hashing.hash(readNewPassword(typedPassword, name));
    return renews ? accounts.renew(token, hash) : accounts.create(token, name, hash);
  };

  return guardedRouter(
    routeTable.access,
    {
      'GET /sign-in': (req, res) => {
        const account = signedIn(res);
        const next = localPath(req.query.next);
        if (account) return res.redirect(303, next ?? homeOf(account));
        showSignIn(res, '', next, null);
      },
      'POST /sign-in': [...slowDown.ceiling, signIn],
      'GET /sign-in/unsent': (req, res) => {
        const form = unsent.read(req);
        if (form) return page.render(res, 'unsent', form);
        res.redirect(303, homeOf(signedIn(res) as Account));
      },
      'POST /sign-in/unsent': (req, res) => {
        const form = unsent.read(req);
        unsent.clear(res);
        if (!form || req.body?.leave !== undefined) return res.redirect(303, homeOf(signedIn(res) as Account));
        // 307: the browser posts the same fields again, this time to the address they were meant for.
        res.redirect(307, form.action);
      },
      'POST /sign-out': async (req, res) => {
        await endSession(req, res, secure);
        res.redirect(303, '/sign-in');
      },
      'GET /welcome/:token': async (req, res) => {
        const { token = '' } = req.params;
        const invitation = await accounts.invitation(token);
        if (!invitation) return showGone(res);
        showWelcome(res, { token, name: '', invitation, wrong: null });
      },
      'POST /welcome/:token': async (req, res) => {
        const { token = '' } = req.params;
        const invitation = await accounts.invitation(token);
        if (!invitation) return showGone(res);
        const typed = text(req.body?.name).slice(0, 200);
        try {
          const wrong = await wrongWith(async () => {
            const account = await use(token, invitation, typed, req.body?.password);
            await startSession(req, account);
            res.redirect(303, account.role === 'agent' ? '/desk' : '/team');
          });
          if (wrong) showWelcome(res, { token, name: typed, invitation, wrong });
        } catch (error) {
          if (!(error instanceof AppError && error.code === 'gone')) throw error;
          showGone(res);
        }
      },
      ...ownAnswers(deps),
      ...teamAnswers(deps),
    },
    deps.guard,
  );
}
