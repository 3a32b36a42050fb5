import { randomBytes } from 'node:crypto';
import { AppError } from '../errors.ts';

/** Where people are received: by somebody, or by a screen. */
export const deskKinds = ['desk', 'kiosk'] as const;
export type DeskKind = (typeof deskKinds)[number];

/** A desk or a kiosk of a structure, lasting or for the days of an event. */
export interface Desk {
  id: string;
  partner: string;
  kind: DeskKind;
  event: string | null;
  /** First and last day of the event, YYYY-MM-DD; null where it has no end. */
  firstDay: string | null;
  lastDay: string | null;
  closed: boolean;
  /** Since when a screen is paired with it (ISO 8601 UTC), or null. */
  pairedAt: string | null;
}

/** What is asked when a desk is set up. */
export type DeskPlan = Pick<Desk, 'partner' | 'kind' | 'event' | 'firstDay' | 'lastDay'>;

/** True on the days a desk receives people. */
export function isOpenOn(desk: Pick<Desk, 'closed' | 'firstDay' | 'lastDay'>, day: string): boolean {
  if (desk.closed) return false;
  return (desk.firstDay === null || day >= desk.firstDay) && (desk.lastDay === null || day <= desk.lastDay);
}

/** The form of a new desk, as typed. */
export interface TypedDesk {
  kind: string;
  partner: string;
  event: string;
  firstDay: string;
  lastDay: string;
}

const longestEvent = 80;

function readDay(typed: string, field: 'firstDay' | 'lastDay'): string | null {
  if (typed === '') return null;
  const exists = /^\d{4}-\d{2}-\d{2}$/.test(typed) && new Date(`${typed}T00:00:00Z`).toJSON()?.startsWith(typed);
  if (!exists) throw new AppError('invalid', 'day-malformed', {}, field);
  return typed;
}

/**
 * A desk as it was asked for; `structure` reads what was typed for its structure. Throws `invalid` naming the field:
 * days belong to an event, and go forward.
 */
export function readDesk(typed: TypedDesk, structure: (typed: string) => string): DeskPlan {
  const kind = deskKinds.find((known) => known === typed.kind);
  if (!kind) throw new AppError('invalid', 'desk-kind-missing', {}, 'kind');
  if (typed.partner.trim() === '') throw new AppError('invalid', 'partner-missing', {}, 'partner');
  const partner = structure(typed.partner.trim());
  const event = typed.event.trim().replace(/\s+/gu, ' ');
  if (event.length > longestEvent || /\p{Cc}/u.test(event))
    throw new AppError('invalid', 'event-long', { longest: longestEvent }, 'event');
  const firstDay = readDay(typed.firstDay, 'firstDay');
  const lastDay = readDay(typed.lastDay, 'lastDay');
  if (event === '' && (firstDay || lastDay)) throw new AppError('invalid', 'event-missing', {}, 'event');
  if (firstDay && lastDay && firstDay > lastDay) throw new AppError('invalid', 'days-reversed', {}, 'lastDay');
  return { kind, partner, event: event || null, firstDay, lastDay };
}

/** Crockford's 32 characters: what is read from one screen and typed on another is not mistaken. */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** A code to pair a kiosk with is good for a quarter of an hour. */
export const pairingLife = 15 * 60_000;

/** A new pairing code as shown: `ABCD-EFGH`, 40 random bits. */
export function newPairingCode(): string {
  const characters = Array.from(randomBytes(8), (byte) => alphabet[byte % alphabet.length]).join('');
  return `${characters.slice(0, 4)}-${characters.slice(4)}`;
}

/** A pairing code as it is shown, from what was typed: any case, spaces, O for 0, I or L for 1; null when it is none. */
export function readPairingCode(typed: string): string | null {
  const characters = typed
    .slice(0, 40)
    .toUpperCase()
    .replace(/[\s\p{Pd}]/gu, '')
    .replaceAll('O', '0')
    .replace(/[IL]/g, '1');
  if (!/^[0-9A-HJKMNP-TV-Z]{8}$/.test(characters)) return null;
  return `${characters.slice(0, 4)}-${characters.slice(4)}`;
}
