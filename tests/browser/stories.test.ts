import { region } from '../support/app.ts';
import { inBrowser, openSite } from '../support/site.ts';

/** Ten people of the scenario book, as different as the region’s visitors are. */
const ten = [
  'kevin-17-sorti-du-lycee',
  'melissa-19-sans-diplome',
  'rachid-37-demandeur-d-emploi',
  'corentin-19-sans-bac',
  'hassan-41-medecin-syrien-refugie',
  'lucien-70-a-la-retraite',
  'bryan-22-sans-emploi',
  'joris-22-licence-de-sport',
  'cedric-33-jardinier-de-la-commune',
  'elena-17-partie-de-chez-elle',
];
const stories = region.content.tree.stories.flatMap(({ need, stories: told }) =>
  told.filter(({ id }) => ten.includes(id)).map((story) => ({ need, ...story })),
);

const site = openSite();

test('the ten people are in the book', () => {
  expect(stories.map(({ id }) => id).sort()).toEqual([...ten].sort());
});

inBrowser.each(stories)('$id walks up to a kiosk and leaves with the right door', async (story) => {
  const context = await site.person('kiosk');
  const page = await context.newPage();
  const kind = () => page.locator('main').getAttribute('data-page');
  await page.goto(`${site.url}/kiosk`);
  const button = page.locator(`button[name="need"][value="${story.need}"]`).first();
  if (!(await button.isVisible())) {
    await page.locator(`details.theme:has(button[value="${story.need}"]) > summary`).click();
  }
  await button.click();
  while ((await kind()) === 'question') {
    const question = (await page.locator('main').getAttribute('data-question')) as string;
    await page.locator(`label.option:has(input[value="${story.answers[question]}"])`).click();
    await page.locator('form[data-form="answer"] button:not([form])').click();
    await page.waitForSelector(`main:not([data-question="${question}"])`);
  }
  if ((await kind()) === 'commune') {
    await page.locator('input[name="q"]').fill(story.commune ?? '');
    await page.locator('form[data-form="commune"] button').first().click();
    await page.waitForSelector('main[data-page="outcome"], input[name="commune"]');
    // An INSEE code may be somebody else's postal code: the right commune is then one of those found.
    if ((await kind()) === 'commune') {
      await page.locator(`label.option:has(input[value="${story.commune}"])`).click();
      await page.locator('form[data-form="commune"] .dock button').first().click();
      await page.waitForSelector('main[data-page="outcome"]');
    }
  }
  expect(await page.locator('main').getAttribute('data-rule')).toBe(story.expect.rule);
  const first = page.locator('article[data-role="first"]');
  expect((await first.count()) > 0 ? await first.getAttribute('data-network') : undefined).toBe(story.expect.first);
  if (story.expect.first) {
    await page.locator('form[data-form="slip"] button').click();
    await page.waitForSelector('main[data-page="slip"]');
  }
  await context.close();
});
