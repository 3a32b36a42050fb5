/**
 * One slip. No name, no phone, no free text, no time of day. The `…_key` columns are keyed digests (HMAC-SHA256), good
 * for looking up and for nothing else; the `sealed_…` columns are encrypted. Of a sensitive slip `need`, `rule`, `network`,
 * `fromNetwork`, `fromPartner`, `toPartner`, `basin` and `replyBy` are null (design D4).
 */
interface SlipRow {
  id: string;
  issueKey: string;
  visitorKey: string;
  tokenKey: string;
  replyKey: string;
  /** YYYY-MM-DD, as every day of these tables. */
  issuedOn: string;
  need: string | null;
  rule: string | null;
  network: string | null;
  fromNetwork: string | null;
  fromPartner: string | null;
  toPartner: string | null;
  basin: string | null;
  /** The day by which the network promises a reply. */
  replyBy: string | null;
  /** The slip that was redirected into this one; null once that one is erased. One slip is followed by one at most. */
  previous: string | null;
  sealedCodes: string;
  sealedCopy: string;
}

/** One event of a slip, never changed once written; `seq` counts from 0. */
interface SlipEventRow {
  slip: string;
  seq: number;
  type: string;
  day: string;
  appointmentOn: string | null;
  appointmentHalf: string | null;
  untilOn: string | null;
  /** Where a redirected person was sent; null for a sensitive network. */
  network: string | null;
  reason: string | null;
}

/** A day's work that one process took on: the key is what makes it one. */
interface ChoreRow {
  name: string;
  day: string;
}

export interface SlipsTables {
  chores: ChoreRow;
  slips: SlipRow;
  slipEvents: SlipEventRow;
}
