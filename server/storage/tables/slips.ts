/**
 * One slip. No name, no phone, no free text, no time of day. The `…_key` columns are keyed digests (HMAC-SHA256), good
 * for looking up and for nothing else; the `sealed_…` columns are encrypted. Of a sensitive slip `need`, `network`,
 * `fromPartner`, `toPartner` and `basin` are null (design D4).
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
  network: string | null;
  fromPartner: string | null;
  toPartner: string | null;
  basin: string | null;
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
  /** Where a redirected person was sent; null for a sensitive network. */
  network: string | null;
  reason: string | null;
}

export interface SlipsTables {
  slips: SlipRow;
  slipEvents: SlipEventRow;
}
