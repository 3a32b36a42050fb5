import type { Generated } from 'kysely';

/** People who sign in. `partner` is the id of the structure whose desk they keep; `disabledAt` null while they may. */
interface AccountRow {
  id: string;
  name: string;
  /** The name as it is compared: two accounts never share it. */
  nameKey: string;
  /** An argon2id string, parameters included; empty while the account waits for a new password. */
  passwordHash: string;
  role: 'agent' | 'coordinator' | 'admin';
  partner: string | null;
  /** JSON list of the SPRO groups a coordinator has. */
  groups: Generated<string>;
  createdAt: string;
  disabledAt: string | null;
  /** Since when everything this account does is an exercise; null while it works in earnest. */
  trainingSince: string | null;
}

/** One-time links that were not used yet; using one deletes it. */
interface LinkRow {
  /** SHA-256 of the token: the file alone opens nothing. */
  tokenHash: string;
  role: 'agent' | 'coordinator' | 'admin';
  partner: string | null;
  groups: Generated<string>;
  /** The account whose password it renews; null where it makes a new one. */
  account: string | null;
  /** Null for the link of the first administrator, whom nobody invited. */
  invitedBy: string | null;
  createdAt: string;
  /** Null: until it is used or replaced. */
  expiresAt: string | null;
}

interface SessionRow {
  /** SHA-256 of the id the browser holds. */
  idHash: string;
  account: string;
  startedAt: string;
  seenAt: string;
}

/** What lets programs of an account read files. Days are YYYY-MM-DD. */
interface TokenRow {
  /** SHA-256 of the token: the file alone opens nothing. */
  tokenHash: string;
  account: string;
  name: string;
  createdOn: string;
  /** The last day it is good. */
  until: string;
  usedOn: string | null;
}

export interface AccountsTables {
  accounts: AccountRow;
  links: LinkRow;
  sessions: SessionRow;
  tokens: TokenRow;
}
