import type { Response } from 'express';
import { addWorkingDays, dayOf } from '../calendar.ts';
import type { Directory } from '../directory/directory.ts';
import { trainingCode } from '../liaison/code.ts';
import type { SlipCopy, VisitorCopy } from '../liaison/copy.ts';
import { copyDoor } from '../liaison/doors.ts';
import { sheetView } from '../liaison/sheet-view.ts';
import type { IssuedSlip, Slips } from '../liaison/slip.ts';
import type { Page } from '../web/page.ts';
import type { Words } from '../web/words.ts';
import { type Interview, outside } from './interview.ts';
import type { Recommendation } from './orientation.ts';
import type { Outcome } from './several-needs.ts';
import type { Telling } from './telling.ts';

const mostFacts = 3;

/** Where an interview meets its slip. */
export interface SlipDesk {
  /**
   * Issues one slip for the needs of an interview, given the most blocking first: addressed to the first door of the
   * first of them that sends somewhere, the others told on the visitor’s half. Once, whatever the number of posts;
   * nothing when they send nobody anywhere. The visitor's half also speaks the visitor's language. `calledTogether` notes on it that the structure was called on the spot.
   * The slip of an exercise is made up each time it is shown, and kept nowhere.
   */
  issue(interview: Interview, outcomes: readonly Outcome[], visitor?: Words, calledTogether?: boolean): Promise<void>;
  /** The slip issued for these outcomes, its visitor's half in the language of the person who looks at it now. */
  find(interview: Interview, outcomes: readonly Outcome[], visitor?: Words): Promise<IssuedSlip | null>;
  /** Until when the first door of an outcome said that it is full for this need; null where it did not. */
  fullUntil(outcome: Outcome): Promise<string | null>;
  /** Shows the sheet or, for a roll printer, the two tickets of a slip issued by the interview at this address. */
  show(res: Response, slip: IssuedSlip, base: string, paper: 'sheet' | 'ticket'): Promise<void>;
}

export interface SlipDeskDeps {
  slips: Pick<Slips, 'issue' | 'findByIssueKey' | 'record' | 'fullUntil'>;
  directory: Directory;
  telling: Telling;
  /** The words the paper is written in: those the receiving structure reads. */
  words: Words;
  page: Page;
  flowVersion: string;
  /** Without a final slash. */
  publicUrl: string;
  clock: () => Date;
}

/** What makes two posts one slip: the same interview at the same outcomes by the same answers. */
export function issueKeyOf(interview: Interview, outcomes: readonly Outcome[]): string {
  const reached = outcomes.map(({ compiled, rule, path }) => [
    compiled.need.need,
    rule.id,
    path.map(({ question, option }) => [question, option]),
  ]);
  return JSON.stringify([interview.id, reached, interview.commune]);
}

/** The outcomes that send somebody somewhere, each with its first door; the desk itself is no place to be sent to. */
function doorsOf(outcomes: readonly Outcome[]): { outcome: Outcome; first: Recommendation }[] {
  return outcomes.flatMap((outcome) => {
    const first = outcome.recommendations.find(({ role }) => role === 'first');
    return outcome.rule.outcome === 'go' && first && !first.resolution.here ? [{ outcome, first }] : [];
  });
}

const isSensitive = ({ compiled, rule }: Outcome, { resolution }: Recommendation): boolean =>
  compiled.need.sensitive || rule.sensitive || resolution.network.sensitive;

/** The other needs; a sensitive one stays off the paper that a third structure reads. */
const besides = (doors: readonly { outcome: Outcome; first: Recommendation }[]) =>
  doors.slice(1).filter(({ outcome, first }) => !isSensitive(outcome, first));

/** The same for the visitor's half, in a language that is not the paper's; null where it is. */
function visitorCopy(
  { telling, words }: Pick<SlipDeskDeps, 'telling' | 'words'>,
  doors: readonly { outcome: Outcome; first: Recommendation }[],
  day: string,
  visitor: Words | undefined,
): VisitorCopy | null {
  const [main] = doors;
  if (!main || !visitor || visitor.lang === words.lang) return null;
  const { rule, compiled } = main.outcome;
  const { t } = visitor;
  const title = (outcome: Outcome) => t(`needs.${outcome.compiled.need.need}.title`);
  const say = `needs.${compiled.need.need}.say`;
  const door = copyDoor(main.first.resolution, visitor);
  return {
    language: visitor.lang,
    need: title(main.outcome),
    say: visitor.has(say) ? t(say) : '',
    hours: (door.place ?? door.desk)?.hours ?? [],
    documents: telling.bring(rule, t).map(({ text }) => text),
    facts: telling
      .facts(rule, day, t)
      .slice(0, mostFacts)
      .map(({ text }) => text),
    others: besides(doors).map(({ outcome }) => title(outcome)),
  };
}

