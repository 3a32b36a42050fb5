import type { Page } from 'playwright-core';
import { inBrowser, openSite } from '../support/site.ts';

const site = openSite();

async function slipOf(page: Page, need: string, said: Record<string, string>): Promise<void> {
  await page.goto(`${site.url}/kiosk`);
  await page.evaluate(() => {
    for (const theme of document.querySelectorAll('details.theme')) theme.removeAttribute('name');
    for (const theme of document.querySelectorAll('details.theme')) theme.setAttribute('open', '');
  });
  await page.locator(`button[name="need"][value="${need}"]`).first().click();
  for (;;) {
    await page.waitForSelector('main:is([data-page="question"], [data-page="commune"], [data-page="outcome"])');
    if ((await page.locator('main').getAttribute('data-page')) !== 'question') break;
    const question = (await page.locator('main').getAttribute('data-question')) as string;
    await page.locator(`label.option:has(input[value="${said[question]}"])`).click();
    await page.locator('form[data-form="answer"] button:not([form])').click();
  }
  await page.locator('input[name="q"]').fill('vierzon');
  await page.locator('form[data-form="commune"] button').first().click();
  await page.locator('form[data-form="slip"] button').click();
  await page.waitForSelector('main[data-page="slip"]');
}

inBrowser.each([
  ['summer-job', { age: '16-17', status: 'pupil', 'job-kind': 'ordinary' }],
  [
    'fund-training',
    { status: 'employee-private', 'training-kind': 'long', plan: 'keep-my-job', 'project-ready': 'yes' },
  ],
])(
  'two tickets of one page each come out of a roll printer for %s, in black, with a code to be read',
  async (need, said) => {
    const context = await site.person('kiosk');
    const page = await context.newPage();
    await slipOf(page, need, said as Record<string, string>);
    await page.locator('a[href$="/ticket"]').click();
    await page.waitForSelector('main[data-paper="ticket"]');
    const pdf = (await page.pdf({ preferCSSPageSize: true })).toString('latin1');
    expect(pdf.match(/\/Type \/Page\b[^s]/g)).toHaveLength(2);
    const [, width] = /\/MediaBox \[0 0 ([\d.]+)/.exec(pdf) ?? [];
    expect(Math.round((Number(width) / 72) * 25.4)).toBe(80);

    await page.emulateMedia({ media: 'print' });
    const printed = await page.evaluate(() => {
      const all = [...document.querySelectorAll('.ticket, .ticket *')].map((one) => getComputedStyle(one));
      const code = getComputedStyle(document.querySelector('.ticket .code') as Element);
      return {
        colours: [...new Set(all.map(({ color }) => color))],
        points: (Number.parseFloat(code.fontSize) * 3) / 4,
      };
    });
    expect(printed.colours).toEqual(['rgb(0, 0, 0)']);
    expect(printed.points).toBeGreaterThanOrEqual(18);
    expect(await page.locator('.ticket .spell').count()).toBe(1);
    await context.close();
  },
);
