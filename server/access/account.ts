import { AppError } from '../errors.ts';
import { commonPasswords } from './common-passwords.ts';

/**
 * `agent`: keeps the desk of one structure. `coordinator`: looks after the people, desks and figures of some SPRO groups.
 * `admin`: the same for the whole region.
 */
export const roles = ['agent', 'coordinator', 'admin'] as const;
export type Role = (typeof roles)[number];

/** Somebody who may sign in. */
export interface Account {
  id: string;
  name: string;
  role: Role;
  /** The structure whose desk this person keeps; always there for an agent. */
  partner: string | null;
  /** The groups a coordinator has; empty for the others. */
  groups: readonly string[];
  /** Everything done here is an exercise: nothing is counted, no slip is good. */
  training: boolean;
}

const minute = 60_000;
const hour = 60 * minute;

/** How long a session lasts without a request, and in all, in milliseconds: shorter for those who may do more. */
export const sessionLimits: Record<Role, { idle: number; absolute: number }> = {
  agent: { idle: 30 * minute, absolute: 10 * hour },
  coordinator: { idle: 15 * minute, absolute: 8 * hour },
  admin: { idle: 15 * minute, absolute: 8 * hour },
};

/** An invitation not used within seven days is void. */
export const invitationLife = 7 * 24 * hour;

const shortestName = 2;
const longestName = 40;
const shortestPassword = 12;
const longestPassword = 200;

const lengthOf = (text: string): number => [...text].length;

/** A name as it is compared: without case or control characters, and whichever way its accents were typed. */
export function nameKey(name: string): string {
  return name
    .normalize('NFKC')
    .replace(/\p{Cc}/gu, '')
    .toLocaleLowerCase('fr')
    .trim();
}

/** A name as typed, trimmed, spaces between words single. Throws `invalid` on `name` unless it has 2 to 40 characters. */
export function readName(typed: unknown): string {
  const name = typeof typed === 'string' ? typed.normalize('NFC').trim().replace(/\s+/gu, ' ') : '';
  const length = lengthOf(name);
  const values = { shortest: shortestName, longest: longestName };
  if (length < shortestName || length > longestName || /[\p{Cc}\p{Cf}]/u.test(name))
    throw new AppError('invalid', 'name-length', values, 'name');
  return name;
}

/** The same password whichever keyboard it was typed on. */
export function samePassword(typed: string): string {
  return typed.normalize('NFKC');
}

/**
 * A password somebody chooses. Long, and not one of the first that anybody would try; nothing is asked of its
 * composition. Throws `invalid` on `password` with what is wrong.
 */
export function readNewPassword(typed: unknown, name: string): string {
  const password = samePassword(typeof typed === 'string' ? typed : '');
  const refuse = (key: string, values: Record<string, number> = {}) => new AppError('invalid', key, values, 'password');
  if (lengthOf(password) < shortestPassword) throw refuse('password-short', { shortest: shortestPassword });
  if (lengthOf(password) > longestPassword) throw refuse('password-long', { longest: longestPassword });
  if (nameKey(password) === nameKey(name)) throw refuse('password-is-name');
  const plain = password.toLowerCase();
  if (commonPasswords.has(plain) || new Set(plain).size < 3) throw refuse('password-common');
  return password;
}

/** True while a session may go on. Instants are ISO 8601 UTC. */
export function isLive(session: { startedAt: string; seenAt: string }, role: Role, now: Date): boolean {
  const { idle, absolute } = sessionLimits[role];
  return now.getTime() - Date.parse(session.seenAt) < idle && now.getTime() - Date.parse(session.startedAt) < absolute;
}
