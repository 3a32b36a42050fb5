import { compareFiles, compareNeed, type Door, type FileChanges, type ProfileChange } from '../../flows/diff.ts';
import type { Condition } from '../../flows/diff-groups.ts';
import type { Need, Question, Tree } from '../../flows/schema.ts';
import { TableTooLarge } from '../../flows/table.ts';
import { sayList } from '../web/format.ts';
import type { Words } from '../web/words.ts';

/** The words and names of two versions: what one lacks, the other may say. */
export interface ComparedWords {
  words: Words;
  /** A text of the tree, as now or else as before. */
  text(key: string): string;
  /** An option, shortly. */
  optionText(question: string, option: string): string;
  networkName(id: string): string;
}

/** What changed, by need; `title` is null for what belongs to no need. */
export interface ComparedPart {
  title: string | null;
  sentences: readonly string[];
}

function whoIs(
  who: readonly Condition[],
  questions: readonly Question[],
  { words, text, optionText }: ComparedWords,
): string {
  if (who.length === 0) return words.t('check.against.everybody');
  const said = who.map(({ question, options }) => {
    const all = questions.find(({ id }) => id === question)?.options ?? [];
    const others = all.filter((option) => !options.includes(option));
    // « sauf une » is shorter to read than a list of ten.
    const except = options.length > 3 && others.length > 0 && others.length < options.length / 2;
    // Answers hold commas of their own: each is joined to the next by a word.
    const named = (except ? others : options)
      .map((option) => optionText(question, option))
      .reduce((one, other) => words.t(except ? 'check.against.both' : 'check.against.either', { one, other }));
    return words.t(except ? 'check.against.except' : 'check.against.condition', {
      question: text(`questions.${question}.label`),
      options: named,
    });
  });
  return said.join(', ');
}

function doorName(door: Exclude<Door, null>, { words, text, networkName }: ComparedWords): string {
  if (door.kind === 'network') return networkName(door.id);
  return words.t('check.against.answer', { title: text(`answers.${door.id}.title`) });
}

function sentenceOf(change: ProfileChange, questions: readonly Question[], compared: ComparedWords): string {
  const { words, text } = compared;
  const who = whoIs(change.who, questions, compared);
  const count = change.paths;
  const { effect } = change;
  if (effect.kind === 'told') {
    const facts = (ids: readonly string[]) =>
      ids.map((id) => words.t('check.against.fact', { text: text(`facts.${id}.text`) })).join(' ');
    const more = effect.more.length > 0 ? words.t('check.against.more', { facts: facts(effect.more) }) : '';
    const less = effect.less.length > 0 ? words.t('check.against.less', { facts: facts(effect.less) }) : '';
    return words.t('check.against.told', { who, count, told: [more, less].filter(Boolean).join(' ') });
  }
  const { from, to } = effect;
  if (from && to) {
    return words.t('check.against.door', {
      who,
      count,
      from: doorName(from, compared),
      to: doorName(to, compared),
    });
  }
  if (to) return words.t('check.against.appears', { who, count, to: doorName(to, compared) });
  return words.t('check.against.disappears', { who, from: from ? doorName(from, compared) : '' });
}

function ruleSentences(rules: FileChanges['rules'][number] | undefined, { words }: ComparedWords): string[] {
  if (!rules) return [];
  const lists = (['added', 'removed'] as const)
    .filter((kind) => rules[kind].length > 0)
    .map((kind) =>
      words.t(`check.against.rules-${kind}`, {
        count: rules[kind].length,
        rules: sayList(rules[kind], 'conjunction', words),
      }),
    );
  const changed = rules.changed.map(({ rule, parts }) => {
    const said = parts.map((part) => words.t(`check.against.parts.${part}`));
    return words.t('check.against.rule-changed', { rule, parts: sayList(said, 'conjunction', words) });
  });
  return [...lists, ...changed];
}

function needSentences(before: Tree, after: Tree, need: Need, day: string, compared: ComparedWords): string[] {
  const earlier = before.needs.find((one) => one.need === need.need);
  if (!earlier) return [];
  try {
    return compareNeed({ ...before, need: earlier }, { ...after, need }, day).map((change) =>
      sentenceOf(change, [...after.questions, ...before.questions], compared),
    );
  } catch (error) {
    if (error instanceof TableTooLarge) return [compared.words.t('check.against.too-large')];
    throw error;
  }
}

/**
 * What another version of the tree does differently on a day, in sentences: who is sent elsewhere or told other things
 * (every profile is looked at), then which needs, rules and facts came, went or changed. Empty when nothing did.
 */
export function compareVersions(before: Tree, after: Tree, day: string, compared: ComparedWords): ComparedPart[] {
  const files = compareFiles(before, after);
  const { words, text } = compared;
  const needs = after.needs.map((need): ComparedPart => {
    const rules = files.rules.find((one) => one.need === need.need);
    const sentences = [...needSentences(before, after, need, day, compared), ...ruleSentences(rules, compared)];
    return { title: text(`needs.${need.need}.desk`), sentences };
  });
  const titles = (ids: readonly string[]) => ids.map((id) => text(`needs.${id}.desk`));
  const listed = (key: string, ids: readonly string[]) =>
    ids.length === 0 ? [] : [words.t(key, { count: ids.length, ids: sayList(ids, 'conjunction', words) })];
  const whole = [
    ...listed('check.against.needs-added', titles(files.needs.added)),
    ...listed('check.against.needs-removed', titles(files.needs.removed)),
    ...listed('check.against.facts-added', files.facts.added),
    ...listed('check.against.facts-removed', files.facts.removed),
    ...listed('check.against.facts-changed', files.facts.changed),
  ];
  return [...needs, { title: null, sentences: whole }].filter(({ sentences }) => sentences.length > 0);
}

/** The comparison as lines for a terminal, or as Markdown for a pull request. */
export function printComparison(
  parts: readonly ComparedPart[],
  reference: string,
  form: 'text' | 'markdown',
  { t }: Words,
): string {
  const heading = t('check.against.title', { reference });
  if (form === 'text') {
    const lines = parts.flatMap(({ title, sentences }) =>
      sentences.map((sentence) => (title === null ? sentence : t('check.against.line', { title, sentence }))),
    );
    return [heading, ...(lines.length > 0 ? lines : [t('check.against.nothing')])].join('\n');
  }
  const blocks = parts.map(({ title, sentences }) =>
    [`### ${title ?? t('check.against.whole')}`, sentences.map((sentence) => `- ${sentence}`).join('\n')].join('\n\n'),
  );
  return [`## ${heading}`, ...(blocks.length > 0 ? blocks : [t('check.against.nothing')])].join('\n\n');
}
