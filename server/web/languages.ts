/** The languages of the product, in the order they are offered; BCP 47. Others follow them, in alphabetical order. */
export const languageCodes = ['fr', 'fr-x-simple', 'en', 'es', 'pt', 'ar', 'uk', 'tr', 'prs'] as const;

/** The language every text exists in, and what an unknown language gets. */
export const referenceLanguage = 'fr';

/**
 * What the platform's formats call a language, where its code alone would say something else: the English and Portuguese
 * of Europe, Western figures as on the paper and at the telephone, the calendar of France.
 */
const locales: Readonly<Record<string, string>> = {
  'fr-x-simple': 'fr',
  en: 'en-GB',
  pt: 'pt-PT',
  ar: 'ar-u-nu-latn',
  prs: 'fa-AF-u-ca-gregory-nu-latn',
};

/** The locale of dates, numbers, lists and sorting in a language. */
export function localeOf(lang: string): string {
  return locales[lang] ?? lang;
}

/** Whether a language is written from the right. */
export function isFromRight(lang: string): boolean {
  return /^(ar|fa|he|prs|ps|ur)\b/.test(lang);
}

/** Languages in the order they are offered. */
export function inOrder(codes: Iterable<string>): string[] {
  const place = (code: string) => {
    const at = (languageCodes as readonly string[]).indexOf(code);
    return at < 0 ? languageCodes.length : at;
  };
  return [...codes].sort((one, other) => place(one) - place(other) || (one < other ? -1 : 1));
}

/** Plural forms of a language, by the names texts are filed under (`count_few`). */
export function pluralForms(lang: string): readonly string[] {
  return new Intl.PluralRules(localeOf(lang)).resolvedOptions().pluralCategories;
}
