import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import i18next, { type Resource } from 'i18next';

/** The language every text exists in, and what an unknown language gets. */
export const referenceLanguage = 'fr';

/** Sentences with values are the same few thousand again and again: distances, dates, places. */
const mostFilled = 5_000;

/** The words of one language. A key is `<file>.<path in the file>`; what a language lacks is said in French. */
export interface Words {
  /** BCP 47. */
  lang: string;
  dir: 'ltr' | 'rtl';
  t(key: string, values?: Record<string, string | number>): string;
  has(key: string): boolean;
}

/** Languages are the folders found in any of the given ones; each JSON file of a folder is one namespace. */
function readResources(folders: readonly string[]): Resource {
  const resources: Record<string, { translation: Record<string, unknown> }> = {};
  for (const folder of folders) {
    for (const lang of readdirSync(folder)) {
      const texts = resources[lang]?.translation ?? {};
      resources[lang] = { translation: texts };
      for (const file of readdirSync(join(folder, lang)).filter((name) => name.endsWith('.json'))) {
        const namespace = basename(file, '.json');
        if (namespace in texts) throw new Error(`two files hold the words of "${namespace}" in ${lang}`);
        texts[namespace] = JSON.parse(readFileSync(join(folder, lang, file), 'utf8'));
      }
    }
  }
  return resources as Resource;
}

/**
 * Reads every language of the given folders (`<folder>/<language>/<namespace>.json`). A text is looked up once and then
 * remembered, so that a page costs little more than its template.
 * Throws when a file is no JSON, or when two files claim one namespace.
 */
export function loadWords(folders: readonly string[]): ReadonlyMap<string, Words> {
  const resources = readResources(folders);
  const i18n = i18next.createInstance();
  i18n.init({
    initAsync: false,
    lng: referenceLanguage,
    fallbackLng: referenceLanguage,
    load: 'currentOnly',
    resources,
    interpolation: { escapeValue: false }, // the templates escape, once
  });
  return new Map(
    Object.keys(resources).map((lang) => {
      const translate = i18n.getFixedT(lang);
      const plain = new Map<string, string>();
      const filled = new Map<string, string>();
      const t: Words['t'] = (key, values) => {
        if (values) {
          const place = `${key} ${JSON.stringify(values)}`;
          const before = filled.get(place);
          if (before !== undefined) return before;
          const text = translate(key, values) as string;
          if (filled.size >= mostFilled) filled.delete(filled.keys().next().value as string);
          filled.set(place, text);
          return text;
        }
        const known = plain.get(key);
        if (known !== undefined) return known;
        const text = translate(key) as string;
        if (i18n.exists(key, { lng: lang })) plain.set(key, text); // only real keys: the memory cannot grow
        return text;
      };
      const dir = t('language.dir') === 'rtl' ? 'rtl' : 'ltr';
      return [lang, { lang, dir, t, has: (key) => plain.has(key) || i18n.exists(key, { lng: lang }) }];
    }),
  );
}
