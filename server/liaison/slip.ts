import type { SlipCodes, SlipCopy } from './copy.ts';
import type { SlipAct, SlipEvent } from './lifecycle.ts';

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
  fromNetwork: string | null;
  basin: string | null;
}

/** A slip that follows another one; its basin is that of the first. */
export type FollowDraft = Omit<SlipDraft, 'issueKey' | 'basin'>;

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
   * With `follow`, the slip that follows is issued with it, both or neither.
   */
  record(slip: Slip, act: SlipAct, follow?: FollowDraft): Promise<{ done: boolean; slip: Slip }>;
  /** The slip a redirected one led to, with what is printed on it; null when it led to none. */
  findNext(slip: Pick<Slip, 'id'>): Promise<IssuedSlip | null>;
  /**
   * Until when a structure takes nobody more for a need, as it answered last; null when it did not say so, when the day
   * has come, or when it took somebody since.
   */
  fullUntil(partner: string, need: string): Promise<string | null>;
  /** A slip by its id, for the desk that sent it or the one it is addressed to: `desks` are null when it is sensitive. */
  findById(id: string): Promise<{ slip: IssuedSlip; desks: { from: string | null; to: string | null } } | null>;
}
