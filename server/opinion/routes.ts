import type { Router } from 'express';
import { routeTable } from '../route-table.ts';
import { type Guard, guardedRouter } from '../web/guarded.ts';
import type { Page } from '../web/page.ts';
import { isOpinionQuestion, opinionIds } from './opinion.ts';
import type { Opinions } from './opinions.ts';

/** `/barometer`: a coordinator chooses which questions visitors may answer after an outcome. */
export function opinionRoutes({ opinions, page, guard }: { opinions: Opinions; page: Page; guard: Guard }): Router {
  return guardedRouter(
    routeTable.opinion,
    {
      'GET /barometer': async (_req, res) => {
        const asked = await opinions.asked();
        page.render(res, 'barometer', { questions: opinionIds.map((id) => ({ id, on: asked.includes(id) })) });
      },
      'POST /barometer': async (req, res) => {
        await opinions.choose([req.body?.asked ?? []].flat().filter(isOpinionQuestion));
        res.redirect(303, '/barometer');
      },
    },
    guard,
  );
}
