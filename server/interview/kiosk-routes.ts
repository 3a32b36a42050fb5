import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import express, { type Router } from 'express';
import { type EmergencyNumber, emergencyView } from '../directory/emergency.ts';
import { forget } from '../web/kiosk.ts';
import type { Page } from '../web/page.ts';
import type { InterviewCookie } from './cookie.ts';
import { opener } from './open.ts';
import type { InterviewPages } from './pages.ts';

export interface KioskDeps {
  cookie: InterviewCookie;
  pages: InterviewPages;
  page: Page;
  emergency: readonly EmergencyNumber[];
  /** What browsers load, as the build left it. */
  assets: string;
  clock: () => Date;
}

/**
 * What a kiosk needs besides the walk: the question « are you there? » and the end of an interview for browsers without
 * JavaScript, leaving, the page shown when the server is gone and the worker that shows it, and notices and help inside
 * an interview, so that reading them loses no answer. To be mounted before the walk.
 */
export function kioskRoutes({ cookie, pages, page, emergency, assets, clock }: KioskDeps): Router {
  const router = express.Router();
  const open = opener({ cookie, pages, clock });
  const worker = readFileSync(join(assets, 'worker.js'), 'utf8');

  // A worker governs the folder it is served from, unless this header widens it: the walk lives beside /kiosk.
  router.get('/kiosk/worker.js', (_req, res) => {
    res.set({ 'Service-Worker-Allowed': '/', 'Cache-Control': 'no-cache' }).type('js').send(worker);
  });
  router.get('/kiosk/away', (_req, res) => page.render(res, 'away', {}));
  router.post('/kiosk/end', (_req, res) => {
    forget(res);
    res.redirect(303, '/kiosk');
  });

  router.get('/interviews/:id/idle', (req, res) => {
    const interview = open(req, res);
    if (interview) page.render(res, 'idle', { base: `/interviews/${interview.id}` });
  });
  router.post('/interviews/:id/here', (req, res) => {
    const interview = open(req, res);
    if (!interview) return;
    cookie.write(res, { ...interview, seenAt: clock().getTime() });
    res.redirect(303, `/interviews/${interview.id}`);
  });
  // Where the page « are you there? » goes by itself. Nothing changes on the server, which holds nothing: the browser
  // is told to drop what only this address could show, as for an interview that is over.
  router.get('/interviews/:id/over', (req, res) => {
    cookie.clear(res, req.params.id);
    forget(res);
    pages.showClosed(res, 'kiosk', 200);
  });

  for (const name of ['accessibility', 'privacy'] as const) {
    router.get(`/interviews/:id/${name}`, (req, res) => {
      const interview = open(req, res);
      if (interview) page.render(res, 'notice', { name, back: `/interviews/${interview.id}` });
    });
  }
  router.get('/interviews/:id/emergency', (req, res) => {
    const interview = open(req, res);
    if (!interview) return;
    const base = `/interviews/${interview.id}`;
    page.render(res, 'emergency', emergencyView(emergency, { leave: `${base}/end`, start: null, back: base }));
  });
  return router;
}
