import type { Network } from '../directory/partner.ts';
import { sayDay } from '../web/format.ts';
import type { Words } from '../web/words.ts';
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
  said: readonly { id: Statement; text: string }[];
  statements: readonly { id: Statement; text: string }[];
  mayCancel: boolean;
  wrong: string | null;
  late: boolean;
}

/** The visitor's page of a slip, on a day. */
export function visitorView(
  {
    slip,
    code,
    next: nextCode,
    day,
    networks,
    words,
  }: {
    slip: Slip;
    code: string;
    next: string | null;
    day: string;
    networks: readonly Network[];
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
    stands: sayReply(life, 'visitor', networks, words) ?? words.t(`slip.visitor.stands.${life.state}`),
    next: words.has(next) ? words.t(next) : null,
    follows: nextCode === null ? null : `/slips/${nextCode}`,
    replyBy: copy.replyBy === null || !isUnanswered(life) ? null : sayDay(copy.replyBy, words),
    day: sayDay(copy.issuedOn, words),
    outside: copy.sensitive ? words.t('slip.specialised') : copy.first.networkName,
    door: copy.sensitive ? null : printedDoor(copy.first, words),
    said: statements.filter(said).map((id) => ({ id, text: words.t(`slip.statements.${id}.said`) })),
    statements: statements.filter((id) => !said(id)).map((id) => ({ id, text: words.t(`slip.statements.${id}.text`) })),
    mayCancel: life.allows('cancelled'),
    wrong: posted.wrong ? words.t('slip.visitor.wrong') : null,
    late: posted.late ?? false,
  };
}
