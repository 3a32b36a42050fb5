import express, { type Response, type Router } from 'express';
import { dayOf } from '../calendar.ts';
import type { Directory } from '../directory/directory.ts';
import type { Page } from '../web/page.ts';
import type { Words } from '../web/words.ts';
import { type Answering, formText } from './answering.ts';
import { isReplyToken, readCode } from './code.ts';
import { isStatement, stateOf } from './lifecycle.ts';
import type { Slip, Slips } from './slip.ts';
import { visitorView } from './visitor-view.ts';

/** What the pages of a slip stand on. */
export interface LiaisonDeps {
  slips: Slips;
  directory: Directory;
  answering: Answering;
  page: Page;
  clock: () => Date;
}

/**
 * The pages of a slip, by two rights that never meet: `/slips/<visitor code>` and `/replies/<reply token>`. A code that
 * never was, is over, or opens the other side gets the same answer, byte for byte. GET changes nothing: scanners of
 * links open them all. To be mounted at the root, after a limit on both paths.
 */
export function liaisonRoutes({ slips, directory, answering, page, clock }: LiaisonDeps): Router {
  const router = express.Router();
  const today = () => dayOf(clock());
  const wordsOf = (res: Response): Words => res.locals.words as Words;

  router.use(['/slips', '/replies'], (_req, res, next) => {
    res.set('Cache-Control', 'no-store');
    next();
  });

  const showLost = (res: Response) => page.render(res, 'slip-lost', {}, 404);
  /** A code with a typing error is shown again to be compared with the paper; one that leads nowhere is not. */
  const showFind = (res: Response, view: 'slip-find' | 'reply-find', wrong: 'typing' | 'unknown', typed: string) =>
    page.render(res, view, { wrong, typed: wrong === 'typing' ? typed.slice(0, 40) : '' }, 422);

  // The visitor's side.
  router.get('/slips', (_req, res) => page.render(res, 'slip-find', { wrong: null, typed: '' }));
  router.post('/slips', async (req, res) => {
    const typed = formText(req.body?.code);
    const code = readCode(typed);
    if (!code) return showFind(res, 'slip-find', 'typing', typed);
    if (!(await slips.findByVisitorCode(code))) return showFind(res, 'slip-find', 'unknown', typed);
    res.redirect(303, `/slips/${code}`);
  });

  const visitorSlip = async (given: unknown): Promise<{ code: string; slip: Slip } | null> => {
    const code = readCode(formText(given));
    const slip = code ? await slips.findByVisitorCode(code) : null;
    return code && slip ? { code, slip } : null;
  };
  const showVisitor = async (
    res: Response,
    found: { code: string; slip: Slip },
    status = 200,
    posted: { wrong?: boolean; late?: boolean } = {},
  ): Promise<void> => {
    const redirected = stateOf(found.slip.events, today()).state === 'redirected';
    const next = redirected ? ((await slips.findNext(found.slip))?.codes.visitor ?? null) : null;
    const context = { ...found, next, day: today(), directory, words: wordsOf(res) };
    page.render(res, 'slip-visitor', visitorView(context, posted), status);
  };

  router.get('/slips/:code', async (req, res) => {
    const found = await visitorSlip(req.params.code);
    if (!found) return showLost(res);
    if (found.code !== req.params.code) return res.redirect(303, `/slips/${found.code}`);
    await showVisitor(res, found);
  });
  router.post('/slips/:code/statements', async (req, res) => {
    const found = await visitorSlip(req.params.code);
    if (!found) return showLost(res);
    const statement = formText(req.body?.statement);
    if (!isStatement(statement)) return showVisitor(res, found, 422, { wrong: true });
    await slips.record(found.slip, { type: statement });
    res.redirect(303, `/slips/${found.code}`);
  });
  router.post('/slips/:code/cancellation', async (req, res) => {
    const found = await visitorSlip(req.params.code);
    if (!found) return showLost(res);
    const { done, slip } = await slips.record(found.slip, { type: 'cancelled' });
    if (!done) return showVisitor(res, { ...found, slip }, 409, { late: true });
    res.redirect(303, `/slips/${found.code}`);
  });

  // The structure's side.
  router.get('/replies', (_req, res) => page.render(res, 'reply-find', { wrong: null, typed: '' }));
  router.post('/replies', async (req, res) => {
    const typed = formText(req.body?.code);
    const code = readCode(typed);
    if (!code) return showFind(res, 'reply-find', 'typing', typed);
    const token = await slips.findByReplyCode(code);
    if (!token) return showFind(res, 'reply-find', 'unknown', typed);
    res.redirect(303, `/replies/${token}`);
  });

  const repliedSlip = async (given: unknown): Promise<Slip | null> => {
    const token = formText(given);
    return isReplyToken(token) ? slips.findByReplyToken(token) : null;
  };
  const at = (token: string) => `/replies/${token}`;
  router.get('/replies/:token', async (req, res) => {
    const slip = await repliedSlip(req.params.token);
    if (!slip) return showLost(res);
    await answering.show(res, slip, at(req.params.token));
  });
  router.post('/replies/:token', async (req, res) => {
    const slip = await repliedSlip(req.params.token);
    if (!slip) return showLost(res);
    await answering.take(res, slip, at(req.params.token), req.body);
  });
  // Whoever redirects hands over a fresh sheet, with the codes of the slip that follows.
  router.get('/replies/:token/sheet', async (req, res) => {
    const slip = await repliedSlip(req.params.token);
    if (!slip || !(await answering.showNext(res, slip, at(req.params.token)))) showLost(res);
  });

  return router;
}
