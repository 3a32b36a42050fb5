import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadWords } from '../../server/web/words.ts';
import { charactersOf } from '../support/font.ts';

const css = readFileSync('views/assets/app.css', 'utf8');
const folder = 'views/assets';

/** What the faces of a family can draw in a weight, each within the range it is loaded for. */
function drawn(family: string, weight: 400 | 700): Set<number> {
  const faces = [...css.matchAll(/@font-face \{([^}]*)\}/g)].map((match) => match[1] as string);
  const wanted = faces.filter((face) => face.includes(`"${family}"`) && face.includes(`font-weight: ${weight}`));
  const codes = wanted.flatMap((face) => {
    const file = /url\("([^"]+)"\)/.exec(face)?.[1] as string;
    const ranges = [...face.matchAll(/U\+([0-9A-F]+)(?:-([0-9A-F]+))?/gi)].map(
      ([, first = '', last = first]) => [Number.parseInt(first, 16), Number.parseInt(last, 16)] as const,
    );
    return [...charactersOf(join(folder, file))].filter((code) =>
      ranges.some(([from, to]) => code >= from && code <= to),
    );
  });
  return new Set(codes);
}

/** Seen by nobody: isolates, joiners, breaks. */
const unseen = /[\u200b-\u200f\u2066-\u2069\n]/;
const families = (lang: string) => (/^(ar|prs)$/.test(lang) ? ['Vazirmatn', 'Atkinson'] : ['Atkinson', 'Cyrillic']);

function textsOf(lang: string): string {
  return ['flows/locales', 'views/locales']
    .map((root) => join(root, lang))
    .filter((path) => existsSync(path))
    .flatMap((path) =>
      readdirSync(path).map((file) => JSON.stringify(JSON.parse(readFileSync(join(path, file), 'utf8')))),
    )
    .join('');
}

const words = loadWords(['flows/locales', 'views/locales']);

test.each([
  ...words.keys(),
])('every letter of the texts in %s is in the fonts that ship with the application', (lang) => {
  const known = families(lang).flatMap((family) => [...drawn(family, 400)]);
  const bold = families(lang).flatMap((family) => [...drawn(family, 700)]);
  expect(known.length).toBeGreaterThan(100);
  const letters = new Set([...textsOf(lang)].filter((character) => !unseen.test(character)));
  const lacks = (codes: number[]) =>
    [...letters].filter((character) => !codes.includes(character.codePointAt(0) as number));
  expect([lacks(known), lacks(bold)]).toEqual([[], []]);
});

test('the languages’ own names are drawn by a font of their few letters', () => {
  const known = new Set([...drawn('Atkinson', 400), ...drawn('Tongues', 400)]);
  const names = ['العربية', 'دری', 'Українська', 'Türkçe', ...[...words.values()].map(({ name }) => name)];
  const lacking = names.filter((name) => [...name].some((character) => !known.has(character.codePointAt(0) as number)));
  expect(lacking).toEqual([]);
});

test('Arabic, Dari, Ukrainian and Turkish letters are all there, whatever the texts', () => {
  const vazirmatn = drawn('Vazirmatn', 400);
  const lacks = (letters: string, known: Set<number>) =>
    [...letters].filter((letter) => !known.has(letter.codePointAt(0) as number)).join('');
  expect(lacks('ابتثجحخدذرزسشصضطظعغفقكلمنهويءآأؤإئةى،؛؟ًٌٍَُِّْ', vazirmatn)).toBe('');
  expect(lacks('پچژگکیۀ', vazirmatn)).toBe('');
  expect(lacks('абвгґдеєжзиіїйклмнопрстуфхцчшщьюяАБВГҐДЕЄЖЗИІЇЙ', drawn('Cyrillic', 700))).toBe('');
  expect(lacks('çğıİöşüÇĞÖŞÜâîû', drawn('Atkinson', 700))).toBe('');
});

test('each font has its licence and its origin beside it', () => {
  const files = readdirSync(join(folder, 'fonts'));
  const origins = readFileSync(join(folder, 'fonts/SOURCES.txt'), 'utf8');
  for (const file of files.filter((name) => name.endsWith('.woff2'))) {
    expect(origins).toContain(
      file.startsWith('tongues')
        ? file.replace(/-400-normal.woff2$/, '')
        : /^(atkinson|noto|vazirmatn)/.exec(file)?.[0],
    );
    expect(css).toContain(file);
  }
  expect(files.filter((name) => name.startsWith('LICENSE'))).toHaveLength(3);
});
