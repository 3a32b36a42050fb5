import express, { type Router } from 'express';
import { dayOf } from '../calendar.ts';
import type { Directory } from '../directory/directory.ts';
import { type Indicators, opinionCells } from '../indicators/indicator.ts';
import { opinionQuestions, readOpinions } from '../opinion/opinion.ts';
import type { Opinions } from '../opinion/opinions.ts';
import type { Page } from '../web/page.ts';
import type { InterviewCookie } from './cookie.ts';
import { receptionEvent } from './counting.ts';
import type { Engine } from './engine.ts';
import { opener } from './open.ts';
import type { InterviewPages } from './pages.ts';
import { outcomesOf } from './several-needs.ts';

export interface OpinionDeps {
  engine: Engine;
  directory: Directory;
  cookie: InterviewCookie;
  pages: InterviewPages;
  page: Page;
  opinions: Opinions;
  indicators: Pick<Indicators, 'note'>;
  clock: () => Date;
}

/** How many interviews are remembered, for a moment, against a double click. */
const mostRemembered = 2_000;

/**
 * The barometer of an interview, after an outcome: optional, on one page, nothing preselected. Answers are added to
 * counters by month and basin and to nothing else, those of an exercise to none. Once per interview: the interview itself, in the visitor's browser,
 * notes that it has spoken, so that no list of those who did is kept anywhere.
 */
export function interviewOpinionRoutes(deps: OpinionDeps): Router {
  const { engine, directory, cookie, pages, page, opinions, indicators, clock } = deps;
  const router = express.Router();
  const open = opener({ cookie, pages, clock });
  const recent = new Set<string>();

  router.get('/interviews/:id/opinion', async (req, res) => {
    const interview = open(req, res);
    if (!interview) return;
    const base = `/interviews/${interview.id}`;
    const asked = await opinions.asked();
    const reached = outcomesOf(engine, directory, interview, dayOf(clock()));
    if (interview.opined || asked.length === 0 || reached.length === 0) return res.redirect(303, base);
    page.render(res, 'opinion', {
      base,
      back: `${base}/outcome`,
      questions: asked.map((id) => ({ id, answers: opinionQuestions[id] })),
    });
  });
  router.post('/interviews/:id/opinion', async (req, res) => {
    const interview = open(req, res);
    if (!interview) return;
    const base = `/interviews/${interview.id}`;
    const day = dayOf(clock());
    const events = outcomesOf(engine, directory, interview, day).map((outcome) =>
      receptionEvent(interview, outcome, directory, pages.visitorWords(res, interview).lang, day),
    );
    const given = readOpinions(req.body, await opinions.asked());
    const [first] = events;
    if (!first || interview.opined || given.length === 0) return res.redirect(303, base);
    if (!interview.training && !recent.has(interview.id)) {
      if (recent.size >= mostRemembered) recent.delete(recent.values().next().value as string);
      recent.add(interview.id);
      // One sensitive need is enough: its reception is the region's, and so is what is said of it.
      const sensitive = events.some((event) => event.sensitive);
      await indicators.note(opinionCells({ month: first.month, basin: first.basin, sensitive }, given));
    }
    cookie.write(res, { ...interview, opined: true, seenAt: clock().getTime() });
    res.redirect(303, base);
  });
  return router;
}
