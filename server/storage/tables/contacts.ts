/** Where a structure is written to. The address is encrypted: neither a copy of the database nor an export tells it. */
interface ContactRow {
  partner: string;
  /** Made anew with each address: a link in a mail to the one before mutes nothing any more. */
  id: string;
  sealedAddress: string;
  /** Since when it wants no mail (YYYY-MM-DD); null while it does. */
  mutedOn: string | null;
}

/** The mail of one structure and one week (YYYY-Www): the key is what makes it one, whatever the number of processes. */
interface DigestRow {
  week: string;
  partner: string;
  /** `claimed` while it is sent, then what became of it. */
  state: 'claimed' | 'sent' | 'unreachable' | 'refused' | 'uncertain';
  /** ISO 8601 UTC. */
  changedAt: string;
}

export interface ContactsTables {
  contacts: ContactRow;
  digests: DigestRow;
}
