import express, { type Router } from 'express';
import { sql } from 'kysely';
import type { Database } from '../storage/database.ts';

/** `/healthz`: the process answers. `/readyz`: it can serve, its database included; 503 while it cannot. */
export function healthRoutes(database: Database): Router {
  const router = express.Router();
  router.get('/healthz', (_req, res) => void res.type('text').send('ok'));
  router.get('/readyz', async (_req, res) => {
    try {
      await sql`select 1`.execute(database);
      res.type('text').send('ready');
    } catch {
      res.status(503).set('Retry-After', '5').type('text').send('database');
    }
  });
  return router;
}
