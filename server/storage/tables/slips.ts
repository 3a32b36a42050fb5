/**
 * One slip. No name, no phone, no free text, no time of day. The `…_key` columns are keyed digests (HMAC-SHA256), good
 * for looking up and for nothing else; the `sealed_…` columns are encrypted. Of a sensitive slip `need`, `network`,
 * `from_partner`, `to_partner` and `basin` are null (design D4).
 */
interface SlipRow {
  id: string;
  issue_key: string;
  visitor_key: string;
  token_key: string;
  reply_key: string;
  /** YYYY-MM-DD, as every day of these tables. */
  issued_on: string;
  need: string | null;
  network: string | null;
  from_partner: string | null;
  to_partner: string | null;
  basin: string | null;
  sealed_codes: string;
  sealed_copy: string;
}

/** One event of a slip, never changed once written; `seq` counts from 0. */
interface SlipEventRow {
  slip: string;
  seq: number;
  type: string;
  day: string;
  appointment_on: string | null;
  appointment_half: string | null;
  /** Where a redirected person was sent; null for a sensitive network. */
  network: string | null;
  reason: string | null;
}

export interface SlipsTables {
  slips: SlipRow;
  slip_events: SlipEventRow;
}
