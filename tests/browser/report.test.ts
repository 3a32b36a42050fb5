import { createAccounts } from '../../server/access/accounts.ts';
import { countQuarters } from '../support/quarters.ts';
import { inBrowser, openSite } from '../support/site.ts';

const site = openSite({ prepare: ({ database }) => countQuarters(database) });

inBrowser('a group’s quarter is published by hand, and printed on one sheet, legible in black and white', async () => {
  const context = await site.person('desktop');
  const page = await context.newPage();
  const accounts = createAccounts(site.running.database, () => new Date('2026-11-24T09:30:00Z'));
  await page.goto(`${site.url}/welcome/${await accounts.firstLink()}`);
  await page.locator('input[name="name"]').fill('Coordination');
  await page.locator('input[name="password"]').fill('une phrase assez longue 41');
  await page.locator('form[data-form="welcome"] button').click();
  await page.waitForSelector('main[data-page="team"]');
  for (const quarter of ['2026-Q3', '2025-Q3']) {
    await page.goto(`${site.url}/indicators`);
    await page.locator(`tr[data-quarter="${quarter}"] form[data-form="publish"] button`).click();
    await page.waitForSelector(`tr[data-quarter="${quarter}"] a`);
  }
  await page.locator('tr[data-quarter="2026-Q3"] a').click();
  await page.waitForSelector('main[data-page="indicator-report"]');
  await page.locator('select[name="group"]').selectOption('spro-41');
  await page.locator('form[data-form="report"] button').click();
  await page.waitForSelector('main[data-group="spro-41"]');

  const pdf = (await page.pdf({ format: 'A4', printBackground: false })).toString('latin1');
  expect(pdf.match(/\/Type \/Page\b[^s]/g)).toHaveLength(1);

  // Without colour a bar, the year before and the paper still differ: dark, darker beside a light edge, light.
  await page.emulateMedia({ media: 'print' });
  const light = (selector: string, property: 'fill' | 'stroke') =>
    page
      .locator(selector)
      .first()
      .evaluate((element, name) => {
        const [red = 0, green = 0, blue = 0] = (getComputedStyle(element)[name].match(/\d+/g) ?? []).map(Number);
        return Math.round(0.2126 * red + 0.7152 * green + 0.0722 * blue);
      }, property);
  expect(await light('svg.chart rect.bar', 'fill')).toBeLessThan(110);
  expect(await light('svg.chart path.halo', 'stroke')).toBeGreaterThan(200);
  expect(await light('svg.chart path.before', 'stroke')).toBeLessThan(60);
  await context.close();
});
