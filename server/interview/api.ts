import express, { type Router } from 'express';
import { z } from 'zod';
import { dayOf } from '../calendar.ts';
import type { Directory } from '../directory/directory.ts';
import { type Calendar, openState } from '../directory/hours.ts';
import type { Partner, Resolution } from '../directory/partner.ts';
import { AppError } from '../errors.ts';
import { referenceLanguage, type Words } from '../web/words.ts';
import type { Engine } from './engine.ts';
import { outside } from './interview.ts';
import { openapi } from './openapi.ts';
import { type Orientation, orient } from './orientation.ts';
import type { Telling } from './telling.ts';

/** What the public interface stands on: the same functions as the pages, and no storage at all. */
export interface ApiDeps {
  engine: Engine;
  directory: Directory;
  telling: Telling;
  words: ReadonlyMap<string, Words>;
  clock: () => Date;
}

const requestSchema = z.object({
  lang: z.string().optional(),
  need: z.string().optional(),
  answers: z.record(z.string(), z.string()).default({}),
  commune: z.string().nullish(),
});

const unknown = (field: string) => new AppError('invalid', `unknown-${field.split('.')[0]}`, {}, field);

function readRequest(body: unknown, { engine, directory }: ApiDeps): z.output<typeof requestSchema> {
  const parsed = requestSchema.safeParse(body ?? {});
  if (!parsed.success)
    throw new AppError('invalid', 'malformed', {}, parsed.error.issues[0]?.path.map(String).join('.') ?? '');
  const request = parsed.data;
  const { questions, needs } = engine.content.tree;
  if (request.need !== undefined && !needs.some((need) => need.need === request.need)) throw unknown('need');
  for (const [id, option] of Object.entries(request.answers)) {
    const question = questions.find((candidate) => candidate.id === id);
    if (!question) throw new AppError('invalid', 'unknown-question', {}, `answers.${id}`);
    if (!question.options.includes(option)) throw new AppError('invalid', 'unknown-option', {}, `answers.${id}`);
  }
  const { commune } = request;
  if (commune && commune !== outside && !directory.commune(commune)) throw unknown('commune');
  return request;
}

function partnerJson(partner: Partner, distanceKm: number | null, now: Date, calendar: Calendar) {
  const state = openState(partner, now, calendar);
  return {
    id: partner.id,
    name: partner.name,
    address: [partner.address, `${partner.postalCode} ${partner.communeName}`].filter((part) => part.trim()).join(', '),
    phone: partner.phone,
    website: partner.website,
    openNow: state?.open ?? null,
    nextOpening: state?.next?.toISOString() ?? null,
    distanceKm,
    confirmedOn: partner.confirmedOn,
  };
}

function fallbackJson(resolution: Resolution, now: Date, calendar: Calendar, words: Words) {
  const { fallback } = resolution;
  if (!fallback) return null;
  if (fallback.kind === 'phone') {
    const text = words.t('interview.fallback.phone', { network: fallback.network.name });
    return { kind: 'phone', text, phone: fallback.phone, partner: null };
  }
  const text = words.t('interview.fallback.desk', { network: resolution.network.name });
  const partner = partnerJson(fallback.partner, fallback.distanceKm, now, calendar);
  return { kind: 'desk', text, phone: fallback.partner.phone, partner };
}

type Outcome = Extract<Orientation, { status: 'outcome' }>;

function outcomeJson(deps: ApiDeps, need: string, outcome: Outcome, words: Words, now: Date) {
  const { rule } = outcome;
  const { directory } = deps;
  const day = dayOf(now);
  return {
    status: 'outcome',
    outcome: rule.outcome,
    need,
    rule: rule.id,
    answer: rule.answer
      ? { title: words.t(`answers.${rule.answer}.title`), text: words.t(`answers.${rule.answer}.text`) }
      : null,
    recommendations: outcome.recommendations.map(({ role, resolution }) => ({
      role,
      network: { id: resolution.network.id, name: resolution.network.name },
      partner: resolution.partner ? partnerJson(resolution.partner, resolution.distanceKm, now, directory) : null,
      fallback: fallbackJson(resolution, now, directory, words),
      reasons:
        role === 'first'
          ? rule.reasons.map((id) => words.t(`reasons.${id}.text`))
          : [words.t(`networks.${resolution.network.id}.why`)],
    })),
    tell: deps.telling.facts(rule, day, words.t).map(({ id, text, sources, asOf, reviewBy, confidence }) => ({
      id,
      text,
      source: sources.join(' ; '),
      asOf,
      reviewBy,
      confidence,
    })),
    bring: deps.telling.bring(rule, words.t),
    online: deps.telling.online(rule, words.t),
    why: outcome.why,
    changes: outcome.changes.map(({ question, option, leads }) => {
      const target =
        leads.kind === 'depends' ? 'depends' : { network: leads.rule.first[0] ?? null, rule: leads.rule.id };
      // biome-ignore lint/suspicious/noThenProperty: the published name of the field; only ever serialised
      return { question, option, then: target };
    }),
    path: outcome.path.map(({ question, option }) => ({ question, option })),
    flowVersion: deps.engine.content.version,
    directoryVersion: deps.directory.version,
  };
}

