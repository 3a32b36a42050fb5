import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** The contrast that is owed: the kiosk's (7:1) on pages of visitors; none where the system chooses the colours. */
export type Contrast = 'none' | 'usual' | 'enhanced';

/** The rules whose answer depends on sizes and colours: the others were asked of the same elements already. */
const layoutRules = ['color-contrast', 'color-contrast-enhanced', 'target-size', 'scrollable-region-focusable'];

/** What axe finds on the page, as `rule: element`: by every rule, or by those of the layout alone. */
export async function violations(page: Page, contrast: Contrast, which: 'all' | 'layout'): Promise<string[]> {
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(axeSource);
  const unasked = [
    ...(contrast === 'none' ? ['color-contrast'] : []),
    ...(contrast === 'enhanced' ? [] : ['color-contrast-enhanced']),
  ];
  const options =
    which === 'all'
      ? {
          rules: Object.fromEntries(
            ['color-contrast', 'color-contrast-enhanced'].map((rule) => [rule, { enabled: !unasked.includes(rule) }]),
          ),
        }
      : { runOnly: layoutRules.filter((rule) => !unasked.includes(rule)) };
  const found = await page.evaluate(async (wanted) => {
    // biome-ignore lint/suspicious/noExplicitAny: put there by the line above
    const { violations: all } = await (globalThis as any).axe.run(document, { resultTypes: ['violations'], ...wanted });
    // biome-ignore lint/suspicious/noExplicitAny: axe's own result
    return all.flatMap((one: any) => one.nodes.map((node: any) => `${one.id}: ${node.target.join(' ')}`)) as string[];
  }, options);
  const extra = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  return extra > 0 ? [...found, `wider than the screen by ${extra}`] : found;
}
