import express, { type Express } from 'express';
import request from 'supertest';
import type { Account, Role } from '../../server/access/account.ts';
import { type Accounts, createAccounts } from '../../server/access/accounts.ts';
import { createHashing } from '../../server/access/hashing.ts';
import { accessMiddleware, createGuard, readsByToken, type SignedIn } from '../../server/access/middleware.ts';
import { basinsOf } from '../../server/access/rights.ts';
import { accessRoutes } from '../../server/access/routes.ts';
import { createOwnSessions } from '../../server/access/sessions.ts';
import { createTokens } from '../../server/access/tokens.ts';
import { unsentForms } from '../../server/access/unsent.ts';
import { loadDirectory } from '../../server/directory/directory.ts';
import { loadCatalogue } from '../../server/indicators/catalogue.ts';
import { createEditions } from '../../server/indicators/editions.ts';
import type { Indicators } from '../../server/indicators/indicator.ts';
import { createIndicators } from '../../server/indicators/indicators.ts';
import { createPublication } from '../../server/indicators/publication.ts';
import { createPublishing, type Publishing } from '../../server/indicators/publishing.ts';
import { indicatorRoutes } from '../../server/indicators/routes.ts';
import type { Database } from '../../server/storage/database.ts';
import { speak } from '../../server/web/language.ts';
import { createPage } from '../../server/web/page.ts';
import { errorPages } from '../../server/web/problems.ts';
import { loadWords, type Words } from '../../server/web/words.ts';

const words = loadWords(['flows/locales', 'views/locales']);
export const directory = loadDirectory('data');
const page = createPage('views', words, (name) => `/assets/${name}`);

/** The password of every account made here. */
export const password = 'une longue phrase de passe';
const passwordHash = await createHashing().hash(password);

/** The pages of signed-in people over a database, at a clock that can be moved. */
export interface Staff {
  app: Express;
  accounts: Accounts;
  indicators: Indicators;
  /** Moves the clock on by some minutes. */
  pass(minutes: number): void;
  /** Makes an account without a form. */
  join(name: string, role: Role, partner?: string | null, groups?: readonly string[]): Promise<Account>;
  /** Signs in by the form; gives a browser that holds the session. */
  signIn(name: string): Promise<ReturnType<typeof request.agent>>;
}

/** Assembles access and indicators as the application does. `secure` as behind https. */
export function staffOver(
  database: Database,
  options: { secure?: boolean; rateLimits?: 'on' | 'off'; publishing?: Publishing } = {},
): Staff {
  const { secure = false, rateLimits = 'off' } = options;
  let now = Date.parse('2026-11-24T09:00:00Z');
  const clock = () => new Date(now);
  const accounts = createAccounts(database, clock);
  const indicators = createIndicators(database);
  const publication = createPublication(indicators, loadCatalogue('data'), clock);
  const publicUrl = secure ? 'https://accueil.example' : 'http://127.0.0.1:3000';

  const app = express();
  app.set('query parser', 'simple');
  app.use(speak(words), express.urlencoded({ extended: false }));
  const secret = 'x'.repeat(40);
  const unsent = unsentForms(secret, secure);
  const guard = createGuard(unsent.keep);
  const sessions = createOwnSessions(database, clock);
  const tokens = createTokens(database, clock);
  app.use(accessMiddleware({ database, directory, secret, secure, clock }));
  app.use(
    accessRoutes({ accounts, sessions, tokens, unsent, guard, directory, page, publicUrl, secure, rateLimits, clock }),
  );
  app.use('/indicators', readsByToken(tokens));
  const scope = (res: express.Response) => basinsOf(res.locals.account as SignedIn, directory.basins);
  const editions = createEditions(database);
  const publishing =
    options.publishing ?? createPublishing({ indicators, editions, publication, basins: directory.basins, clock });
  app.use(indicatorRoutes({ publication, editions, publishing, directory, page, guard, scope, clock }));
  app.use(errorPages(page, words.get('fr') as Words, (event, fields) => console.error(event, fields)));

  return {
    app,
    accounts,
    indicators,
    pass: (minutes) => {
      now += minutes * 60_000;
    },
    async join(name, role, partner = null, groups = []) {
      const first = await accounts.firstLink();
      const token =
        first ?? (await accounts.invite({ role, partner, groups }, (await accounts.members())[0]?.id ?? ''));
      if (first && role !== 'admin') throw new Error('the first account is an administrator');
      return accounts.create(token, name, passwordHash);
    },
    async signIn(name) {
      const browser = request.agent(app);
      await browser.post('/sign-in').type('form').send({ name, password }).expect(303);
      return browser;
    },
  };
}
