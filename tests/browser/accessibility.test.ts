import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Browser, Page } from 'playwright-core';
import { createAccounts } from '../../server/access/accounts.ts';
import { type RunningApp, runApp } from '../support/app.ts';
import { hasBrowser, launch, listen, person, screens } from '../support/chromium.ts';

const inBrowser = hasBrowser ? test : test.skip;
const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

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

/** What axe finds on the page, as `rule: element`; on visitors' pages the contrast of the kiosk (7:1) is owed too. */
async function violations(page: Page, enhanced: boolean): Promise<string[]> {
  await page.evaluate(axeSource);
  return page.evaluate(async (wanted) => {
    // biome-ignore lint/suspicious/noExplicitAny: put there by the line above
    const { violations: found } = await (globalThis as any).axe.run(document, {
      resultTypes: ['violations'],
      rules: { 'color-contrast-enhanced': { enabled: wanted } },
    });
    // biome-ignore lint/suspicious/noExplicitAny: axe's own result
    return found.flatMap((one: any) => one.nodes.map((node: any) => `${one.id}: ${node.target.join(' ')}`));
  }, enhanced);
}

const kind = (page: Page) => page.locator('main').getAttribute('data-page');

inBrowser.each(Object.keys(screens) as (keyof typeof screens)[])(
  'no automated accessibility violation on the pages of a visitor, %s screen',
  async (screen) => {
    const context = await person(browser, screen, { bypassCSP: true });
    const page = await context.newPage();
    const found: Record<string, string[]> = {};
    const look = async (name: string) => {
      const seen = await violations(page, true);
      const extra = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      if (extra > 0) seen.push(`wider than the screen by ${extra}`);
      if (seen.length > 0) found[name] = seen;
    };
    const press = (selector: string) => page.locator(selector).first().click();
    await page.goto(`${site.url}${screen === 'kiosk' ? '/kiosk' : '/'}`);
    await look('start');
    await page.evaluate(() => document.querySelector('details.theme')?.setAttribute('open', ''));
    await look('start with an open theme');
    await press('button[name="need"][value="summer-job"]');
    await look('question');
    await press('form[data-form="answer"] button:not([form])');
    await look('question with an error');
    const said: Record<string, string> = { age: '16-17', status: 'pupil', 'job-kind': 'ordinary' };
    while ((await kind(page)) === 'question') {
      const question = (await page.locator('main').getAttribute('data-question')) as string;
      await press(`label.option:has(input[value="${said[question]}"])`);
      await press('form[data-form="answer"] button:not([form])');
    }
    await look('commune');
    await page.locator('input[name="q"]').fill('vineuil');
    await press('form[data-form="commune"] button');
    await look('commune with homonyms');
    await press('label.option');
    await press('form[data-form="commune"] .dock button');
    await look('outcome');
    await press('form[data-form="slip"] button');
    await page.waitForSelector('main[data-page="slip"]');
    await look('slip');
    const reply = (await page.locator('[data-reply]').first().textContent())?.trim() as string;
    const code = (await page.locator('main').getAttribute('data-code')) as string;
    await page.goto(`${site.url}${new URL(reply).pathname}`);
    await look('reply');
    await page.goto(`${site.url}/slips/${code}`);
    await look('slip of the visitor');
    for (const path of ['/slips', '/replies', '/replies/batch', '/privacy', '/accessibility', '/nowhere', '/closed']) {
      await page.goto(`${site.url}${path}`);
      await look(path);
    }
    expect(found).toEqual({});
    await context.close();
  },
);

inBrowser.each(['desktop', 'small'] as const)(
  'no automated accessibility violation on the pages of the staff, %s screen',
  async (screen) => {
    const context = await person(browser, screen, { bypassCSP: true });
    const page = await context.newPage();
    const found: Record<string, string[]> = {};
    const look = async (name: string) => {
      const seen = await violations(page, false);
      const extra = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      if (extra > 0) seen.push(`wider than the screen by ${extra}`);
      if (seen.length > 0) found[name] = seen;
    };
    const accounts = createAccounts(running.database, () => new Date('2026-11-24T09:30:00Z'));
    const first = await accounts.firstLink();
    if (first) {
      await page.goto(`${site.url}/welcome/${first}`);
      await look('welcome');
      await page.locator('input[name="name"]').fill('Coordination');
      await page.locator('input[name="password"]').fill('une phrase assez longue 41');
      await page.locator('form[data-form="welcome"] button').click();
    } else {
      await page.goto(`${site.url}/sign-in`);
      await look('sign-in');
      await page.locator('input[name="name"]').fill('Coordination');
      await page.locator('input[name="password"]').fill('une phrase assez longue 41');
      await page.locator('form[data-form="sign-in"] button').click();
    }
    for (const path of [
      '/desk',
      '/team',
      '/indicators',
      '/indicators/needs',
      '/slips',
      '/partnerships',
      '/replies/batch',
    ]) {
      await page.goto(`${site.url}${path}`);
      await look(path);
    }
    await page.goto(`${site.url}/desk`);
    await page.locator('button[name="need"][value="find-training"]').first().click();
    await look('question at the desk');
    expect(found).toEqual({});
    await context.close();
  },
);
