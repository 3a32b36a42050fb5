import express from 'express';
import { type HTMLElement, parse } from 'node-html-parser';
import supertest from 'supertest';
import { paths } from '../../flows/walk.ts';
import { readContent } from '../../server/content/content.ts';
import { type Directory, loadDirectory } from '../../server/directory/directory.ts';
import { createEngine } from '../../server/interview/engine.ts';
import { giveAnswer, giveCommune, type Interview, startInterview } from '../../server/interview/interview.ts';
import { type Orientation, orient } from '../../server/interview/orientation.ts';
import { createSlipDesk } from '../../server/interview/slip-desk.ts';
import { telling } from '../../server/interview/telling.ts';
import { createSlips } from '../../server/liaison/slips.ts';
import { openDatabase } from '../../server/storage/database.ts';
import { createPage } from '../../server/web/page.ts';
import { loadWords, type Words } from '../../server/web/words.ts';
import { movingClock, secret } from './drafts.ts';

type Outcome = Extract<Orientation, { status: 'outcome' }>;

const words = loadWords(['flows/locales', 'views/locales']);
const { content } = readContent(process.cwd());
if (!content) throw new Error('the tree does not read: run `npm run check`');
const engine = createEngine(content);
const directory = loadDirectory('data');
const page = createPage('views', words, (name) => `/assets/${name}`);
const day = '2026-11-24';
const publicUrl = 'https://accueil.exemple.fr';

async function desk(served: Directory = directory) {
  const { clock } = movingClock();
  const slips = createSlips(await openDatabase('sqlite::memory:'), secret, clock);
  const flowVersion = engine.content.version;
  const french = words.get('fr') as Words;
  const deps = { slips, directory: served, telling: telling(engine.content.tree), words: french, page, flowVersion };
  return { slips, slipDesk: createSlipDesk({ ...deps, publicUrl, clock }) };
}

/** Somebody of Blois at the end of the first path of a need that reaches a rule like this. */
function arrived(like: (rule: Outcome['rule']) => boolean, deskPartner: string | null = null): [Interview, Outcome] {
  for (const { need } of engine.content.tree.needs) {
    const compiled = engine.need(need, day);
    if (!compiled) continue;
    for (const { path, at } of paths(compiled)) {
      if (at.kind !== 'outcome' || at.rule.outcome !== 'go' || !like(at.rule)) continue;
      const base = {
        id: 'interview',
        channel: 'desk' as const,
        speaksFor: 'self' as const,
        deskPartner,
        commune: null,
        flowVersion: '',
      };
      let interview = giveCommune(startInterview(base, need, 0), '41018', 0);
      for (const { question, option } of path) interview = giveAnswer(interview, question, option, 0);
      const outcome = orient(engine, directory, { ...interview, need, day });
      if (outcome?.status === 'outcome' && !outcome.recommendations[0]?.resolution.here) return [interview, outcome];
    }
  }
  throw new Error('no such path');
}

async function sheet(
  { slipDesk }: Awaited<ReturnType<typeof desk>>,
  interview: Interview,
  outcome: Outcome,
  paper: 'sheet' | 'ticket' = 'sheet',
) {
  const app = express();
  app.use((_req, res, next) => {
    res.locals.words = words.get('fr');
    res.locals.channel = interview.channel;
    next();
  });
  app.get('/', async (_req, res) => {
    const slip = await slipDesk.find(interview, [outcome]);
    if (slip) await slipDesk.show(res, slip, '/interviews/interview', paper);
    else res.status(404).end();
  });
  const { status, text } = await supertest(app).get('/');
  return { status, text, main: parse(text).querySelector('main') as HTMLElement };
}

const open = (rule: Outcome['rule']) => rule.first[0] === 'info-jeunes' && !rule.sensitive;
const discreet = (rule: Outcome['rule']) => rule.first[0] === 'cap-emploi';

test('the sheet shows the code to the visitor, the reply address and its typed code to the structure', async () => {
  const at = await desk();
  const [interview, outcome] = arrived(open);
  await at.slipDesk.issue(interview, [outcome]);
  const { main, text } = await sheet(at, interview, outcome);
  const codes = (await at.slipDesk.find(interview, [outcome]))?.codes;
  expect(main.getAttribute('data-page')).toBe('slip');
  expect(main.getAttribute('data-code')).toBe(codes?.visitor);
  expect(main.getAttribute('data-state')).toBe('issued');
  const [visitorHalf, structureHalf] = main.querySelectorAll('.half') as [HTMLElement, HTMLElement];
  expect(structureHalf.querySelector('[data-reply]')?.text).toBe(`${publicUrl}/replies/${codes?.token}`);
  expect(structureHalf.querySelector('[data-reply-code]')?.text).toBe(codes?.reply);
  expect(structureHalf.innerHTML).not.toContain(codes?.visitor);
  expect(visitorHalf.querySelector('.code')?.text).toBe(codes?.visitor);
  for (const hidden of [codes?.token, codes?.reply]) expect(visitorHalf.innerHTML).not.toContain(hidden);
  expect(main.querySelectorAll('svg.qr path[d]')).toHaveLength(4);
  expect(main.querySelector('[data-print]')?.hasAttribute('hidden')).toBe(true);
  expect(main.querySelector('a[rel="prev"]')?.getAttribute('href')).toBe('/interviews/interview/outcome');
  expect(text).not.toMatch(/ style=|<style| on[a-z]+=/);
});

