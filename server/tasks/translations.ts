import { sealTranslation } from '../content/translations.ts';
import { languageCodes, referenceLanguage } from '../web/languages.ts';
import { loadWords, type Words } from '../web/words.ts';
import { readOptions } from './options.ts';

/**
 * `npm run translations -- sealed <language> [key …] [--from <git reference>]`: notes that the texts of a language, or
 * those whose key begins so, have been made from the French of today or of another version. Until the French changes again,
 * `npm run check` does not call them stale.
 */
const { values, positionals } = readOptions({ options: { from: { type: 'string' } }, allowPositionals: true });
const [act, lang = '', ...keys] = positionals;
const { t } = loadWords(['flows/locales', 'views/locales']).get(referenceLanguage) as Words;
const known = (languageCodes as readonly string[]).includes(lang) && lang !== referenceLanguage;
if (act !== 'sealed' || !known) {
  console.error(t('translations.usage', { languages: languageCodes.slice(1).join(', ') }));
  process.exitCode = 1;
} else {
  console.log(t('translations.sealed', { lang, count: sealTranslation(process.cwd(), lang, keys, values.from) }));
}
