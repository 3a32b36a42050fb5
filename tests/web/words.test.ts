import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadWords, type Words } from '../../server/web/words.ts';
import { runApp } from '../support/app.ts';
import { visitor } from '../support/browser-less.ts';

const french = loadWords(['flows/locales', 'views/locales']).get('fr') as Words;

const textsOf = (folder: string, ending: string): string =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith(ending))
    .map((name) => readFileSync(join(folder, name), 'utf8'))
    .join('\n');
const pages = textsOf('views', '.ejs');
const code = textsOf('server', '.ts');

/** A key exists as it is, or as a plural. */
const exists = (key: string) => french.has(key) || french.has(`${key}_other`);

test('every text a page or the code asks for by its whole name exists in French', () => {
  const asked = [...`${pages}\n${code}`.matchAll(/\b(?:t|say)\(\s*'([a-z][\w-]*(?:\.[\w-]*\w)+)'/g)].map(
    (match) => match[1] as string,
  );
  expect(asked.length).toBeGreaterThan(150);
  expect([...new Set(asked)].filter((key) => !exists(key))).toEqual([]);
});

test('no text of the interface is a leftover that nothing shows', () => {
  const keys: string[] = [];
  const visit = (value: unknown, place: string): void => {
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
      for (const [key, inner] of Object.entries(value)) visit(inner, `${place}.${key}`);
    } else keys.push(place);
  };
  // What a language is called and where it begins is read with its words, not shown by a key.
  for (const file of readdirSync('views/locales/fr').filter((name) => name !== 'language.json')) {
    visit(JSON.parse(readFileSync(join('views/locales/fr', file), 'utf8')), file.replace('.json', ''));
  }
  const everything = `${pages}\n${code}`;
  // A key stands whole, or begins with what a page or the code puts together: 'slip.spelling.' + …, `errors.${key}`.
  const begun = [...everything.matchAll(/['"`]([a-z][\w-]*\.(?:[\w.-]*[.-])?)(?:'|"|\$\{)/g)].map(
    (match) => match[1] as string,
  );
  const shown = (key: string) =>
    everything.includes(`'${key}'`) ||
    begun.some((prefix) => key.startsWith(prefix)) ||
    everything.includes(`'${key.split('.').slice(1).join('.')}'`);
  const plural = /_(zero|one|other)$/;
  expect(
    keys.map((key) => key.replace(plural, '')).filter((key) => !shown(key) && key !== 'interview.commune.other'),
  ).toEqual([]);
});

test('every refusal has its sentence', () => {
  const keys = [...code.matchAll(/new AppError\(\s*'[a-z-]+',\s*'([a-z-]+)'/g)].map((match) => match[1] as string);
  expect(keys.length).toBeGreaterThan(20);
  expect([...new Set(keys)].filter((key) => !french.has(`errors.${key}`))).toEqual([]);
});

test('French punctuation keeps its space and no text shouts', () => {
  const wrong: string[] = [];
  const visit = (value: unknown, place: string): void => {
    if (typeof value === 'object' && value !== null) {
      for (const [key, inner] of Object.entries(value)) visit(inner, `${place}.${key}`);
      return;
    }
    const text = String(value)
      .replace(/\{\{\w+\}\}/g, 'x')
      .replace(/https?:\/\/\S+|Content-Type: \S+|sqlite:|\w+:\/\//g, '');
    if (/ [;:?%»]|« |!|\u202f|'|\.\.\./.test(text)) wrong.push(`${place}: ${text}`);
  };
  for (const folder of ['flows/locales/fr', 'views/locales/fr']) {
    for (const file of readdirSync(folder)) visit(JSON.parse(readFileSync(join(folder, file), 'utf8')), file);
  }
  expect(wrong).toEqual([]);
});

test('a language is a folder: its texts are said, and what it lacks is said in French', async () => {
  const root = mkdtempSync(join(tmpdir(), 'aiguillage-words-'));
  mkdirSync(join(root, 'xx'));
  writeFileSync(join(root, 'xx', 'language.json'), '{"name":"Xxxish","dir":"rtl"}');
  const words = loadWords(['flows/locales', 'views/locales', root]);
  rmSync(root, { recursive: true });
  expect(words.get('xx')).toMatchObject({ lang: 'xx', dir: 'rtl' });
  expect(words.get('xx')?.t('interview.continue')).toBe(french.t('interview.continue'));

  const { app } = await runApp({ words });
  const person = visitor(app);
  await person.open('/kiosk');
  expect(person.seen.root.querySelector('html')?.getAttribute('lang')).toBe('fr');
  await person.send('language', { language: 'xx' });
  expect(person.seen.path).toBe('/kiosk');
  expect(person.seen.root.querySelector('html')?.getAttribute('lang')).toBe('xx');
  expect(person.seen.root.querySelector('html')?.getAttribute('dir')).toBe('rtl');
  await person.send('start', { need: 'summer-job' });
  await person.send('language', { language: 'fr' });
  expect(person.seen.page).toBe('question');
});
