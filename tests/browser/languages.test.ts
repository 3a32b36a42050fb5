import type { Page } from 'playwright-core';
import { createAccounts } from '../../server/access/accounts.ts';
import { createOpinions } from '../../server/opinion/opinions.ts';
import { region } from '../support/app.ts';
import { violations } from '../support/axe.ts';
import { pseudoLanguages } from '../support/languages.ts';
import { inBrowser, openSite } from '../support/site.ts';

const audit = process.env.AUDIT === 'on';
const words = region.words.size > 1 ? region.words : pseudoLanguages();
const has = (lang: string) => words.has(lang);

/** In `npm run audit` every language on both screens; here the other direction on one and other letters on the other. */
const looks: [lang: string, screen: 'kiosk' | 'small'][] = audit
  ? [...words.keys()].flatMap((lang): [string, 'kiosk' | 'small'][] => [
      [lang, 'kiosk'],
      [lang, 'small'],
    ])
  : [
      ['ar', 'kiosk'],
      [has('uk') ? 'uk' : 'en', 'small'],
    ];

const site = openSite({
  changed: { words },
  prepare: ({ database }) => createOpinions(database, () => new Date()).choose(['first-visit', 'satisfaction']),
});

const kind = (page: Page) => page.locator('main').getAttribute('data-page');
const press = (page: Page, selector: string) => page.locator(selector).first().click();
const pupil: Record<string, string> = { age: '16-17', status: 'pupil', 'job-kind': 'ordinary' };

/** A new browser where somebody has chosen a language by its own name. */
async function speaker(lang: string, screen: 'kiosk' | 'small' | 'desktop'): Promise<Page> {
  const context = await site.person(screen, { bypassCSP: true });
  const page = await context.newPage();
  await page.goto(`${site.url}${screen === 'kiosk' ? '/kiosk' : '/'}`);
  if (lang !== 'fr') await press(page, `form[data-form="language"] button[value="${lang}"]`);
  await page.waitForSelector(`html[lang="${lang}"]`);
  return page;
}

/** From the first page to the slip. */
async function walk(page: Page, look: (name: string) => Promise<void>): Promise<void> {
  await look('start');
  await press(page, 'button[name="need"][value="summer-job"]');
  await page.waitForSelector('main[data-page="question"]');
  await look('question');
  while ((await kind(page)) === 'question') {
    const question = (await page.locator('main').getAttribute('data-question')) as string;
    await press(page, `label.option:has(input[value="${pupil[question]}"])`);
    await press(page, 'form[data-form="answer"] button:not([form])');
    await page.waitForLoadState('load');
  }
  await look('commune');
  await page.locator('input[name="q"]').fill('vineuil');
  await press(page, 'form[data-form="commune"] button');
  await page.waitForSelector('input[name="commune"]');
  await look('communes');
  await press(page, 'label.option:has(input[value="41295"])');
  await press(page, 'form[data-form="commune"] .dock button');
  await page.waitForSelector('main[data-page="outcome"]');
  await look('outcome');
  await press(page, 'form[data-form="slip"] button');
  await page.waitForSelector('main[data-page="slip"]');
  await look('slip');
}

inBrowser('the start of a kiosk and its longest question hold on its screen in every language', async () => {
  const context = await site.person('kiosk');
  const page = await context.newPage();
  const taller: Record<string, number> = {};
  const measure = async (name: string) => {
    const over = await page.evaluate(() => document.documentElement.scrollHeight - window.innerHeight);
    if (over > 0) taller[name] = over;
  };
  for (const lang of words.keys()) {
    await page.goto(`${site.url}/kiosk`);
    await press(page, `form[data-form="language"] button[value="${lang}"]`);
    await page.waitForSelector(`html[lang="${lang}"]`);
    await measure(`${lang}, start`);
    await press(page, 'button[name="need"][value="fund-training"]');
    await page.waitForSelector('main[data-question="status"]');
    await measure(`${lang}, status`);
  }
  expect(taller).toEqual({});
  await context.close();
});

