import type { Router } from 'express';
import { routeTable } from '../route-table.ts';
import { guardedRouter } from '../web/guarded.ts';
import { confirmationAnswers } from './confirmation-routes.ts';
import { editAnswers } from './edit-routes.ts';
import { importAnswers } from './import-routes.ts';
import type { KeepingDeps } from './keeper.ts';
import { partnerAnswers } from './partner-routes.ts';

/**
 * `/directory`: cards for everybody, confirmed by desks and keepers, changed by the keepers of their group; the queue,
 * the page of a partner by its link, files in and out. A site of another group is not to be changed, as if unknown.
 */
export function keepingRoutes(deps: KeepingDeps): Router {
  const answers = {
    ...importAnswers(deps),
    ...confirmationAnswers(deps),
    ...editAnswers(deps),
    ...partnerAnswers(deps),
  };
  return guardedRouter(routeTable.directory, answers, deps.guard);
}
