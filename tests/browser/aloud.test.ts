import { pseudoLanguages } from '../support/languages.ts';
import { inBrowser, openSite } from '../support/site.ts';

const site = openSite({ changed: { words: pseudoLanguages() } });

/** A page of a browser with these voices, which writes down what it is asked to say. */
async function withVoices(voices: { lang: string; localService: boolean }[]) {
  const context = await site.person('kiosk');
  const page = await context.newPage();
  await page.addInitScript((all) => {
    const said: string[] = [];
    // The machine of the tests has no voice: this is the browser's interface with voices of our own.
    Object.defineProperty(window, 'speechSynthesis', {
      value: {
        getVoices: () => all,
        speak: (one: { text: string; lang: string }) => said.push(`${one.lang} ${one.text}`),
        cancel: () => said.push('silence'),
      },
    });
    Object.assign(window, {
      said,
      SpeechSynthesisUtterance: class {
        text: string;
        lang = '';
        constructor(text: string) {
          this.text = text;
        }
      },
    });
  }, voices);
  await page.goto(`${site.url}/kiosk`);
  const said = () => page.evaluate(() => (window as unknown as { said: string[] }).said);
  return { context, page, said, button: page.locator('[data-aloud]') };
}

inBrowser('a page is read by the voice of its language when somebody asks, and never by itself', async () => {
  const { context, page, said, button } = await withVoices([{ lang: 'fr-FR', localService: true }]);
  await page.locator('button[name="need"][value="summer-job"]').first().click();
  await page.waitForSelector('main[data-page="question"]');
  expect(await button.isVisible()).toBe(true);
  expect(await said()).toEqual([]);
  await button.click();
  const texts = await said();
  expect(texts.slice(1).every((text) => text.startsWith('fr-FR '))).toBe(true);
  const title = await page.locator('h1').innerText();
  const options = await page.locator('.option > span').allInnerTexts();
  const at = (text: string) => texts.indexOf(`fr-FR ${text}`);
  expect(at(title)).toBeGreaterThan(0);
  expect(options.map(at)).toEqual(options.map((_, index) => at(options[0] as string) + index));
  await button.click();
  expect((await said()).at(-1)).toBe('silence');
  expect(await button.getAttribute('aria-pressed')).toBe('false');
  await context.close();
});

inBrowser('no button where there is no voice of the language, or only one that would send the page away', async () => {
  for (const voices of [[], [{ lang: 'de-DE', localService: true }], [{ lang: 'fr-FR', localService: false }]]) {
    const { context, button } = await withVoices(voices);
    expect(await button.isVisible()).toBe(false);
    await context.close();
  }
});
