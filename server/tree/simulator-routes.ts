import express, { type Request, type RequestHandler, type Response, type Router } from 'express';
import { dayOf } from '../calendar.ts';
import type { Directory } from '../directory/directory.ts';
import { AppError } from '../errors.ts';
import type { Engine } from '../interview/engine.ts';
import type { Telling } from '../interview/telling.ts';
import type { Page } from '../web/page.ts';
import type { Words } from '../web/words.ts';
import { readCommune, readDay, simulate, type Trial } from './simulation.ts';
import { type SimulatorForm, simulatorView } from './simulation-view.ts';

/** What the simulator stands on; nothing here counts, and nothing here writes. */
export interface SimulatorDeps {
  /** An engine of its own: other days than today must not push the running day out of memory. */
  engine: Engine;
  directory: Directory;
  telling: Telling;
  page: Page;
  /** Lets coordinators through. */
  allow: RequestHandler;
  clock: () => Date;
}

const text = (value: unknown): string => (typeof value === 'string' ? value.trim().slice(0, 100) : '');

/** The form as sent; what is no answer of the need stays out. */
function readForm(body: Record<string, unknown>, questions: readonly string[]): SimulatorForm {
  const given = questions.flatMap((id) => (text(body[id]) === '' ? [] : [[id, text(body[id])]]));
  return {
    day: text(body.day),
    need: text(body.need),
    answers: Object.fromEntries(given),
    commune: text(body.commune),
    q: text(body.q),
    away: body.away === 'yes',
  };
}

/** `/simulator`: what the tree says to anybody on any day. A post shows it; it counts, keeps and addresses nothing. */
export function simulatorRoutes({ engine, directory, telling, page, allow, clock }: SimulatorDeps): Router {
  const router = express.Router();
  router.use('/simulator', allow);
  const { tree } = engine.content;
  const questionIds = tree.questions.map(({ id }) => id);
  const contextOf = (res: Response) => ({ engine, directory, telling, words: res.locals.words as Words });

  router.get('/simulator', (_req, res) => {
    const form = readForm({ day: dayOf(clock()) }, []);
    page.render(res, 'simulator', simulatorView(form, null, [], null, contextOf(res)));
  });

  router.post('/simulator', (req: Request, res: Response) => {
    const form = readForm((req.body ?? {}) as Record<string, unknown>, questionIds);
    const context = contextOf(res);
    try {
      const day = readDay(form.day);
      if (!tree.needs.some(({ need }) => need === form.need)) {
        throw new AppError('invalid', 'unknown-need', {}, 'need');
      }
      const { code, found } = readCommune(directory, form);
      if (found.length > 0) return page.render(res, 'simulator', simulatorView(form, null, found, null, context));
      const trial: Trial = { day, need: form.need, answers: form.answers, commune: code };
      const orientation = simulate(engine, directory, trial);
      page.render(res, 'simulator', simulatorView(form, { trial, orientation }, [], null, context));
    } catch (error) {
      if (!(error instanceof AppError) || error.field === null) throw error;
      const wrong = { key: error.key, field: error.field };
      page.render(res, 'simulator', simulatorView(form, null, [], wrong, context), 422);
    }
  });
  return router;
}
