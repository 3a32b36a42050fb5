import type { Problem } from './problem.ts';

/** A file of texts as the rules read it: every text by its path in the file (`summer-job.title`). */
export interface TextFile {
  /** As people name it, from the project's folder. */
  file: string;
  texts: ReadonlyMap<string, string>;
  line(path: string): number;
}

/** A translation beside its French, and what is known about both. */
export interface Translation {
  lang: string;
  /** Where a file of this name would stand, whether it exists or not. */
  fileOf(name: string): string;
  /** By name of file (`needs`); the same names in both. */
  french: ReadonlyMap<string, TextFile>;
  own: ReadonlyMap<string, TextFile>;
  /** Plural forms of the language, as texts are filed under them. */
  forms: readonly string[];
  /** Names and words that are the same in both languages (`namesPattern`). */
  names: RegExp | null;
  reviewed: boolean;
  /** False when the translation was made from another French text, null when nobody noted what it was made from. */
  isFresh(key: string, french: string): boolean | null;
}

/** Figures of one language. */
export interface TranslationSummary {
  lang: string;
  /** 100 when nothing is missing, rounded down. */
  percent: number;
  said: number;
  wanted: number;
  stale: number;
  unreviewed: number;
}

const plural = /_(zero|one|two|few|many|other)$/;
const placeholders = (text: string) => new Set(text.match(/\{\{[^}]+\}\}/g) ?? []);
/** Texts about the language itself: its name and its direction are its own. */
const about = 'language';

/** The languages that are written in a script of their own. */
const scripts: Readonly<Record<string, RegExp>> = {
  ar: /\p{Script=Arabic}/gu,
  prs: /\p{Script=Arabic}/gu,
  uk: /\p{Script=Cyrillic}/gu,
};
/** A text with fewer letters may be a name. */
const enoughLetters = 12;
const mostWordsSimple = 12;
export const simpleFrench = 'fr-x-simple';

/** A text that is wanted of a language, and the French it says. */
export interface Wanted {
  path: string;
  french: string;
  /** Every value its French may hold, and those it must hold. */
  mayHold: ReadonlySet<string>;
  mustHold: ReadonlySet<string>;
}

/** The texts of a file that a language with these plural forms must have. */
export function wantedOf(french: ReadonlyMap<string, string>, forms: readonly string[]): Wanted[] {
  const wanted = new Map<string, Wanted>();
  for (const [path, text] of french) {
    const base = path.replace(plural, '');
    const other = french.get(`${base}_other`);
    if (base === path || other === undefined) {
      const values = placeholders(text);
      wanted.set(path, { path, french: text, mayHold: values, mustHold: values });
      continue;
    }
    const all = ['zero', 'one', 'other'].flatMap((form) => [...placeholders(french.get(`${base}_${form}`) ?? '')]);
    // « zero » is said for nothing at all in every language, whatever its own forms.
    const special = french.has(`${base}_zero`) ? ['zero'] : [];
    for (const form of new Set([...special, ...forms])) {
      const source = french.get(`${base}_${form}`) ?? other;
      const mustHold = new Set([...placeholders(source)].filter((value) => value !== '{{count}}'));
      const own = { french: source, mayHold: new Set(all), mustHold: form === 'zero' ? new Set<string>() : mustHold };
      wanted.set(`${base}_${form}`, { path: `${base}_${form}`, ...own });
    }
  }
  return [...wanted.values()];
}

/** Any of these names as whole words, whatever their capitals; null for no name. */
export function namesPattern(names: readonly string[]): RegExp | null {
  const quoted = [...names]
    .sort((one, other) => other.length - one.length)
    .map((name) => name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/\s/g, '\\s'));
  return quoted.length === 0 ? null : new RegExp(`(?<![\\p{L}\\d])(?:${quoted.join('|')})(?![\\p{L}\\d])`, 'giu');
}

/** The text without values, addresses and names: what a translator had to translate. */
function withoutNames(text: string, names: RegExp | null): string {
  const bare = text.replace(/\{\{[^}]+\}\}|https?:\/\/\S+|\S+@\S+|\b[\w-]+(?:\.[\w-]+)+\b/g, ' ');
  return names ? bare.replace(names, ' ') : bare;
}

