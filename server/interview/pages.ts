import type { Response } from 'express';
import type { Step } from '../../flows/walk.ts';
import { dayOf } from '../calendar.ts';
import type { Commune } from '../directory/commune.ts';
import type { Directory } from '../directory/directory.ts';
import type { Page } from '../web/page.ts';
import type { Words } from '../web/words.ts';
import type { Engine } from './engine.ts';
import { type Channel, type Circumstance, circumstancesOf, currentNeed, type Interview } from './interview.ts';
import { type JourneyStop, journeys } from './journey.ts';
import { type NeedChoice, type NeedView, needChoices } from './need-choices.ts';
import type { Orientation } from './orientation.ts';
import { type OutcomeView, outcomeView } from './outcome-view.ts';
import type { Outcome } from './several-needs.ts';
import type { Telling } from './telling.ts';
import {
  type Beside,
  besideCommune,
  besideOutcome,
  besideQuestion,
  type OptionView,
  optionViews,
  worded,
} from './worded.ts';

export interface QuestionView {
  base: string;
  question: string;
  step: number;
  atMost: number;
  title: string;
  why: string;
  options: readonly OptionView[];
  wrong: string | null;
  back: string | null;
  journey: readonly JourneyStop[];
  here: string;
  need: string;
  /** At the desk: other needs, to change to at once. */
  often: readonly NeedChoice[];
  /** At the desk: what was ticked when the interview began. */
  circumstances: readonly Circumstance[];
  /** At the desk: the same in the person's language. */
  beside: Beside | null;
}

export interface CommuneView {
  base: string;
  title: string;
  step: number;
  atMost: number;
  q: string;
  found: readonly { code: string; label: string; department: string; postalCodes: string }[];
  current: string | null;
  /** What was typed lies outside the region: the communes found are where people from there go. */
  beyond: boolean;
  wrong: string | null;
  back: string | null;
  journey: readonly JourneyStop[];
  beside: Beside | null;
}

/** A question to show: which one, at which place of the path, with which options and the answer given before. */
export interface ShownStep {
  question: string;
  step: number;
  options: readonly string[];
  given: string | null;
}

/** Turns interviews and orientations into what the templates print. */
export interface InterviewPages {
  useChannel(res: Response, channel: Channel): void;
  showClosed(res: Response, channel: Channel, status: number): void;
  startOf(channel: Channel): string;
  /** The words of the person received: at a desk, those beside the agent's own. */
  visitorWords(res: Response, interview: Interview): Words;
  /** The template of a page of the walk: a desk sees need, question and result side by side. */
  template(interview: Interview, page: 'question' | 'outcome'): string;
  start(res: Response, channel: Channel): NeedView;
  need(res: Response, interview: Interview, wrong?: string): NeedView;
  question(
    res: Response,
    interview: Interview,
    orientation: Orientation,
    shown: ShownStep,
    wrong?: string,
  ): QuestionView;
  commune(
    res: Response,
    interview: Interview,
    orientation: Orientation | null,
    typed?: { q: string; found: readonly Commune[]; beyond: boolean; wrong: string | null },
  ): CommuneView;
  /** `reached`: every need of the interview whose outcome is reached, the most blocking first. */
  outcome(res: Response, interview: Interview, orientation: Outcome, reached: readonly Outcome[]): OutcomeView;
  /** The question with this id on the path or next on it, or null. */
  stepOf(orientation: Orientation | null, question: string): ShownStep | null;
  /** The question at this place of the path (from 1), or null. */
  stepAt(orientation: Orientation | null, step: number): ShownStep | null;
}

const starts: Record<Channel, string> = { kiosk: '/kiosk', web: '/', desk: '/desk' };

/** The words of the language of a request. */
export function wordsOf(res: Response): Words {
  return res.locals.words as Words;
}

function optionsAt(orientation: Orientation, step: Step): readonly string[] {
  const node = orientation.compiled.nodes.get(step.state);
  return node?.kind === 'question' ? node.options.map(({ option }) => option) : [];
}

