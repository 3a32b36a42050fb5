import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { loadWords, type Words } from '../../server/web/words.ts';

type Texts = string | number | boolean | null | Texts[] | { [key: string]: Texts };

/** French as it is, and languages made for a test: `{ uk: { language: {…}, interview: {…} } }`. Others are left out. */
export function languages(made: Record<string, Record<string, Texts>>): ReadonlyMap<string, Words> {
  const root = mkdtempSync(join(tmpdir(), 'aiguillage-languages-'));
  try {
    for (const folder of ['flows', 'views']) {
      cpSync(`${folder}/locales/fr`, join(root, folder, 'fr'), { recursive: true });
    }
    for (const [lang, files] of Object.entries(made)) {
      mkdirSync(join(root, 'made', lang), { recursive: true });
      for (const [name, texts] of Object.entries(files)) {
        writeFileSync(join(root, 'made', lang, `${name}.json`), JSON.stringify(texts));
      }
    }
    return loadWords([join(root, 'flows'), join(root, 'views'), join(root, 'made')]);
  } finally {
    rmSync(root, { recursive: true });
  }
}

/** What every word of the pseudo-language ends with, so that a word from elsewhere shows. */
export const pseudoMark = '\u00f0';

const arabic = 'ابتثجحخدذرزسشصضطظعغفقكلمنهوي';
const inArabic = (word: string) =>
  [...word].map((letter) => arabic[(letter.codePointAt(0) as number) % arabic.length]).join('');

function change(texts: Texts, word: (word: string) => string): Texts {
  if (typeof texts === 'string') {
    const parts = texts.split(/(\{\{[^}]*\}\})/);
    return parts.map((part, index) => (index % 2 === 1 ? part : part.replace(/\p{L}[\p{L}’]*/gu, word))).join('');
  }
  if (Array.isArray(texts)) return texts.map((one) => change(one, word));
  if (typeof texts !== 'object' || texts === null) return texts;
  return Object.fromEntries(Object.entries(texts).map(([key, value]) => [key, change(value, word)]));
}

/**
 * Languages nobody speaks, whole, made from the French: words longer by a part, each with a mark at its end (`en`), and
 * the same in Arabic letters (`ar`). They stand in for translations where the length or the direction of texts matters.
 */
export function pseudoLanguages(longer = 0.35): ReadonlyMap<string, Words> {
  const read = (folder: string) =>
    readdirSync(folder).map(
      (file) => [basename(file, '.json'), JSON.parse(readFileSync(join(folder, file), 'utf8'))] as const,
    );
  const french = [...read('flows/locales/fr'), ...read('views/locales/fr')];
  const long = (word: string) => word + pseudoMark.repeat(Math.max(1, Math.round(word.length * longer)));
  const made = (dir: string, word: (word: string) => string) =>
    Object.fromEntries(
      french.map(([name, texts]) => [name, name === 'language' ? { name: 'X', dir } : change(texts, word)]),
    );
  return languages({ en: made('ltr', long), ar: made('rtl', (word) => inArabic(long(word))) });
}