test('twenty clicks on the same outcome print one slip; another answer prints another', async () => {
  const at = await desk();
  const [interview, outcome] = arrived(open);
  await Promise.all(Array.from({ length: 20 }, () => at.slipDesk.issue(interview, [outcome])));
  const first = await at.slipDesk.find(interview, [outcome]);
  const elsewhere = giveCommune(interview, '18033', 0);
  const moved = orient(engine, directory, { ...elsewhere, need: outcome.compiled.need.need, day }) as Outcome;
  expect(await at.slipDesk.find(elsewhere, [moved])).toBeNull();
  await at.slipDesk.issue(elsewhere, [moved]);
  expect((await at.slipDesk.find(elsewhere, [moved]))?.id).not.toBe(first?.id);
});

test('the paper says what was true when it was issued, after the directory has changed', async () => {
  const at = await desk();
  const [interview, outcome] = arrived(open);
  await at.slipDesk.issue(interview, [outcome]);
  const before = await sheet(at, interview, outcome);
  const { partner } = outcome.recommendations[0]?.resolution ?? {};
  expect(before.text).toContain(partner?.address);
  const closed = orient(engine, directory, { ...interview, need: outcome.compiled.need.need, day }) as Outcome;
  const emptied: Outcome = {
    ...closed,
    recommendations: closed.recommendations.map((recommendation) => ({
      ...recommendation,
      resolution: { ...recommendation.resolution, partner: null },
    })),
  };
  await at.slipDesk.issue(interview, [emptied]);
  expect((await sheet(at, interview, emptied)).text).toBe(before.text);
});

test('answers to sensitive questions are not in the copy, whatever they were', async () => {
  const at = await desk();
  const secretQuestions = new Set(engine.content.tree.questions.filter((each) => each.sensitive).map(({ id }) => id));
  const [interview, outcome] = arrived(discreet);
  expect(outcome.path.some(({ question }) => secretQuestions.has(question))).toBe(true);
  await at.slipDesk.issue(interview, [outcome]);
  const copied = (await at.slipDesk.find(interview, [outcome]))?.copy;
  expect(copied?.answers).toHaveLength(outcome.path.filter(({ question }) => !secretQuestions.has(question)).length);
  const french = words.get('fr') as Words;
  for (const question of secretQuestions) {
    expect(JSON.stringify(copied?.answers)).not.toContain(french.t(`questions.${question}.label`));
  }
});

test.each([
  ['sheet', '.half'],
  ['ticket', '.ticket'],
] as const)('what is read before opening a sensitive %s is the neutral word; the partner is inside', async (paper, half) => {
  const at = await desk();
  const [interview, outcome] = arrived(discreet);
  await at.slipDesk.issue(interview, [outcome]);
  const { main } = await sheet(at, interview, outcome, paper);
  const name = outcome.recommendations[0]?.resolution.network.name as string;
  const neutral = (words.get('fr') as Words).t('slip.specialised');
  const halves = main.querySelectorAll(half);
  expect(halves).toHaveLength(2);
  for (const one of halves) expect(one.querySelector('.trip b')?.text).toBe(neutral);
  const inside = main.querySelectorAll('.inside');
  for (const one of halves) expect(one.querySelector('.inside')).not.toBeNull();
  expect(inside[0]?.text).toContain(outcome.recommendations[0]?.resolution.partner?.name ?? name);
  for (const part of inside) part.remove();
  expect(main.text).not.toContain(name);
  expect(main.text).not.toContain((words.get('fr') as Words).t(`needs.${outcome.compiled.need.need}.title`));
});

test('a ticket keeps the two secrets apart as the sheet does', async () => {
  const at = await desk();
  const [interview, outcome] = arrived(open);
  await at.slipDesk.issue(interview, [outcome]);
  const { main } = await sheet(at, interview, outcome, 'ticket');
  const codes = (await at.slipDesk.find(interview, [outcome]))?.codes;
  const [mine, theirs] = main.querySelectorAll('.ticket') as [HTMLElement, HTMLElement];
  expect(mine.querySelector('.code')?.text).toBe(codes?.visitor);
  expect(theirs.querySelector('[data-reply-code]')?.text).toBe(codes?.reply);
  expect(theirs.innerHTML).not.toContain(codes?.visitor);
  for (const hidden of [codes?.token, codes?.reply]) expect(mine.innerHTML).not.toContain(hidden);
});

test('a desk whose own name would tell is not named on what it hands over', async () => {
  const at = await desk();
  const capEmploi = directory.partnersOf('cap-emploi')[0]?.id as string;
  const franceServices = directory.partnersOf('france-services')[0]?.id as string;
  const [interview, outcome] = arrived(open, capEmploi);
  await at.slipDesk.issue(interview, [outcome]);
  expect((await at.slipDesk.find(interview, [outcome]))?.copy.from).toBeNull();
  const named = { ...interview, id: 'another', deskPartner: franceServices };
  await at.slipDesk.issue(named, [outcome]);
  expect((await at.slipDesk.find(named, [outcome]))?.copy.from).toBe(directory.partner(franceServices)?.name);
});

test('no slip is issued where nobody is sent: answered on the spot, or already at the right door', async () => {
  const at = await desk();
  const [interview, outcome] = arrived(open);
  const here: Outcome = {
    ...outcome,
    recommendations: outcome.recommendations.map(({ role, resolution }) => ({
      role,
      resolution: { ...resolution, here: true },
    })),
  };
  await at.slipDesk.issue(interview, [here]);
  await at.slipDesk.issue(interview, [{ ...outcome, rule: { ...outcome.rule, outcome: 'answered-here' } }]);
  expect((await sheet(at, interview, outcome)).status).toBe(404);
});