/** Makes the page builders; everything that depends on the tree alone is done once per language. */
export function interviewPages(deps: {
  engine: Engine;
  directory: Directory;
  telling: Telling;
  page: Page;
  clock: () => Date;
}): InterviewPages {
  const { engine, directory } = deps;
  const { pictograms } = engine.content;
  const choices = needChoices(engine.content);

  const { journey, communeText } = journeys(directory);

  const visitorWords = (res: Response, { channel, language }: Interview): Words =>
    (channel === 'desk' && language !== null && deps.page.wordsOf(language)) || wordsOf(res);
  /** The same words for both: nothing stands beside them. */
  const besideWords = (res: Response, interview: Interview): Words | null => {
    const words = visitorWords(res, interview);
    return words.lang === wordsOf(res).lang ? null : words;
  };

  const stepAt = (orientation: Orientation | null, step: number): ShownStep | null => {
    const passed = orientation?.path[step - 1];
    if (orientation && passed) {
      return { question: passed.question, step, options: optionsAt(orientation, passed), given: passed.option };
    }
    if (orientation?.status !== 'question' || step !== orientation.path.length + 1) return null;
    return { question: orientation.question, step, options: orientation.options, given: null };
  };

  return {
    start: (res, channel) => ({
      ...choices(wordsOf(res)),
      action: '/interviews',
      channel,
      speaksFor: 'self',
      wrong: null,
      journey: [],
      back: null,
    }),
    startOf: (channel) => starts[channel],
    visitorWords,
    template: ({ channel }, name) => (channel === 'desk' ? `desk-${name}` : name),
    useChannel: (res, channel) => {
      res.locals.channel = channel;
    },
    showClosed: (res, channel, status) => {
      res.locals.channel = channel;
      deps.page.render(res, 'closed', { start: starts[channel] }, status);
    },
    need: (res, interview, wrong) => ({
      ...choices(wordsOf(res)),
      action: `/interviews/${interview.id}/need`,
      channel: interview.channel,
      speaksFor: interview.speaksFor,
      wrong: wrong ? wordsOf(res).t(`errors.${wrong}`) : null,
      journey: journey(wordsOf(res), interview, []).slice(0, 1),
      back: `/interviews/${interview.id}`,
    }),
    question: (res, interview, orientation, shown, wrong) => {
      const words = wordsOf(res);
      const beside = besideWords(res, interview);
      const base = `/interviews/${interview.id}`;
      const key = `questions.${shown.question}`;
      return {
        base,
        question: shown.question,
        step: shown.step,
        // The commune is one more question, unless the desk or an earlier need has given it.
        atMost: orientation.walked.atMost + (interview.commune === null ? 1 : 0),
        title: worded(words, key, interview.speaksFor),
        why: words.t(`${key}.why`),
        options: optionViews(words, pictograms, shown, interview.speaksFor),
        wrong: wrong === 'answer-missing' ? words.t(`${key}.missing`) : wrong ? words.t(`errors.${wrong}`) : null,
        back: shown.step > 1 ? `${base}/${shown.step - 1}` : `${base}/need`,
        journey: journey(words, interview, orientation.path.slice(0, shown.step - 1)),
        here: words.t(`${key}.label`),
        need: currentNeed(interview),
        often: choices(words).often,
        circumstances: circumstancesOf(interview),
        beside: beside && besideQuestion(beside, shown.question, shown.options, interview.speaksFor),
      };
    },
    commune: (res, interview, orientation, typed) => {
      const words = wordsOf(res);
      const beside = besideWords(res, interview);
      const base = `/interviews/${interview.id}`;
      const asked = orientation?.path.length ?? 0;
      return {
        base,
        title: worded(words, 'interview.commune', interview.speaksFor),
        step: asked + 1,
        atMost: Math.max(asked + 1, (orientation?.walked.atMost ?? 0) + 1),
        q: typed?.q ?? '',
        found: (typed?.found ?? []).map(({ code, name, label, department, postalCodes }) => ({
          code,
          label: label || name,
          department,
          postalCodes: postalCodes.join(', '),
        })),
        beyond: typed?.beyond ?? false,
        current: interview.commune === null ? null : communeText(interview.commune, words),
        wrong: typed?.wrong ? words.t(`errors.${typed.wrong}`) : null,
        back: asked > 0 ? `${base}/${asked}` : `${base}/need`,
        journey: journey(words, { ...interview, commune: null }, orientation?.path ?? []),
        beside: beside && besideCommune(beside, interview.speaksFor),
      };
    },
    outcome: (res, interview, orientation, reached) => {
      const words = wordsOf(res);
      const context = { directory, telling: deps.telling, now: deps.clock(), day: dayOf(deps.clock()) };
      const said = (spoken: Words) => outcomeView({ ...context, words: spoken }, interview, orientation, reached);
      const view = said(words);
      const beside = besideWords(res, interview);
      const asked = view.otherwise;
      const stops = journey(words, interview, orientation.path, (question) => asked.get(question) ?? []);
      return {
        ...view,
        journey: stops,
        often: choices(words).often,
        beside: beside && besideOutcome(beside, said(beside)),
      };
    },
    stepAt,
    stepOf: (orientation, question) => {
      if (!orientation) return null;
      const place = orientation.path.findIndex((step) => step.question === question);
      const step = stepAt(orientation, place >= 0 ? place + 1 : orientation.path.length + 1);
      return step?.question === question ? step : null;
    },
  };
}
