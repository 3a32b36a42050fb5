import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import i18next, { type FormatterModule, type i18n, type Resource } from 'i18next';
import { isolateAll, isolateValue } from './isolate.ts';
import { inOrder, isFromRight, localeOf, referenceLanguage } from './languages.ts';

export { referenceLanguage } from './languages.ts';

/** Sentences with values are the same few thousand again and again: distances, dates, places. */
const mostFilled = 5_000;
/** Texts said in French for want of a translation; a page looks for them to say so. */
const mostBorrowed = 500;

/** The words of one language. A key is `<file>.<path in the file>`; what a language lacks is said in French. */
export interface Words {
  /** BCP 47. */
  lang: string;
  /** What formats of dates, numbers and lists call it. */
  locale: string;
  dir: 'ltr' | 'rtl';
  /** Its own name. */
  name: string;
  /** A coordinator has read the translation and said so in `language.json`. */
  reviewed: boolean;
  t(key: string, values?: Record<string, string | number>): string;
  has(key: string): boolean;
  /** What was said in French because this language has no text for it. */
  borrowed: ReadonlySet<string>;
}

type Texts = Record<string, unknown>;

/** Languages are the folders found in any of the given ones; each JSON file of a folder is one namespace. */
function readResources(folders: readonly string[]): Record<string, Texts> {
  const resources: Record<string, Texts> = {};
  for (const folder of folders) {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      if (!entry.isDirectory()) continue;
      const lang = entry.name;
      const texts = resources[lang] ?? {};
      resources[lang] = texts;
      for (const file of readdirSync(join(folder, lang)).filter((name) => name.endsWith('.json'))) {
        const namespace = basename(file, '.json');
        if (namespace in texts) throw new Error(`two files hold the words of "${namespace}" in ${lang}`);
        texts[namespace] = JSON.parse(readFileSync(join(folder, lang, file), 'utf8'));
      }
    }
  }
  for (const lang of Object.keys(resources).filter(isFromRight)) resources[lang] = isolateAll(resources[lang] as Texts);
  return resources;
}

const numbers = new Map<string, Intl.NumberFormat>();

/** A number as the language writes it; French spaces its thousands with a space the fonts have. */
export function sayNumber(value: number, locale: string, options: Intl.NumberFormatOptions = {}): string {
  const key = `${locale} ${JSON.stringify(options)}`;
  const format = numbers.get(key) ?? new Intl.NumberFormat(locale, options);
  numbers.set(key, format);
  return format.format(value).replaceAll('\u202f', '\u00a0');
}

/** Numbers among the values of a text are written as its language writes them; other values keep their own direction. */
const figures: FormatterModule = {
  type: 'formatter',
  init: () => {},
  add: () => {},
  addCached: () => {},
  format: (value, _format, lang = referenceLanguage) => {
    if (typeof value === 'number') return sayNumber(value, localeOf(lang));
    return typeof value === 'string' && isFromRight(lang) ? isolateValue(value) : value;
  },
};

/** A memory that drops what it has known longest. */
function remember<T>(memory: Map<string, T> | Set<string>, most: number, add: () => void): void {
  if (memory.size >= most) memory.delete(memory.keys().next().value as string);
  add();
}

/** The words of a language, given what its `language.json` says of it. */
function wordsOf(i18n: i18n, lang: string, about: unknown): Words {
  const { dir, name, reviewed } = (about ?? {}) as { dir?: string; name?: string; reviewed?: unknown };
  const translate = i18n.getFixedT(lang);
  const plain = new Map<string, string>();
  const filled = new Map<string, string>();
  const borrowed = new Set<string>();
  const look = (key: string, values: Record<string, string | number> = {}): string => {
    const text = translate(key, values) as string;
    const said = (fallbackLng: string[]) => i18n.exists(key, { ...values, lng: lang, fallbackLng });
    if (lang !== referenceLanguage && typeof text === 'string' && !said([]) && said([referenceLanguage])) {
      remember(borrowed, mostBorrowed, () => borrowed.add(text));
    }
    return text;
  };
  const t: Words['t'] = (key, values) => {
    if (values) {
      const place = `${key} ${JSON.stringify(values)}`;
      const before = filled.get(place);
      if (before !== undefined) return before;
      const text = look(key, values);
      remember(filled, mostFilled, () => filled.set(place, text));
      return text;
    }
    const known = plain.get(key);
    if (known !== undefined) return known;
    const text = look(key);
    if (i18n.exists(key, { lng: lang })) plain.set(key, text); // only real keys: the memory cannot grow
    return text;
  };
  return {
    lang,
    locale: localeOf(lang),
    dir: dir === 'rtl' ? 'rtl' : 'ltr',
    name: name ?? lang,
    reviewed: lang === referenceLanguage || Boolean(reviewed),
    t,
    has: (key) => plain.has(key) || i18n.exists(key, { lng: lang }),
    borrowed,
  };
}

/**
 * Reads every language of the given folders (`<folder>/<language>/<namespace>.json`), in the order they are offered. A
 * text is looked up once and then remembered, so that a page costs little more than its template. Numbers among the
 * values are written as the language writes them; give text where figures are a name (a port, a year).
 * Throws when a file is no JSON, or when two files claim one namespace.
 */
export function loadWords(folders: readonly string[]): ReadonlyMap<string, Words> {
  const texts = readResources(folders);
  const instance = i18next.createInstance().use(figures);
  instance.init({
    initAsync: false,
    lng: referenceLanguage,
    fallbackLng: referenceLanguage,
    load: 'currentOnly',
    resources: Object.fromEntries(Object.entries(texts).map(([lang, own]) => [lang, { translation: own }])) as Resource,
    interpolation: {
      escapeValue: false, // the templates escape, once
      alwaysFormat: true,
    },
  });
  return new Map(inOrder(Object.keys(texts)).map((lang) => [lang, wordsOf(instance, lang, texts[lang]?.language)]));
}