inBrowser.each(looks)(
  'no accessibility violation and nothing wider than the screen on any kind of page of a visitor, in %s, %s',
  async (lang, screen) => {
    const page = await speaker(lang, screen);
    const found: Record<string, string[]> = {};
    const look = async (name: string) => {
      expect([name, await page.locator('html').getAttribute('lang')]).toEqual([name, lang]);
      const seen = await violations(page, 'enhanced', 'all');
      if (seen.length > 0) found[name] = seen;
    };
    await walk(page, look);
    const inside = page.url().replace('/slip', '');
    const code = await page.locator('main').getAttribute('data-code');
    const door = screen === 'kiosk' ? '/kiosk' : '';
    const paths = [
      ...['/ticket', '/need', '/opinion', ...(screen === 'kiosk' ? ['/idle'] : [])].map((path) => `${inside}${path}`),
      ...['/privacy', '/accessibility', '/emergency', '/nowhere', '/closed'].map((path) => `${site.url}${door}${path}`),
      ...(screen === 'small' ? ['/slips', `/slips/${code}`, '/replies'].map((path) => `${site.url}${path}`) : []),
    ];
    for (const path of paths) {
      await page.goto(path);
      await look(path.replace(/.*\//, '/'));
    }
    expect(found).toEqual({});
    await page.context().close();
  },
  120_000,
);

(audit ? inBrowser : test.skip).each([...words.keys()].filter((lang) => lang !== 'fr'))(
  'no accessibility violation and nothing wider than the screen on pages of the staff, in %s',
  async (lang) => {
    const page = await speaker(lang, 'desktop');
    const accounts = createAccounts(site.running.database, () => new Date('2026-11-24T09:30:00Z'));
    const [first] = await accounts.members();
    const token = first
      ? await accounts.invite({ role: 'admin', partner: null, groups: [] }, first.id)
      : await accounts.firstLink();
    await page.goto(`${site.url}/welcome/${token}`);
    await page.locator('input[name="name"]').fill(`Accueil ${lang}`);
    await page.locator('input[name="password"]').fill('une phrase assez longue 41');
    await press(page, 'form[data-form="welcome"] button');
    await page.waitForSelector('main[data-page="team"]');
    const found: Record<string, string[]> = {};
    for (const path of [
      '/desk',
      '/team',
      '/desks',
      '/account',
      '/inbox',
      '/indicators',
      '/tree',
      '/coverage',
      '/simulator',
    ]) {
      await page.goto(`${site.url}${path}`);
      for (const screen of [1280, 320]) {
        await page.setViewportSize({ width: screen, height: 900 });
        const seen = await violations(page, 'usual', 'all');
        if (seen.length > 0) found[`${path} ${screen}`] = seen;
      }
    }
    expect(found).toEqual({});
    await page.context().close();
  },
  120_000,
);

inBrowser(
  'somebody who reads only Arabic goes from the first page to the printed slip, and it keeps its order',
  async () => {
    const page = await speaker('ar', 'kiosk');
    await walk(page, async (name) => {
      expect([name, await page.locator('html').getAttribute('dir')]).toEqual([name, 'rtl']);
    });
    // A number has its first figures on the left, on a page written from the right; the line goes from right to left.
    const places = await page.evaluate(() => {
      const phone = [...document.querySelectorAll('.half bdi')].find(({ textContent }) =>
        /\d\d.\d\d.\d\d.\d\d.\d\d/.test(textContent ?? ''),
      );
      const text = document.createTreeWalker(phone as Element, NodeFilter.SHOW_TEXT);
      let node = text.nextNode() as Text;
      while (!/\d\d.\d\d.\d\d.\d\d.\d\d/.test(node.data)) node = text.nextNode() as Text;
      const start = node.data.search(/\d\d.\d\d.\d\d/);
      const x = (at: number) => {
        const range = document.createRange();
        range.setStart(node, at);
        range.setEnd(node, at + 1);
        return range.getBoundingClientRect().left;
      };
      const [visitor, structure] = [...document.querySelectorAll('.half')].map(
        (half) => getComputedStyle(half).direction,
      );
      return { phone: x(start + 13) - x(start), visitor, structure };
    });
    expect(places.phone).toBeGreaterThan(0);
    expect([places.visitor, places.structure]).toEqual(['rtl', 'ltr']);
    const pdf = (await page.pdf({ preferCSSPageSize: true })).toString('latin1');
    expect(pdf.match(/\/Type \/Page\b[^s]/g)).toHaveLength(1);
    await page.context().close();
  },
);
