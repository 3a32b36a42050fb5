import express, { type Request, type Router } from 'express';
import type { EmergencyNumber } from '../directory/emergency.ts';
import type { DeskPage } from '../interview/desk-page.ts';
import type { Channel } from '../interview/interview.ts';
import type { InterviewPages } from '../interview/pages.ts';
import type { Page } from '../web/page.ts';
import { referenceLanguage, type Words } from '../web/words.ts';
import type { Finder } from './finder.ts';
import { foundView, helpNumbers } from './found-view.ts';

export interface FinderDeps {
  finder: Finder;
  pages: Pick<InterviewPages, 'start' | 'useChannel'>;
  page: Page;
  emergency: readonly EmergencyNumber[];
  desk: DeskPage;
}

/**
 * A search posted to a start page (`/`, `/kiosk`, `/desk`) gives that page again with what was found above the rest.
 * What was typed is in no address, no log and no store: it ends with the answer.
 */
export function finderRoutes({ finder, pages, page, emergency, desk }: FinderDeps): Router {
  const router = express.Router();
  const typed = (req: Request): string => (typeof req.body?.q === 'string' ? req.body.q.slice(0, 400) : '');
  const door = (path: string, channel: Channel) => {
    router.post(path, (req, res) => {
      const q = typed(req);
      pages.useChannel(res, channel);
      const start = pages.start(res, channel);
      const found = foundView(finder.find(q), start, emergency, q);
      // What was found takes the place of what is asked most.
      page.render(res, 'start', { ...start, often: found.hits.length === 0 ? start.often : [], found });
    });
  };
  door('/', 'web');
  door('/kiosk', 'kiosk');
  // An agent keeps both, side by side. What was typed waits nowhere for somebody to sign in: it is lost with the session.
  router.post('/desk', async (req, res) => {
    if (!res.locals.account) return res.redirect(303, '/sign-in?next=/desk');
    const q = typed(req);
    const view = await desk(res);
    page.render(res, 'desk', { ...view, found: foundView(finder.find(q), view, emergency, q) });
  });
  return router;
}

/** `/v1/find?q=&lang=`, beside the other addresses of the public interface (server/interview/api.ts). */
export function finderApi({
  finder,
  emergency,
  words,
}: Omit<FinderDeps, 'page' | 'pages' | 'desk'> & { words: ReadonlyMap<string, Words> }): Router {
  const router = express.Router();
  router.get('/v1/find', (req, res) => {
    const found = finder.find(typeof req.query.q === 'string' ? req.query.q : '');
    const { t } = words.get(String(req.query.lang)) ?? (words.get(referenceLanguage) as Words);
    res.json({
      confident: found.confident,
      needs: found.needs.map((need) => ({ id: need, text: t(`needs.${need}.title`) })),
      help: helpNumbers(found, emergency).map(({ id, number }) => ({
        number,
        text: t(`emergency.numbers.${id}`),
      })),
    });
  });
  return router;
}
