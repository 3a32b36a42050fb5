import { readdirSync, readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { createAccounts } from '../../server/access/accounts.ts';
import { createPartnerLinks } from '../../server/directory/partner-link.ts';
import { createContacts } from '../../server/mail/contacts.ts';
import { createDigests } from '../../server/mail/digests.ts';
import { createOpinions } from '../../server/opinion/opinions.ts';
import { region, secret } from '../support/app.ts';
import { type Contrast, violations } from '../support/axe.ts';
import { screens } from '../support/chromium.ts';
import { countQuarters } from '../support/quarters.ts';
import { inBrowser, openSite } from '../support/site.ts';

const site = openSite({
  prepare: ({ database }) => createOpinions(database, () => new Date()).choose(['first-visit', 'satisfaction']),
});

/** The ways one page may be met; each is set, and undone, without loading the page again. */
interface Way {
  name: string;
  /** Which rules it may change the answer of. */
  rules: 'all' | 'layout';
  set(page: Page): Promise<void>;
  unset(page: Page): Promise<void>;
}

/** Pages of the staff are met in every way by `npm run audit`, on both screens by every run. */
const audit = process.env.AUDIT === 'on';
const waysOfStaff = () => waysOf('desktop').filter(({ name }) => audit || name === 'desktop' || name === 'small');

/** A screen of its own size, or, when none is given, the kiosk's or the desktop's as the journey has it. */
const waysOf = (screen: 'desktop' | 'kiosk'): Way[] => {
  const back = (page: Page) => page.setViewportSize(screens[screen]);
  const scale = (page: Page, size: string) =>
    page.evaluate((to) => document.documentElement.style.setProperty('font-size', to), size);
  const ways: Way[] = [
    { name: screen, rules: 'all', set: back, unset: back },
    {
      name: 'text twice as large',
      rules: 'layout',
      set: (page) => scale(page, screen === 'kiosk' ? '300%' : '225%'),
      unset: (page) => scale(page, ''),
    },
    {
      name: 'printed',
      rules: 'all',
      set: (page) => page.emulateMedia({ media: 'print' }),
      unset: (page) => page.emulateMedia({ media: null }),
    },
    {
      name: 'forced colours',
      rules: 'layout',
      set: (page) => page.emulateMedia({ forcedColors: 'active' }),
      unset: (page) => page.emulateMedia({ forcedColors: 'none' }),
    },
  ];
  const small: Way = {
    name: 'small',
    rules: 'all',
    set: (page: Page) => page.setViewportSize(screens.small),
    unset: back,
  };
  return screen === 'kiosk' ? ways : [...ways, small];
};

const kind = (page: Page) => page.locator('main').getAttribute('data-page');

/** The kinds of page that were looked at. */
const met = new Set<string>();

/** Looks at the page in every way; what is wrong is added to `found` under its name. */
const looker =
  (page: Page, ways: readonly Way[], contrast: Contrast, found: Record<string, string[]>) =>
  async (name: string): Promise<void> => {
    await page.waitForLoadState('load');
    met.add((await kind(page)) ?? 'none');
    for (const way of ways) {
      await way.set(page);
      const seen = await violations(page, way.name === 'forced colours' ? 'none' : contrast, way.rules);
      if (seen.length > 0) found[`${name}, ${way.name}`] = seen;
      await way.unset(page);
    }
  };

inBrowser.each(['desktop', 'kiosk'] as const)(
  'no automated accessibility violation on any kind of page of a visitor, %s: small, enlarged, printed, forced colours',
  async (screen) => {
    const context = await site.person(screen, { bypassCSP: true });
    const page = await context.newPage();
    const found: Record<string, string[]> = {};
    const look = looker(page, waysOf(screen), 'enhanced', found);
    const press = (selector: string) => page.locator(selector).first().click();
    const door = screen === 'kiosk' ? '/kiosk' : '';
    await page.goto(`${site.url}${door || '/'}`);
    await look('start');
    await page.evaluate(() => document.querySelector('details.theme')?.setAttribute('open', ''));
    await look('start with an open theme');
    await page.locator('form[data-form="find"] input[name="q"]').fill('je dors dehors');
    await press('form[data-form="find"] button');
    await look('needs found, numbers first');
    await page.goto(`${site.url}${screen === 'kiosk' ? '/kiosk' : '/'}`);
    await press('button[name="need"][value="summer-job"]');
    await page.waitForSelector('main[data-page="question"]');
    await look('question');
    await press('form[data-form="answer"] button:not([form])');
    await page.waitForSelector('.errors');
    expect(await page.evaluate(() => document.activeElement?.classList.contains('errors'))).toBe(true);
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
    await page.waitForSelector('input[name="commune"]');
    await look('commune with homonyms');
    await press('label.option');
    await press('form[data-form="commune"] .dock button');
    await page.waitForSelector('main[data-page="outcome"]');
    await look('outcome');
    const outcome = page.url();
    await press('form[data-form="slip"] button');
    await page.waitForSelector('main[data-page="slip"]');
    await look('slip');
    const reply = (await page.locator('[data-reply]').first().textContent())?.trim() as string;
    const code = (await page.locator('main').getAttribute('data-code')) as string;
    const inside = ['/ticket', '/need', '/opinion', ...(screen === 'kiosk' ? ['/idle', '/privacy', '/emergency'] : [])];
    for (const path of inside) {
      await page.goto(outcome.replace('/outcome', path));
      await look(path);
    }
    for (const path of ['/privacy', '/accessibility', '/emergency', '/nowhere', '/closed']) {
      await page.goto(`${site.url}${door}${path}`);
      await look(path);
    }
    if (screen === 'desktop') {
      for (const path of [
        new URL(reply).pathname,
        `/slips/${code}`,
        '/slips',
        '/replies',
        '/replies/batch',
        '/slips/none',
        '/open-data',
      ]) {
        await page.goto(`${site.url}${path}`);
        await look(path.replace(/\/replies\/.+/, 'reply'));
      }
    }
    expect(found).toEqual({});
    await context.close();
  },
  120_000,
);

inBrowser('the question « are you there? » and the page shown without a server are accessible too', async () => {
  const context = await site.person('kiosk', { bypassCSP: true });
  const page = await context.newPage();
  const found: Record<string, string[]> = {};
  const look = looker(page, waysOf('kiosk'), 'enhanced', found);
  await page.route('**/healthz', (route) => route.abort());
  await page.goto(`${site.url}/kiosk/away`);
  await look('away');
  await page.clock.install();
  await page.goto(`${site.url}/kiosk/emergency`);
  await page.clock.fastForward(61_000);
  await page.locator('#presence').waitFor();
  expect(await page.evaluate(() => document.activeElement?.closest('#presence') !== null)).toBe(true);
  await page.clock.resume();
  await look('presence');
  expect(found).toEqual({});
  await context.close();
});

inBrowser(
  'no automated accessibility violation on any kind of page of the staff, desktop and small',
  async () => {
    const context = await site.person('desktop', { bypassCSP: true });
    const page = await context.newPage();
    const found: Record<string, string[]> = {};
    const look = looker(page, waysOfStaff(), 'usual', found);
    const accounts = createAccounts(site.running.database, () => new Date('2026-11-24T09:30:00Z'));
    await page.goto(`${site.url}/sign-in`);
    await look('sign-in');
    await page.goto(`${site.url}/welcome/${await accounts.firstLink()}`);
    await look('welcome');
    await page.locator('input[name="name"]').fill('Coordination');
    await page.locator('input[name="password"]').fill('une phrase assez longue 41');
    await page.locator('form[data-form="welcome"] button').click();
    await page.waitForSelector('main[data-page="team"]');
    await countQuarters(site.running.database);
    await page.goto(`${site.url}/indicators`);
    await page.locator('form[data-form="publish"] button').first().click();
    await page.waitForSelector('main[data-page="catalogue"] [data-quarter="2026-Q3"] a');
    const season = '/indicators/weeks?from=2026-07&to=2026-09&compare=year';
    const figures = [
      '/indicators',
      '/indicators/needs',
      '/indicators/needs?version=public',
      season,
      '/indicators/report',
    ];
    const indicators = [...figures, '/barometer', '/partnerships'];
    const tree = ['/stories', '/tree', '/tree/summer-job', '/coverage', '/coverage/41-blois', '/simulator'];
    const desks = ['/desks', '/account', '/kiosk/pairing'];
    const contacts = createContacts(site.running.database, secret);
    const mute = `/digests/${contacts.muteToken(await contacts.set('dila:cij-41018-01', 'accueil@structure.example'))}`;
    await createDigests(site.running.database, () => new Date('2026-11-24T09:30:00Z')).claim(
      '2026-W47',
      'dila:cij-41018-01',
    );
    for (const path of [
      '/desk',
      '/team',
      '/contacts',
      mute,
      '/slips',
      '/stories/summer-job',
      ...desks,
      ...indicators,
      ...tree,
    ]) {
      expect((await page.goto(`${site.url}${path}`))?.status()).toBe(200);
      await look(path);
    }
    await page.goto(`${site.url}/desk`);
    await page.locator('form[data-form="find"] input[name="q"]').fill('mon mari me frappe');
    await page.locator('form[data-form="find"] button').click();
    await look('needs found at the desk');
    await page.goto(`${site.url}/desk`);
    await page.locator('button[name="need"][value="find-training"]').first().click();
    await page.waitForSelector('main[data-page="question"]');
    await look('question at the desk');
    // A session that ends while a form is being filled.
    await page.goto(`${site.url}/team`);
    await context.clearCookies();
    await page.locator('form[data-form="invitation"]').evaluate((form) => (form as HTMLFormElement).submit());
    await page.waitForSelector('main[data-page="sign-in"]');
    await page.locator('input[name="name"]').fill('Coordination');
    await page.locator('input[name="password"]').fill('une phrase assez longue 41');
    await page.locator('form[data-form="sign-in"] button').click();
    await page.waitForSelector('main[data-page="unsent"]');
    await look('unsent');
    expect(found).toEqual({});
    await context.close();
  },
  240_000,
);

inBrowser(
  'no automated accessibility violation on the pages of a structure’s desk: outcome, slip, inbox, answer, own figures',
  async () => {
    const accounts = createAccounts(site.running.database, () => new Date('2026-11-24T09:30:00Z'));
    const [first] = await accounts.members();
    const at = (network: string) =>
      region.directory.partnersOf(network).find(({ communeName }) => communeName === 'Blois')?.id as string;
    const context = await site.person('desktop', { bypassCSP: true });
    const page = await context.newPage();
    const found: Record<string, string[]> = {};
    const look = looker(page, waysOfStaff(), 'usual', found);
    const press = (selector: string) => page.locator(selector).first().click();
    const join = async (name: string, partner: string) => {
      await context.clearCookies();
      const link = await accounts.invite({ role: 'agent', partner, groups: [] }, first?.id as string);
      await page.goto(`${site.url}/welcome/${link}`);
      await page.locator('input[name="name"]').fill(name);
      await page.locator('input[name="password"]').fill('une phrase assez longue 41');
      await press('form[data-form="welcome"] button');
      await page.waitForSelector('main[data-page="desk"]');
    };
    await join('Accueil', at('france-services'));
    await look('desk of a structure');
    await press('button[name="need"][value="summer-job"]');
    const said: Record<string, string> = { age: '16-17', status: 'pupil', 'job-kind': 'ordinary' };
    await page.waitForSelector('main[data-page="question"]');
    while ((await kind(page)) === 'question') {
      const question = (await page.locator('main').getAttribute('data-question')) as string;
      const option = page.locator(`form[data-form="answer"] [value="${said[question]}"]`);
      await page.keyboard.press((await option.getAttribute('data-key')) as string);
      await page.waitForFunction((was) => document.querySelector('main')?.dataset.question !== was, question);
    }
    await page.waitForSelector('main[data-page="outcome"]');
    await look('outcome at a desk');
    const receiver = (await page.locator('article[data-role="first"]').getAttribute('data-partner')) as string;
    await press('form[data-form="slip"] button');
    await page.waitForSelector('main[data-page="slip"]');
    await look('slip issued at a desk');
    for (const path of ['/inbox', '/desk/figures', '/desk']) {
      await page.goto(`${site.url}${path}`);
      await look(`${path} of who sent`);
    }
    await join('Jeunesse', receiver);
    for (const path of ['/inbox', '/inbox/digest']) {
      await page.goto(`${site.url}${path}`);
      await look(`${path} of who receives`);
    }
    await page.goto(`${site.url}/inbox`);
    await press('[data-list="to-answer"] [data-slip] a');
    await page.waitForSelector('main[data-page="reply"]');
    await look('answer from the inbox');
    expect(found).toEqual({});
    await context.close();
  },
  240_000,
);

inBrowser(
  'no automated accessibility violation on the pages of the directory: read, kept, confirmed, imported',
  async () => {
    const accounts = createAccounts(site.running.database, () => new Date('2026-11-24T09:30:00Z'));
    const [first] = await accounts.members();
    const context = await site.person('desktop', { bypassCSP: true });
    const page = await context.newPage();
    const found: Record<string, string[]> = {};
    const look = looker(page, waysOfStaff(), 'usual', found);
    const at = 'dila:cij-41018-01';
    const link = `/directory/confirm/${createPartnerLinks(secret).make(at, '2027-01-20')}`;
    const open = ['/directory', '/directory?q=blois', '/directory/basins/41-blois', `/directory/${at}`];
    for (const path of [...open, link, `${link}/change`]) {
      expect((await page.goto(`${site.url}${path}`))?.status()).toBe(200);
      await look(`${path} read by anybody`);
    }
    const invitation = { role: 'coordinator', partner: null, groups: ['spro-41'] } as const;
    await page.goto(`${site.url}/welcome/${await accounts.invite(invitation, first?.id as string)}`);
    await page.locator('input[name="name"]').fill('Annuaire');
    await page.locator('input[name="password"]').fill('une phrase assez longue 41');
    await page.locator('form[data-form="welcome"] button').click();
    await page.waitForSelector('main[data-page="team"]');
    const kept = [`/directory/${at}`, `/directory/${at}/edit`, '/directory/new', '/directory/queue'];
    for (const path of [...kept, '/directory/import']) {
      expect((await page.goto(`${site.url}${path}`))?.status()).toBe(200);
      await look(`${path} for its keeper`);
    }
    const line = `${at};info-jeunes;Bureau information jeunesse - Blois;;;41018;0254222222;;;;;;2026-11-01`;
    const head = 'id;network;name;address;postal_code;commune;phone;website;opening_hours;note;lat;lon;recorded_on';
    const buffer = Buffer.from([head, line].join('\r\n'));
    await page.locator('input[name="file"]').setInputFiles({ name: 'sites.csv', mimeType: 'text/csv', buffer });
    await page.locator('form[data-form="import"] button').click();
    await page.waitForSelector('main[data-page="partner-preview"]');
    await look('a file before it is taken');
    expect(found).toEqual({});
    await context.close();
  },
  240_000,
);

inBrowser('every kind of page there is was looked at', () => {
  const kinds = readdirSync('views')
    .filter((file) => file.endsWith('.ejs'))
    .flatMap((file) => readFileSync(`views/${file}`, 'utf8').match(/(?<=page: ')[a-z-]+(?=')/) ?? []);
  expect(new Set(kinds).size).toBeGreaterThan(30);
  expect(kinds.filter((one) => !met.has(one))).toEqual([]);
});

/** Whether what has the focus shows it: an outline of its own, or that of the row that stands for it. */
const focusShows = (page: Page) =>
  page.evaluate(() => {
    const at = document.activeElement;
    if (!at || at === document.body) return false;
    const shown = [at, at.closest('.option, .chip')].filter((one) => one !== null);
    return shown.some((one) => {
      const { outlineStyle, outlineWidth } = getComputedStyle(one);
      return outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 2;
    });
  });

inBrowser('the longest need is walked with the keyboard alone, and the focus is always seen', async () => {
  const context = await site.person('desktop');
  const page = await context.newPage();
  const unseen: string[] = [];
  /** Goes on with Tab until the focus is on this; a trap or a lost focus ends the test. */
  const tabTo = async (selector: string) => {
    for (let presses = 0; presses < 80; presses += 1) {
      if (await page.evaluate((wanted) => document.activeElement?.matches(wanted) ?? false, selector)) return;
      await page.keyboard.press('Tab');
      if (!(await focusShows(page))) {
        const at = await page.evaluate(() => document.activeElement?.outerHTML.slice(0, 80));
        if (at && !at.startsWith('<body')) unseen.push(`${await kind(page)}: ${at}`);
      }
    }
    throw new Error(`the keyboard does not reach ${selector} on ${await kind(page)}`);
  };
  const enter = async () => {
    const before = page.url();
    await page.keyboard.press('Enter');
    await page.waitForURL((url) => url.href !== before);
    await page.waitForLoadState('load');
  };
  await page.goto(`${site.url}/`);
  await page.keyboard.press('Tab');
  expect(await page.evaluate(() => document.activeElement?.classList.contains('skip'))).toBe(true);
  await tabTo('button[name="need"][value="fund-training"]');
  await enter();
  const said: Record<string, string> = {
    status: 'employee-private',
    'training-kind': 'long',
    plan: 'keep-my-job',
    'project-ready': 'yes',
  };
  let questions = 0;
  while ((await kind(page)) === 'question') {
    questions += 1;
    const question = (await page.locator('main').getAttribute('data-question')) as string;
    await tabTo('input[name="answer"]');
    const options = await page
      .locator('input[name="answer"]')
      .evaluateAll((all) => all.map((one) => one.getAttribute('value')));
    const wanted = Math.max(0, options.indexOf(said[question] ?? ''));
    await page.keyboard.press('Space');
    for (let down = 0; down < wanted; down += 1) await page.keyboard.press('ArrowDown');
    await tabTo('form[data-form="answer"] button:not([form])');
    await enter();
  }
  expect(questions).toBeGreaterThanOrEqual(4);
  expect(await kind(page)).toBe('commune');
  await tabTo('input[name="q"]');
  await page.keyboard.type('vierzon');
  await enter();
  expect(await kind(page)).toBe('outcome');
  await tabTo('form[data-form="slip"] button');
  await enter();
  expect(await kind(page)).toBe('slip');
  await tabTo('a[href="/privacy"]');
  expect(unseen).toEqual([]);
  await context.close();
});
