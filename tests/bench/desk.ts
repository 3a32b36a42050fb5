import type { Page } from 'playwright-core';
import { createAccounts } from '../../server/access/accounts.ts';
import { runApp } from '../support/app.ts';
import setup from '../support/browser-setup.mjs';

/**
 * `npm run bench`: an agent at the desk, with the keys alone, for the three requests heard most, from the empty desk to
 * the printed slip. A person needs time to listen and to find the key: two seconds are counted for each.
 */
const wanted: Record<string, Record<string, string>> = {
  'summer-job': { age: '16-17', status: 'pupil', 'job-kind': 'ordinary' },
  'find-training': {},
  'fund-training': { status: 'employee-private', 'training-kind': 'long', plan: 'keep-my-job', 'project-ready': 'yes' },
};
const mostKeys = 9;
const mostSeconds = 30;
const secondsPerKey = 2;
/** Where a desk's screen ends: the result is read, and acted on, without scrolling. */
const screenEnd = 900;

const shown = (page: Page) => page.locator('main').getAttribute('data-page');

async function bench(): Promise<void> {
  await setup();
  const { hasBrowser, launch, listen, person } = await import('../support/chromium.ts');
  if (!hasBrowser) return void console.log('desk: no browser on this machine, nothing measured');
  const running = await runApp();
  const accounts = createAccounts(running.database, () => new Date('2026-11-24T09:30:00Z'));
  const { id } = await accounts.create((await accounts.firstLink()) as string, 'Région', 'no password fits');
  const link = await accounts.invite({ role: 'agent', partner: 'dila:cci-41018-01', groups: [] }, id);
  const site = await listen(running.app);
  const browser = await launch();
  const page = await (await person(browser, 'desktop')).newPage();
  await page.goto(`${site.url}/welcome/${link}`);
  await page.locator('input[name="name"]').fill('Accueil');
  await page.locator('input[name="password"]').fill('une phrase assez longue 41');
  await page.locator('form[data-form="welcome"] button').click();

  let failed = false;
  for (const [need, answers] of Object.entries(wanted)) {
    await page.goto(`${site.url}/desk`);
    let keys = 0;
    const began = performance.now();
    /** Presses the key a control shows, as the agent does. */
    const press = async (control: string) => {
      const key = (await page.locator(control).first().getAttribute('data-key')) as string;
      const before = await page.locator('main').evaluate((main) => `${location.href} ${main.dataset.question}`);
      await page.keyboard.press(key);
      keys += 1;
      await page.waitForFunction(
        (was) => `${location.href} ${document.querySelector('main')?.dataset.question}` !== was,
        before,
      );
    };
    await press(`button[name="need"][value="${need}"]`);
    while ((await shown(page)) === 'question') {
      const question = (await page.locator('main').getAttribute('data-question')) as string;
      const answer = answers[question];
      await press(answer ? `input[value="${answer}"]` : 'input[name="answer"]');
    }
    const height = await page.evaluate(() => {
      const bottom = (selector: string) => document.querySelector(selector)?.getBoundingClientRect().bottom ?? 0;
      return Math.round(Math.max(bottom('article[data-role="first"]'), bottom('form[data-form="told"]')));
    });
    await press('form[data-form="slip"] button');
    await page.waitForSelector('main[data-page="slip"]');
    const machine = (performance.now() - began) / 1000;
    const seconds = machine + keys * secondsPerKey;
    const good = keys <= mostKeys && seconds < mostSeconds && height <= screenEnd;
    failed ||= !good;
    console.log(
      `desk, ${need}: ${keys} keys of ${mostKeys} at most, machine ${machine.toFixed(1)} s, with ${secondsPerKey} s a key ${seconds.toFixed(1)} s of ${mostSeconds}; result ends at ${height} px of ${screenEnd}`,
    );
  }
  await browser.close();
  await site.close();
  await running.database.destroy();
  process.exitCode = failed ? 1 : 0;
}

await bench();
