import express, { type RequestHandler, type Router } from 'express';
import type { Page } from '../web/page.ts';
import { isOpinionQuestion, opinionIds } from './opinion.ts';
import type { Opinions } from './opinions.ts';

/** `/barometer`: a coordinator chooses which questions visitors may answer after an outcome. */
export function opinionRoutes({
  opinions,
  page,
  allow,
}: {
  opinions: Opinions;
  page: Page;
  /** Lets coordinators through, and nobody else. */
  allow: RequestHandler;
}): Router {
  const router = express.Router();
  router.use('/barometer', allow);
  router.get('/barometer', async (_req, res) => {
    const asked = await opinions.asked();
    page.render(res, 'barometer', { questions: opinionIds.map((id) => ({ id, on: asked.includes(id) })) });
  });
  router.post('/barometer', async (req, res) => {
    await opinions.choose([req.body?.asked ?? []].flat().filter(isOpinionQuestion));
    res.redirect(303, '/barometer');
  });
  return router;
}
