import { readFileSync } from 'node:fs';

const css = readFileSync('views/assets/app.css', 'utf8').replace(/\/\*.*?\*\//gs, '');
const rules = [...css.matchAll(/([^{};]*)\{([^{}]*)\}/g)].map(([, selector = '', body = '']) => ({
  selector: selector.trim(),
  declarations: body
    .split(/;(?![^("]*[)"])/)
    .map((one) => one.trim())
    .filter(Boolean),
}));

/** Drawn with borders and turned: a tick, which no language turns over, and a chevron, turned over by a rule of its own. */
const drawnByHand = ['.back::before', '.ticks li::before'];

test('the style sheet is read', () => {
  expect(rules.length).toBeGreaterThan(300);
});

test('the style follows the direction of the language: no physical property, no left, no right', () => {
  const physical =
    /^(?:(?:margin|padding|border|inset|scroll-margin|scroll-padding)-(?:left|right|top|bottom)|border-(?:top|bottom)-(?:left|right)-radius|left|right|top|bottom|width|height|(?:min|max)-(?:width|height)|overflow-[xy])\b/;
  const wrong = rules.flatMap(({ selector, declarations }) =>
    declarations
      .filter((one) => {
        const [property = '', value = ''] = one.split(/:\s*/, 2);
        if (physical.test(property) && property !== 'overflow-x') return true;
        if (
          /^(text-align|float|clear|background-position|object-position|transform-origin)$/.test(property) &&
          /\b(left|right)\b/.test(value)
        )
          return true;
        // Four values go round the box from the top to the left.
        if (!/^(margin|padding|inset|border-(width|style|color))$/.test(property)) return false;
        const parts = value.split(/\s+(?![^(]*\))/);
        return parts.length === 4 && parts[1] !== parts[3];
      })
      .map((one) => `${selector} { ${one} }`),
  );
  expect(wrong.filter((one) => !drawnByHand.some((selector) => one.startsWith(selector)))).toEqual([]);
});

test('what points is turned over where the language runs from the right', () => {
  const turned = rules.filter(({ selector }) => selector.includes(':dir(rtl)')).map(({ selector }) => selector);
  expect(turned.some((selector) => selector.includes('.back::before'))).toBe(true);
  expect(turned.some((selector) => selector.includes('.welcome'))).toBe(true);
});

test('every language written from the right has its face', () => {
  const faced = rules.find(
    ({ selector, declarations }) => /^:root:is\(:lang/.test(selector) && /Vazirmatn/.test(declarations.join()),
  );
  for (const lang of ['ar', 'prs']) expect(faced?.selector).toContain(`:lang(${lang})`);
});
