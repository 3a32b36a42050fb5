import type { Network } from '../directory/partner.ts';
import { sayDay } from '../web/format.ts';
import type { Words } from '../web/words.ts';
import {
  halfDays,
  isUnanswered,
  refusalReasons,
  replyTypes,
  type SlipLife,
  type SlipState,
  stateOf,
} from './lifecycle.ts';
import { appointmentDays, type ReplyField, type ReplyForm, specialised } from './reply.ts';
import type { Slip } from './slip.ts';

type Choice = { id: string; text: string; checked: boolean };

/** The page of the receiving structure: what the slip asks of it, what it answered, what it may answer still. */
export interface ReplyView {
  action: string;
  /** Where to go back to; null for whoever came by a code. */
  back: string | null;
  state: SlipState;
  /** What was answered, in words, or null. */
  answered: string | null;
  /** Address of the fresh sheet to hand over, once the person is redirected. */
  next: string | null;
  /** The sender called this structure with the person beside the telephone. */
  calledTogether: boolean;
  /** The day by which a reply was promised, in words, or null. */
  replyBy: string | null;
  /** What the structure may paste into its own tool. */
  paste: string;
  /** True when something came after the slip was closed, and was not written. */
  late: boolean;
  answers: readonly (Choice & { hint: string })[];
  mayOpen: boolean;
  halves: readonly Choice[];
  networks: readonly Choice[];
  reasons: readonly Choice[];
  day: string;
  until: string;
  firstDay: string;
  lastDay: string;
  wrong: { field: ReplyField; text: string } | null;
  brief: {
    need: string;
    answers: readonly { label: string; text: string }[];
    reasons: readonly string[];
    to: string;
    from: string;
    day: string;
    basin: string | null;
  };
}

/** How a reply is said, to the visitor and to the structure alike. `audience` picks the sentence. */
export function sayReply(
  life: SlipLife,
  audience: 'visitor' | 'reply',
  networks: readonly Network[],
  words: Words,
): string | null {
  const { reply, state } = life;
  const at = `slip.${audience}.said`;
  if (state === 'cancelled') return words.t(`${at}.cancelled`);
  if (!reply) return null;
  const day = sayDay(reply.day, words);
  if (reply.type === 'appointment') {
    return words.t(`${at}.appointment`, { day, on: sayDay(reply.on, words), half: words.t(`slip.half.${reply.half}`) });
  }
  if (reply.type === 'redirected') {
    const network = networks.find(({ id }) => id === reply.network)?.name ?? words.t('slip.specialised');
    return words.t(`${at}.redirected`, { day, network });
  }
  if (reply.type === 'refused') {
    return words.t(`${at}.refused`, { day, reason: words.t(`slip.reasons.${reply.reason}.said`) });
  }
  if (reply.type === 'full' && reply.until !== null) {
    return words.t(`${at}.full-until`, { day, until: sayDay(reply.until, words) });
  }
  return words.t(`${at}.${reply.type}`, { day });
}

/** The slip as lines of plain text. No code: what is pasted elsewhere opens nothing here. */
function pasted(brief: ReplyView['brief'], calledTogether: boolean, words: Words): string {
  const line = (key: string, values: Record<string, string>) => words.t(`slip.paste.${key}`, values);
  return [
    line('head', { day: brief.day, from: brief.from }),
    ...(calledTogether ? [line('called-together', {})] : []),
    line('need', { need: brief.need }),
    ...(brief.basin === null ? [] : [line('basin', { basin: brief.basin })]),
    ...brief.answers.map(({ label, text }) => words.t('slip.sheet.answer', { label, text })),
    ...(brief.reasons.length > 0 ? [line('why', { reasons: brief.reasons.join(' ') })] : []),
  ].join('\n');
}

/** The reply page on a day. `posted` is what was sent when the page is shown again because of it. */
export function replyView(
  {
    slip,
    action,
    next,
    day,
    networks,
    redirectable,
    words,
  }: {
    slip: Slip;
    action: string;
    next: string | null;
    day: string;
    networks: readonly Network[];
    redirectable: ReadonlySet<string>;
    words: Words;
  },
  posted?: { form: ReplyForm; wrong: ReplyField | null; late: boolean },
): ReplyView {
  const { copy } = slip;
  const life = stateOf(slip.events, day);
  const form = posted?.late ? undefined : posted?.form;
  const choices = (ids: readonly string[], field: ReplyField, key: (id: string) => string): Choice[] =>
    ids.map((id) => ({ id, text: words.t(key(id)), checked: form?.[field] === id }));
  const open = networks.filter(({ id }) => redirectable.has(id));
  const { first, last } = appointmentDays(day);
  const brief = {
    need: copy.need.title,
    answers: copy.answers,
    reasons: copy.reasons,
    to: copy.first.place?.name ?? copy.first.networkName,
    from: copy.from ?? words.t('slip.from-nobody'),
    day: sayDay(copy.issuedOn, words),
    basin: copy.basin,
  };
  return {
    action,
    back: action.startsWith('/inbox/') ? '/inbox' : null,
    next,
    replyBy: copy.replyBy === null || !isUnanswered(life) ? null : sayDay(copy.replyBy, words),
    paste: pasted(brief, life.calledTogether, words),
    calledTogether: life.calledTogether,
    state: life.state,
    answered: sayReply(life, 'reply', networks, words),
    late: posted?.late ?? false,
    answers: choices(
      replyTypes.filter((type) => life.allows(type)),
      'answer',
      (id) => `slip.answers.${id}.text`,
    ).map((choice) => ({ ...choice, hint: words.t(`slip.answers.${choice.id}.hint`) })),
    mayOpen: life.allows('opened'),
    halves: choices(halfDays, 'half', (id) => `slip.half.${id}`),
    networks: [
      ...open.map(({ id, name }) => ({ id, text: name, checked: form?.network === id })),
      { id: specialised, text: words.t('slip.specialised'), checked: form?.network === specialised },
    ],
    reasons: choices(refusalReasons, 'reason', (id) => `slip.reasons.${id}.text`),
    day: form?.day ?? '',
    until: form?.until ?? '',
    firstDay: first,
    lastDay: last,
    wrong: posted?.wrong ? { field: posted.wrong, text: words.t(`slip.reply.wrong.${posted.wrong}`) } : null,
    brief,
  };
}
