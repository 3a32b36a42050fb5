import type { Page } from 'playwright-core';
import { type Accounts, createAccounts } from '../../server/access/accounts.ts';
import { screens } from '../support/chromium.ts';
import { inBrowser, openSite } from '../support/site.ts';

let accounts: Accounts;
let coordinator: string;

const site = openSite({
  prepare: async ({ database }) => {
    accounts = createAccounts(database, () => new Date('2026-11-24T09:30:00Z'));
    coordinator = (await accounts.create((await accounts.firstLink()) as string, 'Coordination', 'no password fits'))
      .id;
  },
});

const answers: Record<string, string> = { age: '16-17', status: 'pupil', 'job-kind': 'ordinary' };
const shown = (page: Page) => page.locator('main').getAttribute('data-page');

async function answerAll(page: Page): Promise<void> {
  while ((await shown(page)) === 'question') {
    const question = (await page.locator('main').getAttribute('data-question')) as string;
    await page.locator(`label:has(input[value="${answers[question]}"])`).click();
    await page.locator('form[data-form="answer"] button:not([form])').click();
  }
}

async function kioskJourney(javaScript: boolean): Promise<void> {
  const context = await site.person('kiosk', { javaScript });
  const page = await context.newPage();
  await page.goto(`${site.url}/kiosk`);
  await page.locator('button[name="need"][value="summer-job"]').first().click();
  await answerAll(page);
  expect(await shown(page)).toBe('commune');
  await page.locator('input[name="q"]').fill('Vineuil');
  await page.locator('form[data-form="commune"] button').first().click();
  await page.locator('label.option:has(input[value="41295"])').click();
  await page.locator('form[data-form="commune"] .dock button').first().click();
  expect(await shown(page)).toBe('outcome');
  expect(await page.locator('article[data-role="first"]').getAttribute('data-partner')).toMatch(/^dila:[cp]ij?f?-/);
  await page.locator('form[data-form="slip"] button').click();
  expect(await shown(page)).toBe('slip');
  expect(await page.locator('main').getAttribute('data-code')).toMatch(/^[0-9A-Z]{5}-[0-9A-Z]{5}-[0-9A-Z]$/);
  await context.close();
}

inBrowser('a visitor at a kiosk leaves with a slip, by touch', () => kioskJourney(true));

inBrowser('a visitor at a kiosk leaves with a slip where JavaScript is off', () => kioskJourney(false));

/** An agent of a desk in Blois that is no door of these needs, signed in. */
async function agentAtDesk(javaScript: boolean, name = javaScript ? 'un' : 'deux'): Promise<Page> {
  const context = await site.person('desktop', { javaScript });
  const page = await context.newPage();
  const link = await accounts.invite({ role: 'agent', partner: 'dila:cci-41018-01', groups: [] }, coordinator);
  await page.goto(`${site.url}/welcome/${link}`);
  await page.locator('input[name="name"]').fill(`Accueil ${name}`);
  await page.locator('input[name="password"]').fill('une phrase assez longue 41');
  await page.locator('form[data-form="welcome"] button').click();
  await page.goto(`${site.url}/desk`);
  expect(await shown(page)).toBe('desk');
  return page;
}

inBrowser('an agent at the desk goes from the need to the slip with the keys alone', async () => {
  const page = await agentAtDesk(true);
  const place = await page.locator('button[name="need"][value="find-training"]').first().getAttribute('data-key');
  await page.evaluate(() => Object.assign(window, { opened: 'once' }));
  await page.keyboard.press(place as string);
  await page.waitForSelector('main[data-page="question"]');
  let keys = 1;
  while ((await shown(page)) === 'question') {
    const before = page.url();
    await page.keyboard.press('1');
    await page.waitForURL((url) => url.href !== before);
    keys += 1;
  }
  // One page all along, each step with an address of its own.
  expect(await page.evaluate(() => Reflect.get(window, 'opened'))).toBe('once');
  // The commune is the desk's own: it is not asked, and stands beside the answers, editable.
  expect(await shown(page)).toBe('outcome');
  expect(await page.locator('.journey a[href$="/commune"]').count()).toBe(1);
  await page.keyboard.press('Backspace');
  await page.waitForSelector('main:not([data-page="outcome"])');
  expect(keys).toBeLessThanOrEqual(7);
  await page.context().close();
});

inBrowser('an agent types what the person says, and takes the need found with a key', async () => {
  const page = await agentAtDesk(true, 'trois');
  await page.keyboard.press('/');
  await page.keyboard.type('jveux passer le bafa');
  const hit = page.locator('[data-found] button[data-key="1"]');
  await hit.waitFor();
  expect(await hit.getAttribute('value')).toBe('summer-job');
  expect(new URL(page.url()).search).toBe('');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('1');
  await page.waitForSelector('main[data-page="question"]');
  await page.context().close();
});

inBrowser('an agent at the desk gets there where JavaScript is off', async () => {
  const page = await agentAtDesk(false);
  await page.locator('button[name="need"][value="summer-job"]').first().click();
  await answerAll(page);
  expect(await shown(page)).toBe('outcome');
  await page.context().close();
});

inBrowser.each(Object.keys(screens) as (keyof typeof screens)[])(
  'no page of the walk is wider than the %s screen',
  async (screen) => {
    const context = await site.person(screen);
    const page = await context.newPage();
    const tooWide: string[] = [];
    const measure = async () => {
      const extra = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      if (extra > 0) tooWide.push(`${await shown(page)} by ${extra}`);
    };
    await page.goto(`${site.url}${screen === 'kiosk' ? '/kiosk' : '/'}`);
    await measure();
    await page.locator('button[name="need"][value="summer-job"]').first().click();
    while ((await shown(page)) === 'question') {
      await measure();
      const question = (await page.locator('main').getAttribute('data-question')) as string;
      await page.locator(`label:has(input[value="${answers[question]}"])`).click();
      await page.locator('form[data-form="answer"] button:not([form])').click();
    }
    await measure();
    await page.locator('input[name="q"]').fill('41000');
    await page.locator('form[data-form="commune"] button').first().click();
    await measure();
    await page.locator('label.option').first().click();
    await page.locator('form[data-form="commune"] .dock button').first().click();
    await measure();
    await page.locator('form[data-form="slip"] button').click();
    await measure();
    expect(tooWide).toEqual([]);
    await context.close();
  },
);

inBrowser('a slip prints on one A4 page, whatever is said on it', async () => {
  const context = await site.person('desktop');
  const page = await context.newPage();
  for (const [need, said] of [
    ['summer-job', answers],
    [
      'fund-training',
      { status: 'employee-private', 'training-kind': 'long', plan: 'keep-my-job', 'project-ready': 'yes' },
    ],
  ] as const) {
    await page.goto(`${site.url}/kiosk`);
    await page.locator(`button[name="need"][value="${need}"]`).first().click();
    while ((await shown(page)) === 'question') {
      const question = (await page.locator('main').getAttribute('data-question')) as keyof typeof said;
      await page.locator(`label.option:has(input[value="${said[question]}"])`).click();
      await page.locator('form[data-form="answer"] button:not([form])').click();
    }
    await page.locator('input[name="q"]').fill('vierzon');
    await page.locator('form[data-form="commune"] button').first().click();
    await page.locator('form[data-form="slip"] button').click();
    await page.waitForSelector('main[data-page="slip"]');
    const pdf = await page.pdf({ preferCSSPageSize: true });
    const sizes = pdf.toString('latin1').match(/\/Type \/Page\b[^s]/g);
    expect(sizes).toHaveLength(1);
  }
  await context.close();
});
