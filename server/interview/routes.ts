import { randomBytes } from 'node:crypto';
import express, { type Response, type Router } from 'express';
import { dayOf } from '../calendar.ts';
import type { Directory } from '../directory/directory.ts';
import { AppError } from '../errors.ts';
import type { Opinions } from '../opinion/opinions.ts';
import { sayDay } from '../web/format.ts';
import { forget, kioskMark } from '../web/kiosk.ts';
import type { Page } from '../web/page.ts';
import type { InterviewCookie } from './cookie.ts';
import type { Counting } from './counting.ts';
import type { Engine } from './engine.ts';
import type { HandedOver, HandOvers } from './hand-over.ts';
import {
  currentNeed,
  giveAnswer,
  giveCommune,
  type Interview,
  type InterviewStart,
  outside,
  speakIn,
  startInterview,
  takeNeed,
  takeOver,
} from './interview.ts';
import { channelOf, opener, readSpeaksFor } from './open.ts';
import { type Orientation, orient } from './orientation.ts';
import { type InterviewPages, wordsOf } from './pages.ts';
import { outcomesOf } from './several-needs.ts';
import type { SlipDesk } from './slip-desk.ts';

/** What the walk stands on; `count` and `slips` are the only two that write. */
export interface InterviewDeps {
  engine: Engine;
  directory: Directory;
  cookie: InterviewCookie;
  pages: InterviewPages;
  page: Page;
  counting: Counting;
  handOvers: HandOvers;
  slips: SlipDesk;
  opinions: Pick<Opinions, 'asked'>;
  clock: () => Date;
}

const formText = (value: unknown): string => (typeof value === 'string' ? value : '');

/** An interview address is a capability: 128 random bits, so nobody can post to somebody else's. */
const newId = (channel: Interview['channel']): string =>
  (channel === 'kiosk' ? kioskMark : '') + randomBytes(16).toString('base64url');

/** Begins an interview on a need and sends the browser to its first page. Throws on an unknown need. */
export async function begin(
  deps: InterviewDeps,
  res: Response,
  start: Omit<InterviewStart, 'id' | 'flowVersion'> & { need: string },
  handed: HandedOver | null = null,
): Promise<void> {
  const now = deps.clock();
  if (!deps.engine.need(start.need, dayOf(now))) throw new AppError('invalid', 'unknown-need', {}, 'need');
  const { need, ...rest } = start;
  const base = { ...rest, id: newId(rest.channel), flowVersion: deps.engine.content.version };
  let interview = startInterview(base, need, now.getTime());
  if (handed) interview = takeOver(interview, handed);
  interview = await deps.counting.countIfReached(interview, now, deps.pages.visitorWords(res, interview).lang);
  deps.cookie.write(res, interview);
  res.redirect(303, `/interviews/${interview.id}`);
}

