import express, { type Router } from 'express';
import type { Page } from '../web/page.ts';
import { type EmergencyNumber, emergencyView } from './emergency.ts';

/**
 * `/emergency` and `/kiosk/emergency`: the numbers that need no interview. On a kiosk, one button leaves the page and
 * puts the start in its place, so that Back does not show it to the next person.
 */
export function emergencyRoutes(page: Page, numbers: readonly EmergencyNumber[]): Router {
  const router = express.Router();
  for (const [path, channel, start] of [
    ['/emergency', 'web', '/'],
    ['/kiosk/emergency', 'kiosk', '/kiosk'],
  ] as const) {
    router.get(path, (_req, res) => {
      res.locals.channel = channel;
      page.render(res, 'emergency', emergencyView(numbers, { leave: path, start, back: null }));
    });
    router.post(path, (_req, res) => {
      res.set('Clear-Site-Data', '"cache"').redirect(303, start);
    });
  }
  return router;
}
