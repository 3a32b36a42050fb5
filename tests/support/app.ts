import type { Express } from 'express';
import { createApp } from '../../server/app.ts';
import { readContent } from '../../server/content/content.ts';
import { loadDirectory } from '../../server/directory/directory.ts';
import { loadEmergencyNumbers } from '../../server/directory/emergency.ts';
import { createFinder, type Finder } from '../../server/finder/finder.ts';
import { finderSources } from '../../server/finder/sources.ts';
import { loadCatalogue } from '../../server/indicators/catalogue.ts';
import type { Services } from '../../server/services.ts';
import { type Database, openDatabase } from '../../server/storage/database.ts';
import { loadWords, type Words } from '../../server/web/words.ts';

export const secret = 'a secret of the tests, long enough to be one';

export const publicUrl = 'http://127.0.0.1:3000';

/** The region's real tree, words and directory, read once for all tests of a file. */
export const region = (() => {
  const { content, problems } = readContent(process.cwd());
  if (!content) throw new Error(JSON.stringify(problems, null, 1));
  const directory = loadDirectory('data');
  const words = loadWords(['flows/locales', 'views/locales']);
  let made: Finder | undefined;
  const make = () => createFinder(finderSources(content, directory.networks, words.get('fr') as Words));
  return {
    content,
    directory,
    emergency: loadEmergencyNumbers('data'),
    catalogue: loadCatalogue('data'),
    words,
    /** Made when a test first searches. */
    finder: {
      find: (text: string) => {
        made ??= make();
        return made.find(text);
      },
    },
  };
})();

export interface RunningApp {
  app: Express;
  database: Database;
  /** What was logged, in order. */
  log: string[];
  /** Sets the instant the application believes in. */
  setClock(instant: string): void;
}

/** The whole application over a database in memory (or the one given), at a fixed instant. */
export async function runApp(changed: Partial<Services> = {}, instant = '2026-11-24T09:30:00Z'): Promise<RunningApp> {
  let now = new Date(instant);
  const log: string[] = [];
  const database = changed.database ?? (await openDatabase('sqlite::memory:'));
  const app = createApp({
    settings: { publicUrl, secure: false, trustProxy: 0, rateLimits: 'off', smtp: null, dataLicence: null },
    secret,
    database,
    ...region,
    folders: { views: 'views', assets: 'dist/assets' },
    clock: () => now,
    log: (event, fields) => log.push(JSON.stringify({ event, ...fields })),
    ...changed,
  });
  return {
    app,
    database,
    log,
    setClock: (to) => {
      now = new Date(to);
    },
  };
}
