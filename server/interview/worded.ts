import { simpleFrench } from '../../flows/translations.ts';
import type { Pictograms } from '../content/pictograms.ts';
import type { Words } from '../web/words.ts';
import type { Interview } from './interview.ts';
import type { OutcomeView } from './outcome-view.ts';

/** What stands in the person's language beside the agent's own: texts by the id of what they say, and whose they are. */
export interface Beside {
  lang: string;
  dir: 'ltr' | 'rtl';
  title: string;
  why: string;
  /** By id of an option, a fact or a document. */
  texts: Readonly<Record<string, string>>;
}

/** An answer to choose. */
export interface OptionView {
  id: string;
  text: string;
  short: string;
  hint: string;
  checked: boolean;
  /** In simple French: the drawing beside it. */
  pictogram: string | null;
}

/** A question or an option as it is said to the person, or about somebody else where that needs other words. */
export function worded(words: Words, key: string, speaksFor: Interview['speaksFor']): string {
  return speaksFor === 'other' && words.has(`${key}.other`) ? words.t(`${key}.other`) : words.t(`${key}.text`);
}

const byId = (items: readonly { id: string; text: string }[]): [string, string][] =>
  items.map(({ id, text }) => [id, text]);

/** The answers of a question, and the one given before. */
export function optionViews(
  words: Words,
  pictograms: Pictograms,
  { question, options, given }: { question: string; options: readonly string[]; given: string | null },
  speaksFor: Interview['speaksFor'],
): OptionView[] {
  return options.map((option) => {
    const at = `questions.${question}.options.${option}`;
    return {
      id: option,
      text: worded(words, at, speaksFor),
      short: words.has(`${at}.short`) ? words.t(`${at}.short`) : words.t(`${at}.text`),
      hint: words.has(`${at}.hint`) ? words.t(`${at}.hint`) : '',
      checked: option === given,
      pictogram: words.lang === simpleFrench ? pictograms.answer(question, option) : null,
    };
  });
}

/** A question and its options, beside. */
export function besideQuestion(
  words: Words,
  question: string,
  options: readonly string[],
  speaksFor: Interview['speaksFor'],
): Beside {
  const { lang, dir, t } = words;
  const key = `questions.${question}`;
  const texts = options.map((option) => [option, worded(words, `${key}.options.${option}`, speaksFor)]);
  return { lang, dir, title: worded(words, key, speaksFor), why: t(`${key}.why`), texts: Object.fromEntries(texts) };
}

/** The question about the commune. */
export function besideCommune(words: Words, speaksFor: Interview['speaksFor']): Beside {
  const { lang, dir, t } = words;
  return {
    lang,
    dir,
    title: worded(words, 'interview.commune', speaksFor),
    why: t('interview.commune.why'),
    texts: {},
  };
}

/** An outcome: where to go and why, what to know, what to bring. */
export function besideOutcome({ lang, dir }: Words, view: Omit<OutcomeView, 'beside'>): Beside {
  const texts = [...byId(view.facts), ...byId(view.bring)];
  return { lang, dir, title: view.title, why: view.say || view.lead, texts: Object.fromEntries(texts) };
}