/** The pages of the walk, the same for kiosk, web and desk: GET shows, POST changes and sends on with 303. */
export function interviewRoutes(deps: InterviewDeps): Router {
  const { engine, directory, cookie, pages, page, counting, handOvers, slips, clock } = deps;
  const router = express.Router();

  const orientationOf = (interview: Interview): Orientation | null =>
    orient(engine, directory, {
      need: currentNeed(interview),
      answers: interview.answers,
      commune: interview.commune,
      deskPartner: interview.deskPartner,
      day: dayOf(clock()),
    });
  const addressOf = (interview: Interview, orientation: Orientation | null): string => {
    const base = `/interviews/${interview.id}`;
    if (!orientation) return `${base}/need`;
    if (orientation.status === 'question') return `${base}/${orientation.path.length + 1}`;
    return `${base}/${orientation.status}`;
  };

  const reachedBy = (interview: Interview) => outcomesOf(engine, directory, interview, dayOf(clock()));
  const open = opener(deps);
  const keep = async (res: Response, changed: Interview): Promise<void> => {
    const current = { ...changed, flowVersion: engine.content.version };
    const interview = await counting.countIfReached(current, clock(), pages.visitorWords(res, current).lang);
    cookie.write(res, interview);
    res.redirect(303, addressOf(interview, orientationOf(interview)));
  };

  router.get('/:id', async (req, res) => {
    const interview = open(req, res);
    if (interview) res.redirect(303, addressOf(interview, orientationOf(interview)));
  });

  router.get('/:id/need', async (req, res) => {
    const interview = open(req, res);
    if (interview) page.render(res, 'need', pages.need(res, interview));
  });
  router.post('/:id/need', async (req, res) => {
    const interview = open(req, res);
    if (!interview) return;
    const need = formText(req.body?.need);
    if (!engine.need(need, dayOf(clock()))) {
      return page.render(res, 'need', pages.need(res, interview, 'unknown-need'), 422);
    }
    const spoken = { ...interview, speaksFor: readSpeaksFor(req.body) };
    await keep(res, takeNeed(spoken, need, clock().getTime()));
  });

  router.get('/:id/commune', async (req, res) => {
    const interview = open(req, res);
    if (interview) page.render(res, 'commune', pages.commune(res, interview, orientationOf(interview)));
  });
  router.post('/:id/commune', async (req, res) => {
    const interview = open(req, res);
    if (!interview) return;
    const orientation = orientationOf(interview);
    const chosen = req.body?.outside === undefined ? formText(req.body?.commune) : outside;
    if (chosen === outside || directory.commune(chosen)) {
      return keep(res, giveCommune(interview, chosen, clock().getTime()));
    }
    const q = formText(req.body?.q).slice(0, 100).trim();
    const beyond = /^\d{5}$/.test(q) ? directory.neighbours(q) : null;
    if (beyond && chosen === '') {
      return page.render(
        res,
        'commune',
        pages.commune(res, interview, orientation, { q, found: beyond, beyond: true, wrong: null }),
      );
    }
    const found = q === '' ? [] : directory.search(q);
    const only = found.length === 1 ? found[0] : undefined;
    if (only && chosen === '') return keep(res, giveCommune(interview, only.code, clock().getTime()));
    const wrong =
      chosen !== '' ? 'unknown-commune' : q === '' ? 'commune-missing' : found.length === 0 ? 'commune-unknown' : null;
    const typed = { q, found, beyond: false, wrong };
    page.render(res, 'commune', pages.commune(res, interview, orientation, typed), wrong ? 422 : 200);
  });

  router.get('/:id/outcome', async (req, res) => {
    const interview = open(req, res);
    if (!interview) return;
    const orientation = orientationOf(interview);
    if (orientation?.status !== 'outcome') return res.redirect(303, addressOf(interview, orientation));
    const others = reachedBy(interview);
    const asked = interview.opined ? [] : await deps.opinions.asked();
    const opinion = interview.opined ? 'thanks' : asked.length > 0 ? 'open' : null;
    const view = pages.outcome(res, interview, orientation, others);
    const handOver = handOvers.waits(interview.deskPartner, interview.handOver) ? interview.handOver : null;
    const until = await slips.fullUntil(orientation);
    const full = until === null ? null : sayDay(until, wordsOf(res));
    page.render(res, pages.template(interview, 'outcome'), { ...view, handOver, opinion, full });
  });

  router.post('/:id/slip', async (req, res) => {
    const interview = open(req, res);
    if (!interview) return;
    const orientation = orientationOf(interview);
    if (orientation?.status !== 'outcome') return res.redirect(303, addressOf(interview, orientation));
    const together = req.body?.together === 'yes';
    await slips.issue(interview, reachedBy(interview), pages.visitorWords(res, interview), together);
    res.redirect(303, `/interviews/${interview.id}/slip`);
  });
  for (const [path, paper] of [
    ['/:id/slip', 'sheet'],
    ['/:id/ticket', 'ticket'],
  ] as const) {
    router.get(path, async (req, res) => {
      const interview = open(req, res);
      if (!interview) return;
      const orientation = orientationOf(interview);
      const slip = await slips.find(interview, reachedBy(interview), pages.visitorWords(res, interview));
      if (!slip) return res.redirect(303, addressOf(interview, orientation));
      await slips.show(res, slip, `/interviews/${interview.id}`, paper);
    });
  }

  router.post('/:id/told', async (req, res) => {
    const interview = cookie.read(req, formText(req.params.id));
    if (interview) await counting.countTold(interview, clock(), pages.visitorWords(res, interview).lang);
    cookie.clear(res, formText(req.params.id));
    res.redirect(303, pages.startOf(interview?.channel ?? 'web'));
  });
  router.post('/:id/hand-over', async (req, res) => {
    const interview = open(req, res);
    if (!interview) return;
    const orientation = orientationOf(interview);
    if (orientation?.status === 'outcome' && !handOvers.waits(interview.deskPartner, interview.handOver))
      cookie.write(res, { ...interview, handOver: handOvers.offer({ ...interview, language: wordsOf(res).lang }) });
    res.redirect(303, addressOf(interview, orientation));
  });

  // At a desk, the person's language stands beside the agent's own; on other screens it is the language of the page.
  router.post('/:id/language', async (req, res) => {
    const interview = open(req, res);
    if (interview) await keep(res, speakIn(interview, page.wordsOf(formText(req.body?.language))?.lang ?? null));
  });
  router.post('/:id/again', async (req, res) => {
    const interview = open(req, res);
    if (interview) res.redirect(303, `/interviews/${interview.id}/need`);
  });
  router.post('/:id/end', async (req, res) => {
    const id = formText(req.params.id);
    const interview = cookie.read(req, id);
    cookie.clear(res, id);
    const channel = channelOf(req, interview);
    if (channel !== 'desk') forget(res);
    const start = pages.startOf(channel);
    const closes = req.body?.next !== 'start' && channel !== 'desk';
    res.redirect(303, closes ? `${start === '/' ? '' : start}/closed` : start);
  });

  router.post('/:id/answers', async (req, res) => {
    const interview = open(req, res);
    if (!interview) return;
    const orientation = orientationOf(interview);
    const question = formText(req.body?.question);
    const step = pages.stepOf(orientation, question);
    // An old tab, or a tree that changed meanwhile: the question is not on this path, nothing is taken from it.
    if (!orientation || !step) return res.redirect(303, addressOf(interview, orientation));
    const option = formText(req.body?.answer);
    if (step.options.includes(option)) return keep(res, giveAnswer(interview, question, option, clock().getTime()));
    const wrong = option === '' ? 'answer-missing' : 'unknown-option';
    const view = pages.question(res, interview, orientation, step, wrong);
    page.render(res, pages.template(interview, 'question'), view, 422);
  });
  router.get('/:id/:step', async (req, res, next) => {
    if (!/^[1-9]\d?$/.test(formText(req.params.step))) return next();
    const interview = open(req, res);
    if (!interview) return;
    const orientation = orientationOf(interview);
    const step = pages.stepAt(orientation, Number(req.params.step));
    if (!orientation || !step) return res.redirect(303, addressOf(interview, orientation));
    page.render(res, pages.template(interview, 'question'), pages.question(res, interview, orientation, step));
  });

  return router;
}
