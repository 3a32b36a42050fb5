import express, { type Request, type Response, type Router } from 'express';
import type { Account } from '../access/account.ts';
import { kioskOf } from '../desks/kiosk.ts';
import type { Directory } from '../directory/directory.ts';
import type { Channel } from './interview.ts';
import { readSpeaksFor } from './open.ts';
import { begin, type InterviewDeps } from './routes.ts';

/** Where a desk or a kiosk stands: its structure, and the commune most of its visitors live in. */
export function placeOfDesk(
  directory: Directory,
  structure: string | null,
): { deskPartner: string | null; commune: string | null } {
  const partner = structure === null ? undefined : directory.partner(structure);
  return { deskPartner: partner?.id ?? null, commune: partner?.communeCode ?? null };
}

/**
 * The public doors of an interview (`/`, `/kiosk`), the post that begins one, and the page after its end. What an agent
 * chose when their session was over is given to `keep`, to be offered again after signing in.
 */
export function startRoutes(deps: InterviewDeps & { keep(req: Request, res: Response): void }): Router {
  const { pages, page, directory, keep } = deps;
  const router = express.Router();

  const door = (path: string, channel: Channel) => {
    router.get(path, (_req, res) => {
      pages.useChannel(res, channel);
      page.render(res, 'start', pages.start(res, channel));
    });
  };
  door('/', 'web');
  door('/kiosk', 'kiosk');
  router.post('/interviews', async (req, res) => {
    const need = typeof req.body?.need === 'string' ? req.body.need : '';
    const speaksFor = readSpeaksFor(req.body);
    const account = res.locals.account as Account | null;
    // In the browser of somebody who is in an exercise, every door is part of it: the page says that nothing is counted.
    const training = account?.training ?? false;
    if (req.body?.channel === 'desk') {
      if (!account) {
        keep(req, res);
        return res.redirect(303, '/sign-in?next=/desk');
      }
      const circumstances = {
        phone: req.body?.phone === 'yes',
        followed: req.body?.followed === 'yes',
        training,
        language: page.wordsOf(String(req.body?.language))?.lang ?? null,
      };
      const place = placeOfDesk(directory, account.partner);
      return begin(deps, res, { channel: 'desk', need, speaksFor, ...circumstances, ...place });
    }
    const channel = req.body?.channel === 'kiosk' ? 'kiosk' : 'web';
    const kiosk = channel === 'kiosk' ? kioskOf(res) : null;
    await begin(deps, res, { channel, need, speaksFor, training, ...placeOfDesk(directory, kiosk?.partner ?? null) });
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