function questionJson(words: Words, question: string, options: readonly string[]) {
  return {
    id: question,
    kind: 'choice',
    text: words.t(`questions.${question}.text`),
    hint: words.t(`questions.${question}.why`),
    options: options.map((option) => ({ id: option, text: words.t(`questions.${question}.options.${option}.text`) })),
  };
}

/** The themes that hold a need, with their needs: what to choose from when nothing is chosen yet. */
function themesJson({ engine }: ApiDeps, words: Words) {
  const { themes, needs } = engine.content.tree;
  return themes.flatMap((theme) => {
    const inTheme = needs.filter((need) => need.theme === theme.id);
    if (inTheme.length === 0) return [];
    const listed = inTheme.map((need) => ({ id: need.need, text: words.t(`needs.${need.need}.title`) }));
    return [{ id: theme.id, text: words.t(`themes.${theme.id}.title`), needs: listed }];
  });
}

function respond(deps: ApiDeps, body: unknown, words: Words) {
  const request = readRequest(body, deps);
  if (!request.need) return { status: 'need', themes: themesJson(deps, words) };
  const now = deps.clock();
  const asked = {
    need: request.need,
    answers: request.answers,
    commune: request.commune ?? null,
    deskPartner: null,
    day: dayOf(now),
  };
  const orientation = orient(deps.engine, deps.directory, asked);
  if (!orientation) throw unknown('need');
  if (orientation.status === 'outcome') return outcomeJson(deps, request.need, orientation, words, now);
  const path = orientation.path.map(({ question, option }) => ({ question, option }));
  if (orientation.status === 'question') {
    return { status: 'question', question: questionJson(words, orientation.question, orientation.options), path };
  }
  const commune = {
    id: 'commune',
    kind: 'commune',
    text: words.t('interview.commune.text'),
    hint: words.t('interview.commune.why'),
    options: [],
  };
  return { status: 'question', question: commune, path };
}

/** `/api/v1`: public, anonymous, never counted, open to other sites; problems are RFC 9457 documents. */
export function apiRoutes(deps: ApiDeps): Router {
  const router = express.Router();
  const { engine, directory } = deps;
  const french = deps.words.get(referenceLanguage) as Words;
  const { tree } = engine.content;
  const wordsFor = (lang: unknown): Words => (typeof lang === 'string' && deps.words.get(lang)) || french;

  router.use((req, res, next) => {
    res.set({
      'Access-Control-Allow-Origin': '*',
      'Cross-Origin-Resource-Policy': 'cross-origin',
      'Cache-Control': 'no-store',
    });
    if (req.method !== 'OPTIONS') return next();
    res.set({
      'Access-Control-Allow-Methods': 'GET, POST',
      'Access-Control-Allow-Headers': 'Content-Type',
      'Access-Control-Max-Age': '86400',
    });
    res.status(204).end();
  });
  router.get('/openapi.json', (_req, res) => void res.json(openapi));
  router.post('/v1/orientation', express.json({ limit: '16kb' }), (req, res) => {
    if (!req.is('application/json')) throw new AppError('wrong-type', 'not-json');
    res.locals.words = wordsFor(req.body?.lang);
    res.json(respond(deps, req.body, res.locals.words));
  });
  router.get('/v1/needs', (req, res) => {
    const { t } = wordsFor(req.query.lang);
    res.json({
      needs: tree.needs.map(({ need, theme }) => ({ id: need, theme, text: t(`needs.${need}.title`) })),
    });
  });
  router.get('/v1/questions', (req, res) => {
    const words = wordsFor(req.query.lang);
    res.json({
      questions: tree.questions.map(({ id, options, sensitive }) => ({
        ...questionJson(words, id, options),
        sensitive,
      })),
    });
  });
  router.get('/v1/networks', (_req, res) => {
    const networks = directory.networks.map(({ id, name, formerNames, cep }) => ({ id, name, formerNames, cep }));
    res.json({ networks });
  });
  router.get('/v1/communes', (req, res) => {
    const q = typeof req.query.q === 'string' ? req.query.q.slice(0, 100) : '';
    const communes = directory
      .search(q)
      .map(({ code, name, department, basin, group }) => ({ code, name, department, basin, group }));
    res.json({ communes });
  });
  router.get('/v1/partners', (req, res) => {
    const commune = directory.commune(typeof req.query.commune === 'string' ? req.query.commune : '');
    if (!commune) throw unknown('commune');
    const now = deps.clock();
    const partners = directory.networks.flatMap((network) => {
      const { partner, distanceKm } = directory.resolve(network.id, { kind: 'commune', commune });
      return partner ? [{ network: network.id, ...partnerJson(partner, distanceKm, now, directory) }] : [];
    });
    res.json({ partners });
  });
  return router;
}
