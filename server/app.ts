import express, { type Express, type Response } from 'express';
import { createAccounts } from './access/accounts.ts';
import { accessMiddleware, createGuard, readsByToken, type SignedIn, sessionCookie } from './access/middleware.ts';
import { basinsOf } from './access/rights.ts';
import { accessRoutes } from './access/routes.ts';
import { createOwnSessions } from './access/sessions.ts';
import { createTokens } from './access/tokens.ts';
import { answersNothingInTraining } from './access/training.ts';
import { unsentForms } from './access/unsent.ts';
import { dayOf } from './calendar.ts';
import { storyRoutes } from './content/routes.ts';
import { createDesks } from './desks/desks.ts';
import { kioskMiddleware } from './desks/kiosk.ts';
import { desksRoutes } from './desks/routes.ts';
import { keepDirectory } from './directory/keeping.ts';
import { keepingRoutes } from './directory/keeping-routes.ts';
import { emergencyRoutes } from './directory/routes.ts';
import { finderApi, finderRoutes } from './finder/routes.ts';
import { createDoors } from './indicators/doors.ts';
import { createEditions } from './indicators/editions.ts';
import { createIndicators, tally } from './indicators/indicators.ts';
import { openDataRoutes } from './indicators/open-data-routes.ts';
import { partnershipRoutes } from './indicators/partnership-routes.ts';
import { createPublication } from './indicators/publication.ts';
import { createPublishing } from './indicators/publishing.ts';
import { reportRoutes } from './indicators/report-routes.ts';
import { indicatorRoutes } from './indicators/routes.ts';
import { apiRoutes } from './interview/api.ts';
import { interviewCookie } from './interview/cookie.ts';
import { createCounting } from './interview/counting.ts';
import { deskPage } from './interview/desk-page.ts';
import { deskRoutes } from './interview/desk-routes.ts';
import { createEngine } from './interview/engine.ts';
import { createHandOvers } from './interview/hand-over.ts';
import { kioskRoutes } from './interview/kiosk-routes.ts';
import { interviewOpinionRoutes } from './interview/opinion-routes.ts';
import { interviewPages } from './interview/pages.ts';
import { interviewRoutes } from './interview/routes.ts';
import { createSlipDesk } from './interview/slip-desk.ts';
import { startRoutes } from './interview/starts.ts';
import { telling as tellingOf } from './interview/telling.ts';
import { createAnswering } from './liaison/answering.ts';
import { batchRoutes } from './liaison/batch-routes.ts';
import { inboxRoutes } from './liaison/inbox-routes.ts';
import { newsOf } from './liaison/inbox-view.ts';
import { createInboxes } from './liaison/inboxes.ts';
import { delayBands } from './liaison/quality.ts';
import { liaisonRoutes } from './liaison/routes.ts';
import { createSlips } from './liaison/slips.ts';
import { createContacts } from './mail/contacts.ts';
import { createDigests } from './mail/digests.ts';
import { mailRoutes } from './mail/routes.ts';
import { createOpinions } from './opinion/opinions.ts';
import { opinionRoutes } from './opinion/routes.ts';
import type { Services } from './services.ts';
import { treeRoutes } from './tree/routes.ts';
import { simulatorRoutes } from './tree/simulator-routes.ts';
import { createAssets } from './web/assets.ts';
import { readForms } from './web/forms.ts';
import { healthRoutes } from './web/health.ts';
import { languageRoutes, speak } from './web/language.ts';
import { createLimits } from './web/limits.ts';
import { noticeRoutes } from './web/notices.ts';
import { createPage } from './web/page.ts';
import { errorPages, nothingHere } from './web/problems.ts';
import { sameOrigin, securityHeaders } from './web/security.ts';
import { referenceLanguage, type Words } from './web/words.ts';

/** How much of what became of its slips a desk is told at a glance. */
const newsAtDesk = 3;

