import type { Directory } from '../directory/directory.ts';
import type { Resolution } from '../directory/partner.ts';
import { inSentence, sayDay, sayList } from '../web/format.ts';
import type { Words } from '../web/words.ts';
import { type CardContext, type CardView, cardView, shownAddress } from './card-view.ts';
import { type Circumstance, circumstancesOf, type Interview, outside } from './interview.ts';
import type { JourneyStop } from './journey.ts';
import type { NeedChoice } from './need-choices.ts';
import { blocksBefore, type Outcome } from './several-needs.ts';
import type { Telling, ToldFact, ToldLink } from './telling.ts';
import type { Beside } from './worded.ts';

export interface OutcomeView {
  base: string;
  need: string;
  rule: string;
  outcome: 'go' | 'answered-here';
  /** Questions answered on the way, the commune included. */
  answered: number;
  title: string;
  lead: string;
  first: CardView | null;
  also: readonly CardView[];
  facts: readonly (ToldFact & { checked: string })[];
  bring: readonly { id: string; text: string }[];
  online: readonly (ToldLink & { shown: string })[];
  /** By question: what other answers would have led to, in words. */
  otherwise: ReadonlyMap<string, readonly string[]>;
  whyNot: readonly { network: string; why: string }[];
  slip: boolean;
  /** The reasons as one thing to say aloud, empty where there are none. */
  say: string;
  /** On a paired kiosk: its desk may take over. */
  mayHandOver: boolean;
  /** At the desk: other needs, to change to at once. */
  often: readonly NeedChoice[];
  /** The other needs of the person, the most blocking first; `before` must be settled before this one. */
  others: readonly { need: string; title: string; where: string; before: boolean }[];
  forOther: boolean;
  /** The person lives outside the region. */
  outside: boolean;
  /** For the agent only: what to listen for, what not to do, when to call together. */
  note: { listen: string; avoid: string; together: string } | null;
  /** For the agent only: the answers of the way, to light it in the drawing of the tree. */
  way: readonly { question: string; option: string }[];
  journey: readonly JourneyStop[];
  /** At the desk: the same in the person's language. */
  beside: Beside | null;
  /** The last stop of the line: where one arrives. */
  arrived: string;
  back: string;
  /** At the desk: what was ticked when the interview began. */
  circumstances: readonly Circumstance[];
}

interface Context extends CardContext {
  directory: Directory;
  telling: Telling;
  day: string;
}

function titleOf(resolution: Resolution | undefined, words: Words): string {
  if (!resolution) return '';
  const { network, partner, fallback } = resolution;
  const go = words.t(`networks.${network.id}.go`);
  if (resolution.here) return words.t('interview.outcome.title-here', { network: network.name });
  if (partner) return words.t('interview.outcome.title-go', { go, town: partner.communeName });
  if (network.ownEmployer) return words.t('interview.outcome.title-employer', { go });
  if (fallback?.kind === 'phone') return words.t('interview.outcome.title-call', { network: fallback.network.name });
  return words.t('interview.outcome.title-desk', { go });
}

/** What an outcome says in one line: where to go, or the answer given on the spot. */
function arrival({ rule, recommendations }: Outcome, words: Words): string {
  if (rule.answer) return words.t(`answers.${rule.answer}.title`);
  return titleOf(recommendations.find(({ role }) => role === 'first')?.resolution, words);
}

function agentNote(need: string, { t }: Words): OutcomeView['note'] {
  const say = (part: string) => t(`needs.${need}.${part}`);
  return { listen: say('listen'), avoid: say('avoid'), together: say('together') };
}

/**
 * What other answers would have led to, by question: only where it is another place. Options that lead to the same
 * place are said in one sentence.
 */
function otherwiseByQuestion(
  { changes, rule }: Outcome,
  { directory, words }: Context,
): Map<string, readonly string[]> {
  const byQuestion = new Map<string, Map<string, string[]>>();
  for (const { question, option, leads } of changes) {
    if (leads.kind === 'rule' && leads.rule.first[0] !== undefined && leads.rule.first[0] === rule.first[0]) continue;
    const network = leads.kind === 'rule' ? directory.network(leads.rule.first[0] ?? '')?.name : undefined;
    const answer =
      leads.kind === 'rule' && leads.rule.answer
        ? inSentence(words.t(`answers.${leads.rule.answer}.title`), words)
        : undefined;
    const target = leads.kind === 'depends' ? words.t('interview.outcome.depends') : (network ?? answer);
    if (!target) continue;
    const targets = byQuestion.get(question) ?? new Map<string, string[]>();
    byQuestion.set(question, targets);
    targets.set(target, [...(targets.get(target) ?? []), words.t(`questions.${question}.options.${option}.text`)]);
  }
  const say = (options: readonly string[], target: string) => {
    const [first = '', ...others] = options;
    return words.t('interview.outcome.otherwise', {
      options: sayList([first, ...others.map((option) => inSentence(option, words))], 'disjunction', words),
      target,
    });
  };
  return new Map(
    [...byQuestion].map(([question, targets]) => [
      question,
      [...targets].map(([target, options]) => say(options, target)),
    ]),
  );
}

