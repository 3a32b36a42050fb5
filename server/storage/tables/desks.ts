/** A desk or a kiosk of a structure, lasting or for the days of an event. Neither says who sits at it. */
interface DeskRow {
  id: string;
  partner: string;
  kind: 'desk' | 'kiosk';
  /** Name of the event it was set up for, with its first and last day (YYYY-MM-DD); null for a lasting one. */
  event: string | null;
  firstDay: string | null;
  lastDay: string | null;
  createdAt: string;
  closedAt: string | null;
  /** Keyed digest of the code that pairs a kiosk, until it is used or its quarter of an hour is over. */
  pairingKey: string | null;
  pairingUntil: string | null;
  /** SHA-256 of the token the paired kiosk holds; null while none is. */
  tokenHash: string | null;
  pairedAt: string | null;
}

export interface DesksTables {
  desks: DeskRow;
}
