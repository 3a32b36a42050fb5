import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import type { BrowserContext, Page } from 'playwright-core';
import { opinionIds } from '../../server/opinion/opinion.ts';
import { createOpinions } from '../../server/opinion/opinions.ts';
import { listen } from '../support/chromium.ts';
import { inBrowser, openSite } from '../support/site.ts';

let context: BrowserContext;
let page: Page;

const site = openSite({ prepare: ({ database }) => createOpinions(database, () => new Date()).choose(opinionIds) });
afterEach(() => context?.close());

const shown = () => page.locator('main').getAttribute('data-page');
const press = (selector: string) => page.locator(selector).first().click();

async function comes(options: { javaScript?: boolean } = {}): Promise<void> {
  context = await site.person('kiosk', options);
  page = await context.newPage();
}

/** From the start to the first question of a need. */
async function begin(): Promise<void> {
  await page.goto(`${site.url}/kiosk`);
  await press('button[name="need"][value="summer-job"]');
  await page.waitForSelector('main[data-page="question"]');
  await page.waitForLoadState('load');
}

/** A touch, and the page has felt it: the clock may move on. */
async function touch(): Promise<void> {
  const felt = page.evaluate(
    () => new Promise<void>((resolve) => document.addEventListener('click', () => resolve(), { once: true })),
  );
  await page.locator('h1').tap();
  await felt;
}

/** A question whose clock moves only when the test says so, on a busy machine as well, touched at this very moment. */
async function beginAtRest(): Promise<void> {
  await page.clock.install();
  await begin();
  await page.clock.pauseAt((await page.evaluate(() => Date.now())) + 30_000);
  await touch();
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
  await page.waitForLoadState('load');
  return (await page.locator('main').getAttribute('data-code')) as string;
}

const cookiesOfInterviews = async () => (await context.cookies()).filter(({ path }) => path.startsWith('/interviews'));

describe('somebody who stays still', () => {
  inBrowser('is asked after a minute, and after twenty seconds more the screen is the start again', async () => {
    await comes();
    await beginAtRest();
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
    await beginAtRest();
    for (let time = 0; time < 11; time += 1) {
      await page.clock.fastForward(61_000);
      await page.locator('#presence button').click();
      await page.locator('#presence').waitFor({ state: 'hidden' });
    }
    await page.clock.fastForward(59_000);
    expect(await shown()).toBe('question');
    // A touch anywhere counts as well, and so does the Escape key once the question is asked.
    await touch();
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
    await page.locator('main').evaluate((main) => main.setAttribute('data-kept', ''));
    await page.clock.fastForward(600_000);
    expect(await page.locator('main[data-kept]').count()).toBe(1);
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
    /** What is on the screen. The browser's own page, where it will not send a form again, has no part that is ours. */
    const onScreen = (): Promise<{ kind: string; text: string }> =>
      page
        .evaluate(() => {
          const main = document.querySelector('main');
          const text = `${document.title} ${(main ?? document.documentElement).textContent}`;
          return { kind: main?.dataset.page ?? 'of the browser', text };
        })
        // The page was just being left for another.
        .catch(() => page.waitForLoadState('load').then(onScreen));
    const look = async (place: string) => {
      const { kind, text } = await onScreen();
      if (!['start', 'closed', 'error', 'of the browser'].includes(kind)) seen.push(`${place}: ${kind}`);
      if (kind !== 'start') {
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
    for (const path of [
      '/outcome',
      '/ticket',
      '/opinion',
      '/commune',
      '/1',
      '/need',
      '/privacy',
      '/accessibility',
      '/emergency',
      '/idle',
    ]) {
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

describe('where a finger presses', () => {
  inBrowser('everything is at least 60 pixels high and wide', async () => {
    await comes();
    const small: string[] = [];
    const measure = async () => {
      await page.waitForLoadState('load');
      const found = await page.evaluate(() =>
        [...document.querySelectorAll<HTMLElement>('a[href], button, summary, select, input:not([type="hidden"])')]
          // A radio is pressed by its whole row.
          .map((one) => one.closest<HTMLElement>('label') ?? one)
          .filter((one) => !one.closest('.skip, [hidden]') && one.checkVisibility({ visibilityProperty: true }))
          .map((one) => ({
            name: `${one.tagName} ${one.className} ${one.textContent?.trim().slice(0, 30)}`,
            box: one.getBoundingClientRect(),
          }))
          .filter(({ box }) => box.height > 0 && (box.height < 59.5 || box.width < 59.5))
          .map(({ name, box }) => `${name}: ${Math.round(box.width)} × ${Math.round(box.height)}`),
      );
      for (const one of found) small.push(`${await shown()}: ${one}`);
    };
    await begin();
    await press('form[data-form="answer"] button:not([form])');
    await measure();
    await page.goto(`${site.url}/kiosk`);
    await page.evaluate(() => document.querySelector('details.theme')?.setAttribute('open', ''));
    await measure();
    await wholeVisit();
    await measure();
    const slip = page.url();
    for (const path of [
      '/outcome',
      '/commune',
      '/2',
      '/opinion',
      '/need',
      '/ticket',
      '/privacy',
      '/emergency',
      '/idle',
    ]) {
      await page.goto(slip.replace('/slip', path));
      await measure();
    }
    await page.locator('input[name="q"], a').first().waitFor();
    for (const path of ['/closed', '/nowhere', '/accessibility']) {
      await page.goto(`${site.url}/kiosk${path}`);
      await measure();
    }
    expect([...new Set(small)]).toEqual([]);
  });
});

describe('when the server is gone', () => {
  let other: Awaited<ReturnType<typeof listen>>;
  const held: Socket[] = [];
  const silent = createServer((socket) => void held.push(socket));
  // However the test ends, nothing it opened keeps the process alive.
  afterEach(async () => {
    for (const socket of held) socket.destroy();
    silent.close();
    await other.close();
  });

  inBrowser(
    'a page with a way out on paper comes within five seconds, and leaves by itself when it is back',
    async () => {
      other = await listen(site.running.app);
      const { port } = new URL(other.url);
      await comes();
      await page.goto(`${other.url}/kiosk`);
      await page.evaluate(async () => {
        for (const scope of ['/kiosk', '/interviews']) {
          while (!(await navigator.serviceWorker.getRegistration(scope))?.active)
            await new Promise((r) => setTimeout(r, 50));
        }
      });
      await press('button[name="need"][value="summer-job"]');
      await page.waitForSelector('main[data-page="question"]');
      const question = page.url();
      await other.close();
      await press('label.option');
      await press('form[data-form="answer"] button:not([form])');
      await page.waitForSelector('main[data-page="away"]', { timeout: 5_000 });
      // The page has its style: the browser kept it with the page.
      expect(await page.evaluate(() => getComputedStyle(document.body).display)).toBe('grid');
      other = await listen(site.running.app, Number(port));
      await page.waitForSelector('main[data-page="question"]');
      expect(page.url()).toBe(question);

      // Beginning, too, when something still takes the call but says nothing; and then the start is shown again.
      await page.goto(`${other.url}/kiosk`);
      await other.close();
      silent.listen(Number(port), '127.0.0.1');
      await once(silent, 'listening');
      await press('button[name="need"][value="summer-job"]');
      await page.waitForSelector('main[data-page="away"]', { timeout: 5_000 });
      silent.close();
      for (const socket of held) socket.destroy();
      await once(silent, 'close');
      other = await listen(site.running.app, Number(port));
      await page.waitForSelector('main[data-page="start"]');
    },
  );
});
