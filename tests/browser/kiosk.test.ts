import type { Browser, BrowserContext, Page } from 'playwright-core';
import { type RunningApp, runApp } from '../support/app.ts';
import { hasBrowser, launch, listen, person } from '../support/chromium.ts';

const inBrowser = hasBrowser ? test : test.skip;

let browser: Browser;
let running: RunningApp;
let site: { url: string; close(): Promise<void> };
let context: BrowserContext;
let page: Page;

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
afterEach(() => context?.close());

const shown = () => page.locator('main').getAttribute('data-page');
const press = (selector: string) => page.locator(selector).first().click();

async function comes(options: { javaScript?: boolean } = {}): Promise<void> {
  context = await person(browser, 'kiosk', options);
  page = await context.newPage();
}

/** From the start to the first question of a need. */
async function begin(): Promise<void> {
  await page.goto(`${site.url}/kiosk`);
  await press('button[name="need"][value="summer-job"]');
  await page.waitForSelector('main[data-page="question"]');
}

/** Everything a visitor does at a kiosk, up to the slip: answers, a commune that is typed, paper. */
async function wholeVisit(): Promise<string> {
  await begin();
  const answers: Record<string, string> = { age: '16-17', status: 'pupil', 'job-kind': 'ordinary' };
  while ((await shown()) === 'question') {
    const question = (await page.locator('main').getAttribute('data-question')) as string;
    await press(`label.option:has(input[value="${answers[question]}"])`);
    await press('form[data-form="answer"] button:not([form])');
  }
  await page.locator('input[name="q"]').fill('Vineuil');
  await press('form[data-form="commune"] button');
  await press('label.option:has(input[value="41295"])');
  await press('form[data-form="commune"] .dock button');
  await press('form[data-form="slip"] button');
  await page.waitForSelector('main[data-page="slip"]');
  return (await page.locator('main').getAttribute('data-code')) as string;
}

const cookiesOfInterviews = async () => (await context.cookies()).filter(({ path }) => path.startsWith('/interviews'));

describe('somebody who stays still', () => {
  inBrowser('is asked after a minute, and after twenty seconds more the screen is the start again', async () => {
    await comes();
    await page.clock.install();
    await begin();
    await page.clock.fastForward(59_000);
    expect(await page.locator('#presence').isVisible()).toBe(false);
    await page.clock.fastForward(1_500);
    expect(await page.locator('#presence').isVisible()).toBe(true);
    expect(await page.locator('#presence button').count()).toBe(1);
    await page.clock.fastForward(18_000);
    expect(await page.locator('#presence').isVisible()).toBe(true);
    await page.clock.fastForward(2_500);
    await page.waitForURL('**/kiosk');
    expect(await shown()).toBe('start');
    expect(await cookiesOfInterviews()).toEqual([]);
  });

  inBrowser('goes on for as long as they say that they are there, ten times and more', async () => {
    await comes();
    await page.clock.install();
    await begin();
    for (let time = 0; time < 11; time += 1) {
      await page.clock.fastForward(61_000);
      await page.locator('#presence button').click();
      await page.locator('#presence').waitFor({ state: 'hidden' });
    }
    await page.clock.fastForward(59_000);
    expect(await shown()).toBe('question');
    // A touch anywhere counts as well, and so does the Escape key once the question is asked.
    await page.touchscreen.tap(500, 400);
    await page.clock.fastForward(59_000);
    expect(await page.locator('#presence').isVisible()).toBe(false);
    await page.clock.fastForward(2_000);
    await page.keyboard.press('Escape');
    await page.locator('#presence').waitFor({ state: 'hidden' });
    await page.clock.fastForward(59_000);
    expect(await shown()).toBe('question');
  });

  inBrowser('is not disturbed at a start that nobody touched', async () => {
    await comes();
    await page.clock.install();
    await page.goto(`${site.url}/kiosk`);
    const before = await page.evaluate(() => performance.timeOrigin);
    await page.clock.fastForward(600_000);
    expect(await page.evaluate(() => performance.timeOrigin)).toBe(before);
  });

  inBrowser('without JavaScript, is sent to the question, and from there to the end', async () => {
    await comes({ javaScript: false });
    await begin();
    const next = async () => {
      const content = await page.locator('head noscript meta').getAttribute('content');
      const [, after, path] = /^(\d+); url=(.+)$/.exec(content ?? '') ?? [];
      return { after: Number(after), path: path as string };
    };
    const still = await next();
    expect(still.after).toBe(90);
    await page.goto(`${site.url}${still.path}`);
    expect(await shown()).toBe('idle');
    await press('form[data-form="here"] button');
    expect(await shown()).toBe('question');
    await page.goto(`${site.url}${still.path}`);
    const silent = await next();
    expect(silent.after).toBe(20);
    await page.goto(`${site.url}${silent.path}`);
    expect(await shown()).toBe('closed');
    expect(await cookiesOfInterviews()).toEqual([]);
    expect((await next()).path).toBe('/kiosk');
  });
});

