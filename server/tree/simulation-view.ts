import type { Directory } from '../directory/directory.ts';
import type { Engine } from '../interview/engine.ts';
import { outside, residence } from '../interview/interview.ts';
import type { Orientation } from '../interview/orientation.ts';
import { type OutcomeView, outcomeView } from '../interview/outcome-view.ts';
import type { Telling } from '../interview/telling.ts';
import type { Words } from '../web/words.ts';
import { asInterview, noonOf, type Trial } from './simulation.ts';

/** What the form holds: as typed, whatever it is worth. */
export interface SimulatorForm {
  day: string;
  need: string;
  answers: Readonly<Record<string, string>>;
  commune: string;
  q: string;
  away: boolean;
}

/** One question of the need, in the order of its table; `used`: the interview asked it, `why`: it made the result. */
interface FieldView {
  id: string;
  label: string;
  options: readonly { id: string; text: string; given: boolean }[];
  used: boolean;
  why: boolean;
  /** The interview would ask it now. */
  next: boolean;
}

/** What is said that day, or what would be asked next. */
export type SaidView =
  | { kind: 'question'; text: string }
  | { kind: 'commune'; text: string }
  | {
      kind: 'outcome';
      outcome: OutcomeView;
      why: readonly { label: string; text: string }[];
      changes: readonly string[];
    };

export interface SimulatorView {
  form: SimulatorForm;
  needs: readonly { title: string; needs: readonly { id: string; title: string; chosen: boolean }[] }[];
  fields: readonly FieldView[];
  found: readonly { code: string; label: string; department: string }[];
  said: SaidView | null;
  wrong: { key: string; field: string } | null;
  /** For the cards: no slip is issued from here. */
  slip: false;
  base: string;
}

/** What the page is made of. */
export interface SimulatorContext {
  engine: Engine;
  directory: Directory;
  telling: Telling;
  words: Words;
}

function saidOf(orientation: Orientation, trial: Trial, context: SimulatorContext): SaidView {
  const { engine, directory, telling, words } = context;
  const { t } = words;
  if (orientation.status === 'question') {
    return { kind: 'question', text: t(`questions.${orientation.question}.text`) };
  }
  if (orientation.status === 'commune') return { kind: 'commune', text: t('interview.commune.text') };
  const interview = asInterview(trial, engine.content.version);
  const at = { directory, telling, words, now: noonOf(trial.day), day: trial.day };
  const outcome = outcomeView(at, interview, orientation, [orientation]);
  // The page that asks for the commune is a page of an interview, and there is none here.
  const bare = <Card extends { find: string | null }>(card: Card): Card => ({ ...card, find: null });
  const given = new Map(orientation.walked.path.map(({ question, option }) => [question, option]));
  return {
    kind: 'outcome',
    outcome: { ...outcome, first: outcome.first && bare(outcome.first), also: outcome.also.map(bare) },
    why: orientation.why.map((question) => ({
      label: t(`questions.${question}.label`),
      text: t(`questions.${question}.options.${given.get(question) ?? ''}.text`),
    })),
    changes: [...outcome.otherwise].flatMap(([question, sentences]) =>
      sentences.map((sentence) => t('simulator.change', { label: t(`questions.${question}.label`), sentence })),
    ),
  };
}

function fieldsOf(form: SimulatorForm, orientation: Orientation | null, { engine, words }: SimulatorContext) {
  const need = engine.content.tree.needs.find((one) => one.need === form.need);
  const questions = (need?.ask ?? []).filter((id) => id !== residence); // it follows from the commune
  const used = new Set(orientation?.path.map(({ question }) => question));
  const why = new Set(orientation?.status === 'outcome' ? orientation.why : []);
  return questions.map((id): FieldView => {
    const options = engine.content.tree.questions.find((question) => question.id === id)?.options ?? [];
    return {
      id,
      label: words.t(`questions.${id}.label`),
      options: options.map((option) => ({
        id: option,
        text: words.t(`questions.${id}.options.${option}.text`),
        given: form.answers[id] === option,
      })),
      used: used.has(id),
      why: why.has(id),
      next: orientation?.status === 'question' && orientation.question === id,
    };
  });
}

/** The form with, under it, what is said to such a person on such a day. */
export function simulatorView(
  form: SimulatorForm,
  result: { trial: Trial; orientation: Orientation } | null,
  found: SimulatorView['found'],
  wrong: SimulatorView['wrong'],
  context: SimulatorContext,
): SimulatorView {
  const { engine, directory, words } = context;
  const { themes, needs } = engine.content.tree;
  const commune = result?.trial.commune ?? null;
  const known = commune === null || commune === outside ? undefined : directory.commune(commune);
  return {
    form: known ? { ...form, commune: known.code, q: known.label } : form,
    needs: themes.flatMap(({ id }) => {
      const own = needs.filter(({ theme }) => theme === id);
      if (own.length === 0) return [];
      const listed = own.map(({ need }) => ({
        id: need,
        title: words.t(`needs.${need}.desk`),
        chosen: need === form.need,
      }));
      return [{ title: words.t(`themes.${id}.title`), needs: listed }];
    }),
    fields: fieldsOf(form, result?.orientation ?? null, context),
    found,
    said: result ? saidOf(result.orientation, result.trial, context) : null,
    wrong,
    slip: false,
    base: '/simulator',
  };
}
