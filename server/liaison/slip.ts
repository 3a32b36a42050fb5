import type { SlipCodes, SlipCopy } from './copy.ts';
import type { SlipAct, SlipEvent, SlipLife, SlipState } from './lifecycle.ts';

/** A slip as the holder of one of its secrets may read it: what it says and what happened, none of its secrets. */
export interface Slip {
  id: string;
  copy: SlipCopy;
  events: readonly SlipEvent[];
}

/** A slip in the hands of the interview that issued it: with what is printed on its two halves. */
export interface IssuedSlip extends Slip {
  codes: SlipCodes;
}

/** What is asked when a slip is issued. */
export interface SlipDraft {
  /** What makes two posts the same slip; only a keyed digest of it is stored. */
  issueKey: string;
  copy: SlipCopy;
  /** Ids, for the quality of partnerships; not kept for a sensitive slip. */
  fromPartner: string | null;
  basin: string | null;
}

/** What may be counted of a slip before it is erased; `need` and the places are null when it is sensitive. */
export interface SpentSlip {
  id: string;
  issuedOn: string;
  need: string | null;
  network: string | null;
  fromPartner: string | null;
  toPartner: string | null;
  basin: string | null;
  state: SlipState;
  said: SlipLife['said'];
}

/** Slips and their events. Nothing of an erased or outdated slip is ever found. */
export interface Slips {
  /** One slip for one issue key, however many posts and at whatever instant: the first one's, with the same codes. */
  issue(draft: SlipDraft): Promise<IssuedSlip>;
  findByIssueKey(issueKey: string): Promise<IssuedSlip | null>;
  /** Takes a code as `readCode` gives it. */
  findByVisitorCode(code: string): Promise<Slip | null>;
  findByReplyToken(token: string): Promise<Slip | null>;
  /** The reply token of a typed reply code, as `readCode` gives it: the same right, held another way. */
  findByReplyCode(code: string): Promise<string | null>;
  /** Adds events at a place; false, and nothing written, when the place was taken meanwhile. */
  append(slip: Pick<Slip, 'id'>, acts: readonly SlipAct[], expectedSeq: number): Promise<boolean>;
  /**
   * Adds what happened if the life of the slip still allows it, reading it again after every lost race. `done` is false
   * when it does not; `slip` is as it stands then. A first reply is also the proof that somebody opened the slip.
   */
  record(slip: Slip, act: SlipAct): Promise<{ done: boolean; slip: Slip }>;
  /** Slips whose time is over (sixty days after closing), at most `limit`: to be counted, then erased. */
  spent(limit: number): Promise<SpentSlip[]>;
  erase(ids: readonly string[]): Promise<void>;
}
