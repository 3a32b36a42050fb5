import type { Browser } from 'playwright-core';
import { type RunningApp, region, runApp } from '../support/app.ts';
import { hasBrowser, launch, listen, person } from '../support/chromium.ts';

const inBrowser = hasBrowser ? test : test.skip;

let browser: Browser;
let running: RunningApp;
let site: { url: string; close(): Promise<void> };
beforeAll(async () => {
  running = await runApp();
  site = await listen(running.app);
  if (hasBrowser) browser = await launch();
});
afterAll(async () => {
  await browser?.close();
  await site.close();
  await running.database.destroy();
});

/** Bytes sent for the first page of a new browser in a language, fonts, styles and drawings included. */
async function firstPage(lang: string): Promise<number> {
  const context = await person(browser, 'desktop');
  const { hostname } = new URL(site.url);
  if (lang !== 'fr') await context.addCookies([{ name: 'language', value: lang, domain: hostname, path: '/' }]);
  const page = await context.newPage();
  let bytes = 0;
  const asked: Promise<void>[] = [];
  page.on('requestfinished', (request) => {
    asked.push(
      request.sizes().then(({ responseBodySize, responseHeadersSize }) => {
        bytes += responseBodySize + responseHeadersSize;
      }),
    );
  });
  await page.goto(`${site.url}/`, { waitUntil: 'networkidle' });
  await page.evaluate(() => document.fonts.ready);
  await Promise.all(asked);
  await context.close();
  return bytes;
}

inBrowser('the first page is at most 60 kB in Latin letters, 120 kB in others, everything included', async () => {
  const weights: Record<string, number> = {};
  for (const lang of region.words.keys()) weights[lang] = await firstPage(lang);
  const most = (lang: string) => (/^(ar|prs|uk)$/.test(lang) ? 120_000 : 60_000);
  expect(weights.fr).toBeGreaterThan(20_000);
  expect(Object.entries(weights).filter(([lang, bytes]) => bytes > most(lang))).toEqual([]);
});
