import { readFileSync } from 'node:fs';
import { region, runApp } from '../support/app.ts';
import { visitor } from '../support/browser-less.ts';
import { languages } from '../support/languages.ts';

const { tree, pictograms } = region.content;
const drawn = (sprite: string) =>
  new Set(
    [...readFileSync(`views/assets/pictograms/${sprite}.svg`, 'utf8').matchAll(/<symbol id="([^"]+)"/g)].map(
      ([, id]) => id,
    ),
  );

test('every need and every answer has its drawing, and every drawing is there', () => {
  const needs = tree.needs.map(({ need }) => [need, pictograms.need(need)] as const);
  const answers = tree.questions.flatMap(({ id, options }) =>
    options.map((option) => [`${id} ${option}`, pictograms.answer(id, option)] as const),
  );
  expect(needs.filter(([, name]) => !drawn('needs').has(name ?? ''))).toEqual([]);
  expect(answers.filter(([, name]) => !drawn('answers').has(name ?? ''))).toEqual([]);
});

test('drawings stand beside needs and answers in simple French, and nowhere else', async () => {
  const words = languages({ 'fr-x-simple': { language: { name: 'Français facile', dir: 'ltr' } } });
  const { app, database } = await runApp({ words });
  const person = visitor(app);
  const uses = (sprite: string) => person.seen.main.querySelectorAll(`use[href*="pictograms/${sprite}"]`).length;
  await person.open('/kiosk');
  expect(uses('needs')).toBe(0);
  await person.send('language', { language: 'fr-x-simple' });
  expect(uses('needs')).toBeGreaterThanOrEqual(tree.needs.length);
  await person.send('start', { need: 'summer-job' });
  expect(uses('answers')).toBe(person.seen.main.querySelectorAll('.option').length);
  await person.send('language', { language: 'fr' });
  expect(uses('answers')).toBe(0);
  await database.destroy();
});

test('the drawings keep their licence beside them', () => {
  expect(readFileSync('views/assets/pictograms/LICENSE-tabler-icons.txt', 'utf8')).toMatch(/^MIT License/);
});
