import express, { type RequestHandler, type Response, type Router } from 'express';
import { dayOf } from '../calendar.ts';
import { AppError } from '../errors.ts';
import type { Words } from '../web/words.ts';
import type { Answering, AnsweringDeps } from './answering.ts';
import { digestOf, type InboxContext, inboxView } from './inbox-view.ts';
import type { Inboxes } from './inboxes.ts';
import { sheetView } from './sheet-view.ts';
import type { IssuedSlip } from './slip.ts';

/** What the inbox stands on. */
export interface InboxDeps extends AnsweringDeps {
  inboxes: Inboxes;
  answering: Answering;
  /** Lets those through who keep the desk of a structure, whatever else they do; sends strangers to sign in. */
  allow: RequestHandler;
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/**
 * `/inbox`: the slips of the structure whose desk somebody keeps, answered without their code or printed again. Who
 * keeps no desk, a coordinator say, has no inbox: nothing of a slip is theirs to read.
 */
export function inboxRoutes(deps: InboxDeps): Router {
  const { slips, inboxes, answering, directory, page, publicUrl, words, allow, clock } = deps;
  const router = express.Router();
  const today = () => dayOf(clock());
  const contextOf = (res: Response): InboxContext => ({
    day: today(),
    directory,
    words: res.locals.words as Words,
  });
  const deskOf = (res: Response): string => (res.locals.account as { partner: string }).partner;

  router.use('/inbox', allow, (_req, res, next) => {
    res.set('Cache-Control', 'no-store');
    res.locals.channel = 'desk';
    next();
  });

  const viewOf = async (res: Response) => {
    const partner = deskOf(res);
    return inboxView(await inboxes.received(partner), await inboxes.sent(partner), contextOf(res));
  };
  router.get('/inbox', async (_req, res) => page.render(res, 'inbox', await viewOf(res)));
  router.get('/inbox/digest', async (_req, res) => {
    const lines = digestOf(await viewOf(res));
    page.render(res, 'inbox-digest', { lines, day: today() });
  });

  /** The slip, if this desk stands at that end of it; whatever else it may be, it does not exist. */
  const slipOf = async (res: Response, id: string, end: 'from' | 'to'): Promise<IssuedSlip> => {
    const found = uuid.test(id) ? await slips.findById(id) : null;
    if (!found || found.desks[end] !== deskOf(res)) throw new AppError('not-found', 'not-found');
    return found.slip;
  };
  router.get('/inbox/sent/:id', async (req, res) => {
    const slip = await slipOf(res, req.params.id, 'from');
    page.render(res, 'slip', sheetView(slip, publicUrl, today(), '/inbox', { words, wordsOf: page.wordsOf }));
  });
  router.get('/inbox/:id', async (req, res) => {
    const slip = await slipOf(res, req.params.id, 'to');
    await answering.show(res, slip, `/inbox/${slip.id}`);
  });
  router.post('/inbox/:id', async (req, res) => {
    const slip = await slipOf(res, req.params.id, 'to');
    await answering.take(res, slip, `/inbox/${slip.id}`, req.body);
  });
  router.get('/inbox/:id/sheet', async (req, res) => {
    const slip = await slipOf(res, req.params.id, 'to');
    if (!(await answering.showNext(res, slip, `/inbox/${slip.id}`))) throw new AppError('not-found', 'not-found');
  });
  return router;
}
