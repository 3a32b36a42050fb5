import type { Page } from 'playwright-core';
import { createAccounts } from '../../server/access/accounts.ts';
import { region } from '../support/app.ts';
import { violations } from '../support/axe.ts';
import { inBrowser, openSite } from '../support/site.ts';

const account = { name: 'Coordination', password: 'une phrase assez longue 41' };

let joined = false;

const site = openSite();

async function signIn(page: Page): Promise<void> {
  const accounts = createAccounts(site.running.database, () => new Date('2026-11-24T09:30:00Z'));
  const token = joined ? null : await accounts.firstLink();
  joined = true;
  await page.goto(token ? `${site.url}/welcome/${token}` : `${site.url}/sign-in`);
  for (const [field, value] of Object.entries(account)) await page.locator(`input[name="${field}"]`).fill(value);
  await page.locator(`form[data-form="${token ? 'welcome' : 'sign-in'}"] button`).click();
}

inBrowser.each(['desktop', 'small'] as const)(
  'no automated accessibility violation and nothing wider than the screen on the pages of the tree, %s screen',
  async (screen) => {
    const context = await site.person(screen, { bypassCSP: true });
    const page = await context.newPage();
    await signIn(page);
    const found: Record<string, string[]> = {};
    const look = async (name: string) => {
      const seen = await violations(page, 'usual', 'all');
      if (seen.length > 0) found[name] = seen;
    };
    // The largest table and a sensitive one; the other pages are looked at with those of the staff.
    for (const path of ['/tree/fund-training', '/tree/womens-rights']) {
      await page.goto(`${site.url}${path}`);
      await look(path);
    }
    await page.goto(`${site.url}/simulator`);
    await look('simulator');
    const show = () => page.locator('form[data-form="simulator"] button').click();
    await page.locator('#need').selectOption('summer-job');
    await page.locator('#q').fill('vineuil');
    await show();
    await look('simulator with homonyms');
    await page.locator('label.chip:has(input[name="commune"])').first().click();
    for (const [question, option] of Object.entries({ age: '16-17', status: 'pupil', 'job-kind': 'ordinary' })) {
      await page.locator(`#answer-${question}`).selectOption(option);
    }
    await show();
    expect(await page.locator('main').getAttribute('data-outcome')).toBe('go');
    await look('simulator with a result');
    await page.locator('form[data-form="tree"] button').click();
    expect(await page.locator('g.arrived').count()).toBe(1);
    await look('tree with a way lit');
    await page.goto(`${site.url}/simulator`);
    await page.locator('#need').selectOption('summer-job');
    await page.locator('#q').fill('qwertyuiopasdf');
    await show();
    await look('simulator with an error');
    expect(found).toEqual({});
    await context.close();
  },
);

inBrowser('the drawing keeps its words inside its boxes, whole to see and by keys to scroll', async () => {
  const context = await site.person('desktop');
  const page = await context.newPage();
  await signIn(page);
  for (const need of region.content.tree.needs.map((one) => one.need)) {
    await page.goto(`${site.url}/tree/${need}`);
    const outside = await page.evaluate(() =>
      [...document.querySelectorAll('svg.tracks g')].flatMap((group) => {
        const box = (group.querySelector('rect') as SVGRectElement).getBBox();
        return [...group.querySelectorAll('text')].flatMap((text) => {
          const { x, y, width, height } = text.getBBox();
          const fits = x >= box.x && x + width <= box.x + box.width && y >= box.y && y + height <= box.y + box.height;
          return fits ? [] : [text.textContent];
        });
      }),
    );
    expect({ need, outside }).toEqual({ need, outside: [] });
  }
  await page.goto(`${site.url}/tree/fund-training`);
  const canvas = page.locator('.canvas');
  await page.locator('label:has(input[value="whole"])').click();
  const [around, picture] = [await canvas.boundingBox(), await page.locator('svg.tracks').boundingBox()];
  expect(picture?.height).toBeLessThanOrEqual(around?.height ?? 0);
  expect(picture?.width).toBeLessThanOrEqual(around?.width ?? 0);
  await page.locator('label:has(input[value="natural"])').click();
  await canvas.focus();
  await page.keyboard.press('PageDown');
  await page.waitForFunction(() => (document.querySelector('.canvas')?.scrollTop ?? 0) > 0);
  await context.close();
});
