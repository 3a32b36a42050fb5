import { region } from '../support/app.ts';
import { inBrowser, openSite } from '../support/site.ts';

const site = openSite();

/** Bytes sent for the first page of a new browser in a language, fonts, styles and drawings included. */
async function firstPage(lang: string): Promise<number> {
  const context = await site.person('desktop');
  const { hostname } = new URL(site.url);
  if (lang !== 'fr') await context.addCookies([{ name: 'language', value: lang, domain: hostname, path: '/' }]);
  const page = await context.newPage();
  let bytes = 0;
  const asked: Promise<void>[] = [];
  page.on('requestfinished', (request) => {
    asked.push(
      request.sizes().then(({ responseBodySize, responseHeadersSize }) => {
        bytes += responseBodySize + responseHeadersSize;
      }),
    );
  });
  await page.goto(`${site.url}/`, { waitUntil: 'networkidle' });
  await page.evaluate(() => document.fonts.ready);
  await Promise.all(asked);
  await context.close();
  return bytes;
}

inBrowser('the first page is at most 60 kB in Latin letters, 120 kB in others, everything included', async () => {
  const weights: Record<string, number> = {};
  for (const lang of region.words.keys()) weights[lang] = await firstPage(lang);
  const most = (lang: string) => (/^(ar|prs|uk)$/.test(lang) ? 120_000 : 60_000);
  expect(weights.fr).toBeGreaterThan(20_000);
  expect(Object.entries(weights).filter(([lang, bytes]) => bytes > most(lang))).toEqual([]);
});
