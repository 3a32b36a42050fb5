import type { Page } from 'playwright-core';
import { type Accounts, createAccounts } from '../../server/access/accounts.ts';
import type { screens } from '../support/chromium.ts';
import { inBrowser, openSite } from '../support/site.ts';

const blois = 'dila:cci-41018-01';
const password = 'une phrase assez longue 41';

let accounts: Accounts;
let first: string;
let page: Page;

const site = openSite({
  prepare: async ({ database }) => {
    accounts = createAccounts(database, () => new Date('2026-11-24T09:30:00Z'));
    first = (await accounts.create((await accounts.firstLink()) as string, 'Région', 'no password fits')).id;
  },
});
afterEach(() => page?.context().close());

async function signedIn(name: string, role: 'agent' | 'coordinator', screen: keyof typeof screens): Promise<void> {
  page = await (await site.person(screen)).newPage();
  const groups = role === 'agent' ? [] : ['spro-41'];
  await page.goto(`${site.url}/welcome/${await accounts.invite({ role, partner: blois, groups }, first)}`);
  await page.locator('input[name="name"]').fill(name);
  await page.locator('input[name="password"]').fill(password);
  await page.locator('form[data-form="welcome"] button').click();
  await page.goto(`${site.url}/desk`);
}

const arrives = (name: string) => page.waitForSelector(`main[data-page="${name}"]`);

async function press(key: string, to: string): Promise<void> {
  await page.keyboard.press(key);
  await arrives(to);
}

const counted = async (series: string): Promise<number> =>
  (await site.running.database.selectFrom('counts').selectAll().where('series', '=', series).execute()).reduce(
    (sum, { count }) => sum + Number(count),
    0,
  );

inBrowser(
  'two keys for a request answered on the spot; others for the kiosk’s digits and for several people',
  async () => {
    await signedIn('Accueil', 'agent', 'desktop');
    await press('1', 'question');
    await press('d', 'desk');
    expect([await counted('reception'), await counted('told')]).toEqual([1, 1]);
    const focused = () => page.evaluate(() => document.activeElement?.id);
    await page.keyboard.press('b');
    expect(await focused()).toBe('digits');
    // In a field, keys are letters again.
    await page.keyboard.type('m1');
    expect(await page.locator('#digits').inputValue()).toBe('m1');
    await page.locator('main').focus();
    await page.keyboard.press('m');
    expect(await focused()).toBe('several');
  },
);

inBrowser('a key held down answers one question and no other', async () => {
  await signedIn('Lente', 'agent', 'desktop');
  await press('1', 'question');
  await page.keyboard.down('3');
  await page.waitForSelector('main[data-question="status"]');
  // The keyboard repeats what is held: the next question waits for a key of its own.
  for (let again = 0; again < 5; again += 1) await page.keyboard.down('3');
  await page.keyboard.up('3');
  await page.waitForLoadState('networkidle');
  expect(await page.locator('main').getAttribute('data-question')).toBe('status');
});

inBrowser(
  'one key says that the structure was called together, issues the slip, and one more takes the next person',
  async () => {
    await signedIn('Appels', 'agent', 'desktop');
    await press('1', 'question');
    for (const question of ['age', 'status', 'job-kind']) {
      await page.waitForSelector(`main[data-question="${question}"]`);
      await page.keyboard.press(question === 'age' ? '3' : '1');
    }
    await arrives('outcome');
    await press('c', 'slip');
    expect(await page.locator('.half [data-together]').count()).toBe(1);
    await press('n', 'desk');
    const types = await site.running.database.selectFrom('slipEvents').select('type').orderBy('seq').execute();
    expect(types.map(({ type }) => type)).toEqual(['issued', 'called-together']);
  },
);

inBrowser.each(['desktop', 'small'] as const)('no page of the staff is wider than the %s screen', async (screen) => {
  await signedIn(`Les deux, ${screen}`, 'coordinator', screen);
  const tooWide: string[] = [];
  for (const path of ['/desk', '/inbox', '/desk/figures', '/partnerships', '/tree', '/team', '/desks', '/account']) {
    await page.goto(`${site.url}${path}`);
    const extra = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    if (extra > 0) tooWide.push(`${path} by ${extra}`);
    const columns = await page.evaluate(() =>
      [...document.querySelectorAll('.people td')].map((cell) => cell.getBoundingClientRect().width),
    );
    // A cell one letter wide is inside the screen, and cannot be read.
    if (columns.some((width) => width < 40)) tooWide.push(`${path} too narrow inside`);
  }
  expect(tooWide).toEqual([]);
});

inBrowser('the bar of a coordinator who keeps a desk, the longest, stands on one line at a desk', async () => {
  await signedIn('Barre', 'coordinator', 'desktop');
  const lines = await page
    .locator('.deskbar > .wrap a, .deskbar > .wrap button')
    .evaluateAll((ends) => new Set(ends.map((end) => Math.round(end.getBoundingClientRect().bottom / 30))).size);
  expect(lines).toBe(1);
});
