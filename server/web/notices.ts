import express, { type Router } from 'express';
import type { Page } from './page.ts';

/**
 * The two pages every footer leads to: what is kept about people, and how accessible the product is today. A kiosk has
 * its own addresses for them, so that nobody leaves it by a footer.
 */
export function noticeRoutes(page: Page): Router {
  const router = express.Router();
  for (const name of ['accessibility', 'privacy'] as const) {
    router.get([`/${name}`, `/kiosk/${name}`], (_req, res) => page.render(res, 'notice', { name, back: null }));
  }
  return router;
}