/** Names of French doors and papers stay as they are written on them, with a gloss: a few words, the same in the French. */
const mostWordsInName = 6;
const latinRun = /\p{Script=Latin}[\p{Script=Latin}\d’'-]*(?:[ \u00a0/,+&-]{1,3}[\p{Script=Latin}\d’'-]+)*/gu;

function withoutFrenchNames(text: string, french: string): string {
  const spoken = french.toLowerCase();
  return text.replace(latinRun, (run) =>
    run.split(/[ \u00a0]/).length <= mostWordsInName && spoken.includes(run.toLowerCase()) ? ' ' : run,
  );
}

function letters(text: string, script = /\p{L}/gu): number {
  return text.match(script)?.length ?? 0;
}

/** The longest sentence of a text, in words, when it is too long for simple French. */
function tooLong(text: string): number | null {
  const sentences = text.split(/[.?!:;…]\s+|\n/);
  const words = sentences.map((one) => one.split(/\s+/).filter((word) => /[\p{L}\d]/u.test(word)).length);
  const longest = Math.max(0, ...words);
  return longest > mostWordsSimple ? longest : null;
}

function judge(
  text: string,
  { french, mayHold, mustHold }: Wanted,
  translation: Translation,
): [string, Problem['level'], Problem['values']][] {
  const { lang, names } = translation;
  const found: [string, Problem['level'], Problem['values']][] = [];
  if (text.trim() === '' && french.trim() !== '') found.push(['empty', 'error', {}]);
  const held = placeholders(text);
  const wrong = [
    ...[...mustHold].filter((value) => !held.has(value)),
    ...[...held].filter((value) => !mayHold.has(value)),
  ];
  if (wrong.length > 0) found.push(['values', 'error', { values: wrong.join(' ') }]);
  if (lang === simpleFrench) {
    const words = tooLong(text);
    return words === null ? found : [...found, ['long', 'warning', { words, most: mostWordsSimple }]];
  }
  const own = withoutNames(text, names);
  if (text === french && letters(own) > 1) found.push(['same', 'error', { text }]);
  const script = scripts[lang];
  const said = script ? withoutFrenchNames(own, french) : '';
  if (script && letters(said) >= enoughLetters && letters(said, script) * 2 < letters(said))
    found.push(['script', 'error', {}]);
  return found;
}

/**
 * What is wrong with a translation, text by text, and its figures. Missing and empty texts, wrong values, French left as it
 * is and another script are errors; leftovers, texts whose French has changed and sentences too long for simple French
 * are warnings.
 */
export function checkTranslation(translation: Translation): { problems: Problem[]; summary: TranslationSummary } {
  const { lang, french, own, forms, reviewed, fileOf } = translation;
  const problems: Problem[] = [];
  const count = { wanted: 0, said: 0, stale: 0 };
  for (const [name, source] of french) {
    const wanted = wantedOf(source.texts, forms);
    const file = own.get(name);
    const report = (code: string, level: Problem['level'], line: number, values: Problem['values']) =>
      problems.push({ level, code: `translations/${code}`, file: fileOf(name), line, values });
    count.wanted += wanted.length;
    if (!file) {
      report('no-file', 'error', 1, { texts: wanted.length });
      continue;
    }
    for (const one of wanted) {
      const { path } = one;
      const key = `${name}.${path}`;
      const text = file.texts.get(path);
      if (text === undefined) {
        report('missing', 'error', file.line(path.split('.').slice(0, -1).join('.')), { key });
        continue;
      }
      count.said += 1;
      if (name === about) continue;
      for (const [code, level, values] of judge(text, one, translation))
        report(code, level, file.line(path), { key, ...values });
      if (translation.isFresh(key, one.french) === false) {
        count.stale += 1;
        report('stale', 'warning', file.line(path), { key });
      }
    }
    const known = new Set(wanted.map(({ path }) => path));
    for (const path of file.texts.keys()) {
      if (name !== about && !known.has(path)) report('extra', 'warning', file.line(path), { key: `${name}.${path}` });
    }
  }
  const unreviewed = reviewed ? count.stale : count.said;
  const percent = count.wanted === 0 ? 100 : Math.floor((100 * count.said) / count.wanted);
  return { problems, summary: { lang, percent, ...count, unreviewed } };
}
