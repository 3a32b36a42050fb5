import express, { type Router } from 'express';
import type { Page } from './page.ts';

/** The two pages every footer leads to: what is kept about people, and how accessible the product is today. */
export function noticeRoutes(page: Page): Router {
  const router = express.Router();
  for (const name of ['accessibility', 'privacy'] as const) {
    router.get(`/${name}`, (_req, res) => page.render(res, 'notice', { name }));
  }
  return router;
}