/**
 * What the slip will say for ever, as it is true and worded on this day. Answers to sensitive questions are left out, and
 * so is the name of an issuing desk that would itself tell (design D4).
 */
export function slipCopy(
  { directory, telling, words, flowVersion }: Pick<SlipDeskDeps, 'directory' | 'telling' | 'words' | 'flowVersion'>,
  interview: Interview,
  doors: readonly { outcome: Outcome; first: Recommendation }[],
  day: string,
): SlipCopy {
  const [main] = doors;
  const others = besides(doors);
  if (!main) throw new Error('a slip leads somewhere');
  const { outcome, first } = main;
  const { compiled, rule, recommendations } = outcome;
  const { need } = compiled;
  const also = recommendations.find(({ role, resolution }) => role === 'also' && !resolution.here);
  const desk = interview.deskPartner ? directory.partner(interview.deskPartner) : undefined;
  const commune = interview.commune === null ? undefined : directory.commune(interview.commune);
  const secret = new Set(compiled.asked.filter(({ sensitive }) => sensitive).map(({ id }) => id));
  const say = `needs.${need.need}.say`;
  return {
    language: words.lang,
    issuedOn: day,
    flowVersion,
    directoryVersion: directory.version,
    rule: rule.id,
    replyBy: addWorkingDays(day, first.resolution.network.replyWithin, directory.holidays),
    sensitive: isSensitive(outcome, first),
    need: { id: need.need, title: words.t(`needs.${need.need}.title`), say: words.has(say) ? words.t(say) : '' },
    first: copyDoor(first.resolution, words),
    also: also ? copyDoor(also.resolution, words) : null,
    others: others.map((other) => ({
      need: words.t(`needs.${other.outcome.compiled.need.need}.title`),
      door: copyDoor(other.first.resolution, words),
    })),
    reasons: rule.reasons.map((id) => words.t(`reasons.${id}.text`)),
    documents: telling.bring(rule, words.t).map(({ text }) => text),
    facts: telling
      .facts(rule, day, words.t)
      .slice(0, mostFacts)
      .map(({ text, toConfirm, asOf, reviewBy }) => ({ text, toConfirm, asOf, reviewBy })),
    basin: directory.basins.find(({ id }) => id === commune?.basin)?.name ?? null,
    from: desk && !directory.network(desk.network)?.sensitive ? desk.name : null,
    answers: outcome.path
      .filter(({ question }) => !secret.has(question))
      .map(({ question, option }) => ({
        label: words.t(`questions.${question}.label`),
        text: words.t(`questions.${question}.options.${option}.text`),
      })),
  };
}

/** Makes the desk where slips are issued and printed again. */
export function createSlipDesk(deps: SlipDeskDeps): SlipDesk {
  const { slips, directory, page, publicUrl, words, clock } = deps;
  return {
    async issue(interview, outcomes, visitor, calledTogether = false) {
      const doors = doorsOf(outcomes);
      if (doors.length === 0 || interview.training) return;
      const day = dayOf(clock());
      const copy = { ...slipCopy(deps, interview, doors, day), visitor: visitorCopy(deps, doors, day, visitor) };
      const desk = interview.deskPartner ? directory.partner(interview.deskPartner) : undefined;
      const commune = interview.commune === null ? undefined : directory.commune(interview.commune);
      const slip = await slips.issue({
        issueKey: issueKeyOf(interview, outcomes),
        copy,
        fromPartner: copy.from === null ? null : (desk?.id ?? null),
        fromNetwork: copy.from === null ? null : (desk?.network ?? null),
        basin: interview.commune === outside ? outside : (commune?.basin ?? null),
      });
      if (calledTogether) await slips.record(slip, { type: 'called-together' });
    },
    async find(interview, outcomes, visitor) {
      const doors = doorsOf(outcomes);
      const day = dayOf(clock());
      const said = visitor && { visitor: visitorCopy(deps, doors, day, visitor) };
      if (!interview.training) {
        const slip = await slips.findByIssueKey(issueKeyOf(interview, outcomes));
        return slip && { ...slip, copy: { ...slip.copy, ...said } };
      }
      if (doors.length === 0) return null;
      const code = trainingCode();
      const codes = { visitor: code, reply: code, token: code };
      return {
        id: interview.id,
        codes,
        copy: { ...slipCopy(deps, interview, doors, day), ...said },
        events: [{ type: 'issued', day }],
      };
    },
    async fullUntil(outcome) {
      const partner = doorsOf([outcome])[0]?.first.resolution.partner;
      return partner ? slips.fullUntil(partner.id, outcome.compiled.need.need) : null;
    },
    async show(res, slip, base, paper) {
      const ticket = paper === 'ticket';
      const view = sheetView(slip, publicUrl, dayOf(clock()), `${base}/${ticket ? 'slip' : 'outcome'}`, {
        words,
        wordsOf: page.wordsOf,
      });
      page.render(res, ticket ? 'ticket' : 'slip', { ...view, base });
    },
  };
}
