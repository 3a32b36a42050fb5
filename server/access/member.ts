import type { Account, Role } from './account.ts';

/** What a one-time link gives to whoever uses it. */
export interface Invitation {
  role: Role;
  partner: string | null;
  groups: readonly string[];
}

/** What a link does: make an account, or give the one it names a new password. */
export interface Offer extends Invitation {
  renews: { id: string; name: string } | null;
}

/** A link that waits to be used. */
export interface OpenInvitation extends Invitation {
  expiresAt: string;
}

/** An account as the team sees it. */
export interface Member extends Account {
  createdAt: string;
  disabled: boolean;
}

/** Accounts and the links that create them. A password never comes here, only its hash. */
export interface Accounts {
  /** While nobody has an account: the token of the link for the first administrator, any earlier one being void. Else null. */
  firstLink(): Promise<string | null>;
  /** Makes a link and gives its token, which is kept nowhere. */
  invite(invitation: Invitation, invitedBy: string): Promise<string>;
  /** What the link of a token would give; null when it was used, has expired, or never was. */
  invitation(token: string): Promise<Offer | null>;
  /**
   * Uses up a link and creates its account, both or neither. Throws `gone` when the link is no longer one, `invalid`
   * on `name` when somebody has that name.
   */
  create(token: string, name: string, passwordHash: string): Promise<Account>;
  /** Voids the password of an account, ends its sessions, and gives the token of a link to choose another. */
  reset(id: string, by: string): Promise<string>;
  /** Uses up a link of `reset`. Throws `gone` when it is no longer one. */
  renew(token: string, passwordHash: string): Promise<Account>;
  /** Gives somebody the role and the groups of another account, which keeps them. Throws `not-found`. */
  handOver(from: string, to: string): Promise<void>;
  /** Begins or ends an exercise. */
  train(id: string, training: boolean): Promise<void>;
  /** The account to sign in to under a name, with its hash; null when there is none, or it was disabled. */
  find(name: string): Promise<{ account: Account; passwordHash: string } | null>;
  members(): Promise<Member[]>;
  openInvitations(): Promise<OpenInvitation[]>;
  /**
   * Ends an account, its sessions and the links it made. Throws `not-found`; `conflict` for the last administrator, and
   * for the last coordinator of a group unless an administrator does it.
   */
  disable(id: string, by: Role): Promise<void>;
}
