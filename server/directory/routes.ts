import express, { type Router } from 'express';
import type { Page } from '../web/page.ts';
import type { EmergencyNumber } from './emergency.ts';

/**
 * `/emergency` and `/kiosk/emergency`: the numbers that need no interview. On a kiosk, one button leaves the page and
 * puts the start in its place, so that Back does not show it to the next person.
 */
export function emergencyRoutes(page: Page, numbers: readonly EmergencyNumber[]): Router {
  const router = express.Router();
  const view = (start: string) => ({
    start,
    groups: (['now', 'talk'] as const).map((group) => ({
      group,
      numbers: numbers
        .filter((number) => number.group === group)
        .map(({ id, number, confidence }) => ({ id, number, toConfirm: confidence !== 'high' })),
    })),
  });
  for (const [path, channel, start] of [
    ['/emergency', 'web', '/'],
    ['/kiosk/emergency', 'kiosk', '/kiosk'],
  ] as const) {
    router.get(path, (_req, res) => {
      res.locals.channel = channel;
      page.render(res, 'emergency', view(start));
    });
    router.post(path, (_req, res) => {
      res.set('Clear-Site-Data', '"cache"').redirect(303, start);
    });
  }
  return router;
}
