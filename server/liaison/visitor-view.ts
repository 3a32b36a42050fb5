import type { Directory } from '../directory/directory.ts';
import { sayDay } from '../web/format.ts';
import type { Words } from '../web/words.ts';
import type { CopiedDoor } from './copy.ts';
import { isUnanswered, type SlipState, type Statement, statements, stateOf } from './lifecycle.ts';
import { sayReply } from './reply-view.ts';
import { type PrintedDoor, printedDoor } from './sheet-view.ts';
import type { Slip } from './slip.ts';

/** The visitor's page: where the slip stands, where to go, what the visitor may say. */
export interface VisitorView {
  code: string;
  action: string;
  state: SlipState;
  /** Where it stands, in words. */
  stands: string;
  /** What to do now, or null. */
  next: string | null;
  /** The page of the slip that follows, once the person was sent elsewhere. */
  follows: string | null;
  /** The day by which a reply was promised, while it is waited for. */
  replyBy: string | null;
  day: string;
  outside: string;
  /** Null when its name stays on paper (design D4). */
  door: PrintedDoor | null;
  /** Its hours: in the language of the page where the slip was issued in it, else in French. */
  hours: { lang: string; dir: 'ltr' | 'rtl'; lines: readonly string[] };
  /** What became of the place since: its card, and why nobody should go there now; null when its name stays on paper. */
  card: { href: string; changed: string | null } | null;
  said: readonly { id: Statement; text: string }[];
  statements: readonly { id: Statement; text: string }[];
  mayCancel: boolean;
  wrong: string | null;
  late: boolean;
}

/** The card of the place named on the slip, and whether people are still received there. */
function cardOf({ place, desk }: CopiedDoor, directory: Pick<Directory, 'partner'>, words: Words): VisitorView['card'] {
  const now = directory.partner((place ?? desk)?.partner ?? '');
  if (!now) return null;
  const { status, until } = now;
  const movedTo = now.movedTo === null ? undefined : directory.partner(now.movedTo);
  const changed = movedTo
    ? words.t('slip.visitor.changed.moved-to', { name: movedTo.name, commune: movedTo.communeName })
    : until !== null && status !== 'active'
      ? words.t(`slip.visitor.changed.${status}-until`, { day: sayDay(until, words) })
      : words.t(`slip.visitor.changed.${status}`);
  return {
    href: `/directory/${encodeURIComponent((movedTo ?? now).id)}`,
    changed: status === 'active' || status === 'to-verify' ? null : changed,
  };
}

function hoursIn({ visitor, first, language }: Slip['copy'], { lang, dir }: Words): VisitorView['hours'] {
  if (visitor?.language === lang && visitor.hours) return { lang, dir, lines: visitor.hours };
  return { lang: language, dir: 'ltr', lines: (first.place ?? first.desk)?.hours ?? [] };
}

/** The visitor's page of a slip, on a day. */
export function visitorView(
  {
    slip,
    code,
    next: nextCode,
    day,
    directory,
    words,
  }: {
    slip: Slip;
    code: string;
    next: string | null;
    day: string;
    directory: Pick<Directory, 'networks' | 'partner'>;
    words: Words;
  },
  posted: { wrong?: boolean; late?: boolean } = {},
): VisitorView {
  const { copy } = slip;
  const life = stateOf(slip.events, day);
  const next = `slip.visitor.next.${life.state}`;
  const said = (id: Statement) => life.said.includes(id);
  return {
    code,
    action: `/slips/${code}`,
    state: life.state,
    stands: sayReply(life, 'visitor', directory.networks, words) ?? words.t(`slip.visitor.stands.${life.state}`),
    next: words.has(next) ? words.t(next) : null,
    follows: nextCode === null ? null : `/slips/${nextCode}`,
    replyBy: copy.replyBy === null || !isUnanswered(life) ? null : sayDay(copy.replyBy, words),
    day: sayDay(copy.issuedOn, words),
    outside: copy.sensitive ? words.t('slip.specialised') : copy.first.networkName,
    door: copy.sensitive ? null : printedDoor(copy.first, words),
    hours: hoursIn(copy, words),
    card: copy.sensitive ? null : cardOf(copy.first, directory, words),
    said: statements.filter(said).map((id) => ({ id, text: words.t(`slip.statements.${id}.said`) })),
    statements: statements.filter((id) => !said(id)).map((id) => ({ id, text: words.t(`slip.statements.${id}.text`) })),
    mayCancel: life.allows('cancelled'),
    wrong: posted.wrong ? words.t('slip.visitor.wrong') : null,
    late: posted.late ?? false,
  };
}