/** Assembles the application: middleware in order, one router a domain, errors last. Opens and listens to nothing. */
export function createApp(services: Services): Express {
  const { settings, secret, database, content, emergency, catalogue, words, folders, clock, log } = services;
  const { finder } = services;
  const { publicUrl, secure } = settings;
  const french = words.get(referenceLanguage) as Words;
  const assets = createAssets(folders.assets);
  const limits = createLimits(settings.rateLimits);
  const page = createPage(folders.views, words, assets.url);
  const engine = createEngine(content);
  const telling = tellingOf(content.tree);
  const indicators = createIndicators(database);
  const opinions = createOpinions(database, clock);
  const kept = keepDirectory(services);
  const { directory } = kept.live;
  const slips = createSlips(database, secret, clock, { holidays: directory.holidays, tally });
  const desks = createDesks(database, secret, clock);
  const accounts = createAccounts(database, clock);
  const tokens = createTokens(database, clock);
  const unsent = unsentForms(secret, secure);
  const guard = createGuard(unsent.keep);
  const interview = {
    engine,
    directory,
    cookie: interviewCookie(secret, secure),
    pages: interviewPages({ engine, directory, telling, page, clock }),
    page,
    counting: createCounting(engine, directory, indicators, (error) =>
      log('count-failed', { reason: error instanceof Error ? error.message : String(error) }),
    ),
    handOvers: createHandOvers(content.tree, clock),
    slips: createSlipDesk({
      slips,
      directory,
      telling,
      words: french,
      page,
      flowVersion: content.version,
      publicUrl,
      clock,
    }),
    opinions,
    clock,
  };

  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.set('query parser', 'simple');
  app.set('trust proxy', settings.trustProxy);

  app.use(securityHeaders(secure));
  app.use(assets.base, assets.serve);
  app.use(healthRoutes(database));
  app.use(kept.follow(log));
  app.use(limits.pages, speak(words));
  app.use('/api', apiRoutes({ engine, directory, telling, words, clock }), finderApi({ finder, emergency, words }));
  app.use(sameOrigin(publicUrl, sessionCookie(secure)), readForms());
  app.use(accessMiddleware({ database, directory, secret, secure, clock }));

  app.use(languageRoutes(words, secure), noticeRoutes(page), emergencyRoutes(page, emergency));
  const inboxes = createInboxes(database, clock);
  app.use(['/kiosk', '/interviews'], kioskMiddleware(desks, secure, clock));
  const desk = deskPage({
    pages: interview.pages,
    news: async (partner, said) =>
      newsOf(await inboxes.sent(partner), newsAtDesk, { day: dayOf(clock()), directory, words: said }),
  });
  app.use(startRoutes({ ...interview, keep: unsent.keep }), deskRoutes({ ...interview, desk, guard }));
  app.use(kioskRoutes({ ...interview, emergency, assets: folders.assets }));
  app.use(finderRoutes({ finder, pages: interview.pages, page, emergency, desk }));
  app.use(interviewOpinionRoutes({ ...interview, indicators }));
  app.use('/interviews', interviewRoutes(interview));
  app.use(['/slips', '/replies', '/digests', '/kiosk/pairing'], limits.codes);
  app.use(['/slips', '/replies', '/inbox'], answersNothingInTraining);
  const liaison = { slips, directory, page, publicUrl, words: french, clock };
  const answering = createAnswering(liaison);
  app.use(batchRoutes(liaison), liaisonRoutes({ ...liaison, answering }));
  app.use(inboxRoutes({ ...liaison, inboxes, answering, allow: guard('agent') }));
  app.use(
    mailRoutes({
      contacts: createContacts(database, secret),
      digests: createDigests(database, clock),
      directory,
      sendsMail: settings.smtp !== null,
      page,
      guard,
      clock,
    }),
  );
  app.use(
    accessRoutes({
      accounts,
      sessions: createOwnSessions(database, clock),
      tokens,
      unsent,
      guard,
      directory,
      page,
      publicUrl,
      secure,
      rateLimits: settings.rateLimits,
      clock,
    }),
  );
  app.use(opinionRoutes({ opinions, page, guard }));
  app.use(
    keepingRoutes({
      ...kept,
      page,
      guard,
      publicUrl,
      secure,
      firstDoors: (from, to) => indicators.read('network', { from, to, basins: null }),
      names: async () => new Map((await accounts.members()).map(({ id, name }) => [id, name])),
      clock,
    }),
  );
  app.use(desksRoutes({ desks, directory, indicators, page, guard, secure, clock }));
  const publication = createPublication(indicators, catalogue, clock);
  const editions = createEditions(database);
  const figures = {
    publication,
    editions,
    publishing: createPublishing({ indicators, editions, publication, basins: directory.basins, clock }),
    directory,
    page,
    guard,
    scope: (res: Response) => basinsOf(res.locals.account as SignedIn, directory.basins),
    clock,
  };
  const bands = delayBands.map(({ id }) => id);
  app.use('/indicators', readsByToken(tokens));
  app.use(reportRoutes(figures, createDoors(engine, directory)));
  app.use(indicatorRoutes(figures), partnershipRoutes(figures, bands));
  app.use(openDataRoutes({ ...figures, words: french, publicUrl, licence: settings.dataLicence }));

  app.use(
    storyRoutes({
      tree: content.tree,
      networkName: (id) => directory.network(id)?.name ?? id,
      communeName: (code) => directory.commune(code)?.label ?? french.t('interview.commune.outside'),
      page,
      allow: guard('signed-in'),
    }),
  );

  app.use(
    simulatorRoutes({
      engine: createEngine(content),
      directory,
      telling,
      page,
      allow: guard('coordinator'),
      clock,
    }),
  );
  app.use(treeRoutes({ engine, directory, page, allow: guard('signed-in'), clock }));

  app.use(nothingHere(app.router));
  app.use(errorPages(page, french, log));
  return app;
}