/** Networks another answer would have led to, and what they do: why not there. */
function whyNot(outcome: Outcome, { directory, words }: Context) {
  const named = new Set(outcome.recommendations.map(({ resolution }) => resolution.network.id));
  const others = outcome.changes.flatMap(({ leads }) => (leads.kind === 'rule' ? leads.rule.first : []));
  return [...new Set(others)]
    .filter((id) => !named.has(id))
    .flatMap((id) => {
      const network = directory.network(id);
      return network ? [{ network: network.name, why: words.t(`networks.${id}.why`) }] : [];
    });
}

/** Since when a fact is known, until when, and from whom: the small print under it. */
function checkedLine(fact: ToldFact, words: Words): string {
  return words.t('interview.outcome.checked', {
    asOf: sayDay(fact.asOf, words),
    reviewBy: sayDay(fact.reviewBy, words),
    sources: sayList(fact.sources, 'conjunction', words),
  });
}

/** The outcome page: where to go and why, what to know, what to bring, what would change it. */
export function outcomeView(
  context: Context,
  interview: Interview,
  outcome: Outcome,
  reached: readonly Outcome[],
): OutcomeView {
  const { words, telling, day, directory } = context;
  const { rule, recommendations } = outcome;
  const from = interview.commune === null ? null : (directory.commune(interview.commune)?.label ?? null);
  const reasons = rule.reasons.map((id) => words.t(`reasons.${id}.text`));
  const base = `/interviews/${interview.id}`;
  const cards = recommendations.map((recommendation) =>
    cardView(
      recommendation,
      recommendation.role === 'first' && reasons.length > 0
        ? reasons
        : [words.t(`networks.${recommendation.resolution.network.id}.why`)],
      { from, base },
      context,
    ),
  );
  const answer = rule.answer ? `answers.${rule.answer}` : null;
  const first = recommendations.find(({ role }) => role === 'first');
  const title = arrival(outcome, words);
  return {
    base,
    need: outcome.compiled.need.need,
    rule: rule.id,
    outcome: rule.outcome,
    answered: outcome.path.length + (interview.commune === null ? 0 : 1),
    title,
    lead: answer ? words.t(`${answer}.text`) : (reasons[0] ?? ''),
    first: cards.find(({ role }) => role === 'first') ?? null,
    also: cards.filter(({ role }) => role === 'also'),
    facts: telling.facts(rule, day, words.t).map((fact) => ({ ...fact, checked: checkedLine(fact, words) })),
    bring: telling.bring(rule, words.t),
    online: telling.online(rule, words.t).map((link) => ({ ...link, shown: shownAddress(link.url) })),
    otherwise: otherwiseByQuestion(outcome, context),
    whyNot: whyNot(outcome, context),
    say: reasons.join(' '),
    mayHandOver: interview.channel === 'kiosk' && interview.deskPartner !== null && !outcome.compiled.need.sensitive,
    often: [],
    slip: rule.outcome === 'go' && first?.resolution.here !== true,
    others: reached
      .filter((other) => other.compiled.need.need !== outcome.compiled.need.need)
      .map((other) => ({
        need: other.compiled.need.need,
        title: words.t(`needs.${other.compiled.need.need}.title`),
        where: arrival(other, words),
        before: blocksBefore(other, outcome),
      })),
    forOther: interview.speaksFor === 'other',
    outside: interview.commune === outside,
    note: interview.channel === 'desk' ? agentNote(outcome.compiled.need.need, words) : null,
    way: interview.channel === 'desk' ? outcome.walked.path : [],
    journey: [],
    beside: null,
    arrived: first ? first.resolution.network.name : title,
    // A commune that came with the desk was never asked: the last answer is the one before it.
    back:
      interview.commune === null || (interview.deskPartner !== null && outcome.path.length > 0)
        ? `${base}/${Math.max(1, outcome.path.length)}`
        : `${base}/commune`,
    circumstances: circumstancesOf(interview),
  };
}