describe('the next visitor', () => {
  inBrowser.each([
    ['that was ended', 'ends'],
    ['that was abandoned', 'leaves'],
  ])('reaches nothing of an interview %s: back, forward, history, storage, autofill', async (_, how) => {
    await comes();
    if (how === 'leaves') await page.clock.install();
    const code = await wholeVisit();
    const visited = page.url();
    const answered = visited.replace('/slip', '/outcome');
    await page.evaluate(() => {
      window.localStorage.setItem('left', 'behind');
      window.sessionStorage.setItem('left', 'behind');
    });
    if (how === 'ends') {
      await page.goto(answered);
      await press('form[data-form="end"] button');
      expect(await shown()).toBe('closed');
      await press('main a.button');
    } else {
      await page.clock.fastForward(61_000);
      await page.clock.fastForward(21_000);
    }
    await page.waitForURL('**/kiosk');

    expect(await cookiesOfInterviews()).toEqual([]);
    const traces = [code, 'Vineuil', 'Info Jeunes', '16', 'lycée'];
    const seen: string[] = [];
    const look = async (place: string) => {
      const text = `${await page.title()} ${await page.locator('main').innerText()}`;
      if (!['start', 'closed', 'error'].includes((await shown()) ?? '')) seen.push(`${place}: ${await shown()}`);
      if ((await shown()) !== 'start') {
        for (const trace of traces) if (text.includes(trace)) seen.push(`${place} shows ${trace}`);
      }
    };
    for (let steps = 0; steps < 14; steps += 1) {
      await page.goBack({ waitUntil: 'load' }).catch(() => null);
      if (!page.url().startsWith(site.url)) break;
      await look(`back ${steps}`);
    }
    for (let steps = 0; steps < 14; steps += 1) {
      if (!(await page.goForward({ waitUntil: 'load' }).catch(() => null))) break;
      await look(`forward ${steps}`);
    }
    for (const address of [visited, answered, visited.replace('/slip', '/1'), visited.replace('/slip', '')]) {
      await page.goto(address);
      expect(await shown()).toBe('closed');
      await look(address);
    }
    await page.goto(`${site.url}/kiosk`);
    expect(
      await page.evaluate(() => [window.localStorage.length, window.sessionStorage.getItem('left') ?? '']),
    ).toEqual([0, '']);
    const kept = await page.evaluate(async () => {
      const addresses: string[] = [];
      for (const name of await caches.keys()) {
        for (const { url } of await (await caches.open(name)).keys()) addresses.push(new URL(url).pathname);
      }
      return addresses;
    });
    for (const path of kept) expect(path).toMatch(/^\/kiosk\/away$|^\/assets\//);
    await press('button[name="need"][value="summer-job"]');
    expect(await page.locator('input:checked').count()).toBe(0);
    expect(seen).toEqual([]);
  });

  inBrowser('of a kiosk stays on the kiosk whatever is pressed, and nothing leads outside', async () => {
    await comes();
    const out: string[] = [];
    const look = async () => {
      const links = await page
        .locator('a[href], [formaction], form[action]')
        .evaluateAll((all) =>
          all.map(
            (one) => one.getAttribute('href') ?? one.getAttribute('formaction') ?? one.getAttribute('action') ?? '',
          ),
        );
      const inside = (await shown()) !== 'start' && page.url().includes('/interviews/');
      const kiosk = inside ? /^(#|\/interviews\/kiosk-|\/language$)/ : /^(#|\/kiosk|\/interviews$|\/language$)/;
      for (const link of links) if (!kiosk.test(link)) out.push(`${await shown()}: ${link}`);
      if ((await page.locator('[target], [download], input[type="file"]').count()) > 0) out.push('a way out');
      const fields = await page.locator('input:not([type="hidden"], [type="radio"], [type="checkbox"]), textarea');
      for (const field of await fields.all()) {
        const name = await field.getAttribute('name');
        if (name !== 'q' || (await field.getAttribute('autocomplete')) !== 'off') out.push(`a field ${name}`);
      }
    };
    await wholeVisit();
    await look();
    const slip = page.url();
    for (const path of ['/outcome', '/commune', '/1', '/need', '/privacy', '/accessibility', '/emergency', '/idle']) {
      await page.goto(slip.replace('/slip', path));
      await look();
    }
    for (const path of ['', '/privacy', '/accessibility', '/emergency', '/closed', '/nowhere']) {
      await page.goto(`${site.url}/kiosk${path}`);
      await look();
    }
    expect(out).toEqual([]);
  });
});
