import express, { type Express } from 'express';
import { loadDirectory } from '../../server/directory/directory.ts';
import { createAnswering } from '../../server/liaison/answering.ts';
import { batchRoutes } from '../../server/liaison/batch-routes.ts';
import { liaisonRoutes } from '../../server/liaison/routes.ts';
import type { Slips } from '../../server/liaison/slip.ts';
import { createSlips } from '../../server/liaison/slips.ts';
import { openDatabase } from '../../server/storage/database.ts';
import { createPage } from '../../server/web/page.ts';
import { loadWords, type Words } from '../../server/web/words.ts';
import { movingClock, secret } from './drafts.ts';

const words = loadWords(['flows/locales', 'views/locales']);
const directory = loadDirectory('data');
const page = createPage('views', words, (name) => `/assets/${name}`);

/** The pages of slips alone, over an empty database, at an instant that the test moves. */
export async function smallApp(): Promise<{ app: Express; slips: Slips; forward(days: number): void }> {
  const { clock, forward } = movingClock();
  const slips = createSlips(await openDatabase('sqlite::memory:'), secret, clock);
  const app = express();
  app.use(express.urlencoded({ extended: false }));
  app.use((_req, res, next) => {
    res.locals.words = words.get('fr');
    next();
  });
  const french = words.get('fr') as Words;
  const answering = createAnswering({
    slips,
    directory,
    page,
    publicUrl: 'http://127.0.0.1:3000',
    words: french,
    clock,
  });
  app.use(batchRoutes({ slips, page }));
  app.use(liaisonRoutes({ slips, directory, answering, page, clock }));
  return { app, slips, forward };
}
