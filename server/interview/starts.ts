import express, { type Router } from 'express';
import type { Account } from '../access/account.ts';
import type { Words } from '../web/words.ts';
import type { Channel } from './interview.ts';
import { wordsOf } from './pages.ts';
import { begin, type InterviewDeps, readSpeaksFor } from './routes.ts';

/** Where the desk of a signed-in person stands: its structure, and the commune most of its visitors live in. */
function deskOf(
  { directory }: InterviewDeps,
  account: Account,
): { deskPartner: string | null; commune: string | null } {
  const partner = account.partner === null ? undefined : directory.partner(account.partner);
  return { deskPartner: partner?.id ?? null, commune: partner?.communeCode ?? null };
}

/** What the doors stand on besides the walk: what became of the slips that a desk sent, in words. */
export interface StartDeps extends InterviewDeps {
  news(partner: string | null, words: Words): Promise<readonly object[]>;
}

/** The three doors of an interview (`/`, `/kiosk`, `/desk`), the post that begins one, and the page after its end. */
export function startRoutes(deps: StartDeps): Router {
  const { pages, page } = deps;
  const router = express.Router();

  const door = (path: string, channel: Channel) => {
    router.get(path, (_req, res) => {
      pages.useChannel(res, channel);
      page.render(res, 'start', pages.start(res, channel));
    });
  };
  door('/', 'web');
  door('/kiosk', 'kiosk');
  router.get('/desk', async (_req, res) => {
    const account = res.locals.account as Account | null;
    if (!account) return res.redirect(303, '/sign-in?next=/desk');
    pages.useChannel(res, 'desk');
    const news = await deps.news(account.partner, wordsOf(res));
    page.render(res, 'desk', { ...pages.start(res, 'desk'), news });
  });

  router.post('/interviews', async (req, res) => {
    const need = typeof req.body?.need === 'string' ? req.body.need : '';
    const speaksFor = readSpeaksFor(req.body);
    if (req.body?.channel === 'desk') {
      const account = res.locals.account as Account | null;
      if (!account) return res.redirect(303, '/sign-in?next=/desk');
      return begin(deps, res, { channel: 'desk', need, speaksFor, ...deskOf(deps, account) });
    }
    const channel = req.body?.channel === 'kiosk' ? 'kiosk' : 'web';
    await begin(deps, res, { channel, need, speaksFor, commune: null, deskPartner: null });
  });

  for (const [path, channel] of [
    ['/closed', 'web'],
    ['/kiosk/closed', 'kiosk'],
  ] as const) {
    router.get(path, (_req, res) => {
      pages.useChannel(res, channel);
      pages.showClosed(res, channel, 200);
    });
  }
  return router;
}
