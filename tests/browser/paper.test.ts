import express, { type Express } from 'express';
import type { Browser } from 'playwright-core';
import { paths } from '../../flows/walk.ts';
import { createEngine } from '../../server/interview/engine.ts';
import { giveAnswer, giveCommune, startInterview } from '../../server/interview/interview.ts';
import { orient } from '../../server/interview/orientation.ts';
import type { Outcome } from '../../server/interview/several-needs.ts';
import { createSlipDesk } from '../../server/interview/slip-desk.ts';
import { telling } from '../../server/interview/telling.ts';
import { createSlips } from '../../server/liaison/slips.ts';
import { openDatabase } from '../../server/storage/database.ts';
import { createAssets } from '../../server/web/assets.ts';
import { createPage } from '../../server/web/page.ts';
import { referenceLanguage, type Words } from '../../server/web/words.ts';
import { region, secret } from '../support/app.ts';
import { hasBrowser, launch, listen } from '../support/chromium.ts';
import { pseudoLanguages } from '../support/languages.ts';

const inBrowser = hasBrowser ? test : test.skip;
const day = '2026-11-24';
/** How much longer than French other languages are on paper, where they are not there to be printed themselves. */
const usuallyLonger = 0.2;
const words = region.words.size > 1 ? region.words : pseudoLanguages(usuallyLonger);
const engine = createEngine(region.content);
const told = telling(region.content.tree);
const french = region.words.get(referenceLanguage) as Words;

/** Somebody of a commune far from everything at the end of the path whose paper says the most, and of one as it comes. */
function outcomes(): Outcome[] {
  const all = region.content.tree.needs.flatMap((need) => {
    const compiled = engine.need(need.need, day);
    if (!compiled) return [];
    const rules = new Map<string, Outcome>();
    for (const { path, at } of paths(compiled)) {
      if (at.kind !== 'outcome' || at.rule.outcome !== 'go' || rules.has(at.rule.id)) continue;
      const base = {
        id: 'interview',
        channel: 'kiosk' as const,
        speaksFor: 'self' as const,
        deskPartner: null,
        commune: null,
        flowVersion: '',
      };
      let interview = giveCommune(startInterview(base, need.need, 0), '41018', 0);
      for (const { question, option } of path) interview = giveAnswer(interview, question, option, 0);
      const outcome = orient(engine, region.directory, { ...interview, need: need.need, day });
      if (outcome?.status === 'outcome') rules.set(at.rule.id, outcome);
    }
    return [...rules.values()];
  });
  const length = ({ rule, compiled }: Outcome) =>
    [
      french.t(`needs.${compiled.need.need}.say`),
      ...told.bring(rule, french.t).map(({ text }) => text),
      ...told
        .facts(rule, day, french.t)
        .slice(0, 3)
        .map(({ text }) => text),
    ].join('').length;
  return all.sort((one, other) => length(other) - length(one)).slice(0, 3);
}

/** A server that prints the slip of each outcome in each language: `/sheet/uk/0`. */
async function printer(reached: readonly Outcome[]): Promise<Express> {
  const clock = () => new Date(`${day}T09:30:00Z`);
  const assets = createAssets('dist/assets');
  const page = createPage('views', words, assets.url);
  const desk = createSlipDesk({
    slips: createSlips(await openDatabase('sqlite::memory:'), secret, clock),
    directory: region.directory,
    telling: told,
    words: french,
    page,
    flowVersion: region.content.version,
    publicUrl: 'https://accueil.exemple.fr',
    clock,
  });
  const app = express();
  app.use(assets.base, assets.serve);
  app.get('/:paper/:lang/:index', async (req, res) => {
    const spoken = words.get(req.params.lang) as Words;
    res.locals.words = spoken;
    const outcome = reached[Number(req.params.index)] as Outcome;
    const answers = Object.fromEntries(outcome.path.map(({ question, option }) => [question, option]));
    const base = {
      id: req.params.lang,
      channel: 'web' as const,
      speaksFor: 'self' as const,
      deskPartner: null,
      commune: '41018',
      flowVersion: '',
    };
    const interview = { ...startInterview(base, outcome.compiled.need.need, 0), answers };
    await desk.issue(interview, [outcome], spoken);
    const slip = await desk.find(interview, [outcome], spoken);
    if (slip) await desk.show(res, slip, '/interviews/x', req.params.paper === 'ticket' ? 'ticket' : 'sheet');
    else res.status(404).end();
  });
  return app;
}

let browser: Browser;
let site: { url: string; close(): Promise<void> };
beforeAll(async () => {
  if (hasBrowser) browser = await launch();
});
afterAll(async () => {
  await browser?.close();
  await site?.close();
});

inBrowser(
  'the longest papers stay one A4 sheet and one ticket a half, in French and beside every other language',
  async () => {
    const reached = outcomes();
    site = await listen(await printer(reached));
    const page = await browser.newPage();
    await page.emulateMedia({ media: 'print' });
    const wrong: string[] = [];
    for (const [lang, { dir }] of words) {
      for (const index of reached.keys()) {
        const name = `${lang} ${reached[index]?.compiled.need.need} ${reached[index]?.rule.id}`;
        await page.goto(`${site.url}/sheet/${lang}/${index}`);
        const sheet = await page.evaluate(() => {
          const box = (selector: string) => (document.querySelector(selector) as HTMLElement).getBoundingClientRect();
          const paper = document.querySelector('.sheet') as HTMLElement;
          const spills = [...document.querySelectorAll('.half *')].filter(
            (one) => one.scrollWidth > one.clientWidth + 1 && getComputedStyle(one).display !== 'inline',
          );
          return {
            over: paper.scrollHeight - paper.clientHeight,
            // What the last line of a half comes too near to: its edge, the cut, or the end of the sheet.
            close: [...document.querySelectorAll('.half')].map((half) => {
              const end = Math.min(half.getBoundingClientRect().bottom, box('.sheet').bottom);
              return Math.round(end - (half.lastElementChild as Element).getBoundingClientRect().bottom);
            }),
            languages: [
              ...new Set(
                [...document.querySelectorAll('.half:first-child .sides [lang]')].map(
                  (one) => `${one.getAttribute('lang')} ${one.getAttribute('dir')}`,
                ),
              ),
            ],
            structure: document.querySelector('.half + .half')?.getAttribute('lang'),
            wide: spills.map((one) => one.className),
          };
        });
        if (sheet.over > 1 || sheet.close.some((space) => space < 11) || sheet.wide.length > 0)
          wrong.push(`${name}: ${JSON.stringify(sheet)}`);
        expect(sheet.structure).toBe('fr');
        const alone = lang.startsWith('fr');
        expect(sheet.languages).toEqual(alone ? [`${lang} ltr`] : [`${lang} ${dir}`, 'fr ltr']);
        await page.goto(`${site.url}/ticket/${lang}/${index}`);
        const pdf = (await page.pdf({ preferCSSPageSize: true })).toString('latin1');
        const pages = pdf.match(/\/Type \/Page\b[^s]/g)?.length;
        if (pages !== 2) wrong.push(`${name}: ${pages} tickets`);
      }
    }
    expect(wrong).toEqual([]);
  },
  240_000,
);
