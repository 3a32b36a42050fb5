import { createHash, randomBytes, randomUUID } from 'node:crypto';
import type { Selectable } from 'kysely';
import { AppError } from '../errors.ts';
import { digester } from '../seal.ts';
import type { Database } from '../storage/database.ts';
import type { DesksTables } from '../storage/tables/desks.ts';
import { type Desk, type DeskPlan, newPairingCode, pairingLife } from './desk.ts';

/** Desks and kiosks of structures, and the screens paired with them. */
export interface Desks {
  all(): Promise<Desk[]>;
  find(id: string): Promise<Desk | null>;
  create(plan: DeskPlan): Promise<Desk>;
  /** A code to type on the screen of a kiosk, any earlier one being void. Throws `conflict` for what is no open kiosk. */
  offerPairing(id: string): Promise<string>;
  /**
   * Uses up a pairing code and gives the token the screen keeps; the screen paired before is one no more. Null when the
   * code was used, is over, or never was.
   */
  pair(code: string): Promise<string | null>;
  /** The kiosk a screen is paired with, or null. */
  byToken(token: string): Promise<Desk | null>;
  /** Takes the screen away from a kiosk, at once. */
  revoke(id: string): Promise<void>;
  /** Ends a desk, and with it the pairing of its screen. */
  close(id: string): Promise<void>;
}

const hashOf = (token: string): string => createHash('sha256').update(token).digest('hex');

function toDesk(row: Selectable<DesksTables['desks']>): Desk {
  const { id, partner, kind, event, firstDay, lastDay, closedAt, pairedAt } = row;
  return { id, partner, kind, event, firstDay, lastDay, closed: closedAt !== null, pairedAt };
}

const unpaired = { pairingKey: null, pairingUntil: null, tokenHash: null, pairedAt: null };

/** Desks in a database: codes as keyed digests, tokens as hashes, so that a copy of it pairs no screen. */
export function createDesks(database: Database, secret: string, clock: () => Date): Desks {
  const pairingKeyOf = digester(secret, 'kiosk pairing code');
  const now = () => clock().toISOString();
  return {
    async all() {
      const rows = await database.selectFrom('desks').selectAll().orderBy('createdAt').orderBy('id').execute();
      return rows.map(toDesk);
    },
    async find(id) {
      const row = await database.selectFrom('desks').selectAll().where('id', '=', id).executeTakeFirst();
      return row ? toDesk(row) : null;
    },
    async create(plan) {
      const row = { ...plan, ...unpaired, id: randomUUID(), createdAt: now(), closedAt: null };
      await database.insertInto('desks').values(row).execute();
      return toDesk(row);
    },
    async offerPairing(id) {
      const code = newPairingCode();
      const { numUpdatedRows } = await database
        .updateTable('desks')
        .set({
          pairingKey: pairingKeyOf.first(code),
          pairingUntil: new Date(clock().getTime() + pairingLife).toISOString(),
        })
        .where('id', '=', id)
        .where('kind', '=', 'kiosk')
        .where('closedAt', 'is', null)
        .executeTakeFirst();
      if (numUpdatedRows !== 1n) throw new AppError('conflict', 'no-kiosk');
      return code;
    },
    async pair(code) {
      const token = randomBytes(32).toString('base64url');
      const { numUpdatedRows } = await database
        .updateTable('desks')
        .set({ ...unpaired, tokenHash: hashOf(token), pairedAt: now() })
        .where('pairingKey', 'in', pairingKeyOf.every(code))
        .where('pairingUntil', '>', now())
        .where('closedAt', 'is', null)
        .executeTakeFirst();
      return numUpdatedRows === 1n ? token : null;
    },
    async byToken(token) {
      const row = await database
        .selectFrom('desks')
        .selectAll()
        .where('tokenHash', '=', hashOf(token))
        .executeTakeFirst();
      return row ? toDesk(row) : null;
    },
    async revoke(id) {
      await database.updateTable('desks').set(unpaired).where('id', '=', id).execute();
    },
    async close(id) {
      await database
        .updateTable('desks')
        .set({ ...unpaired, closedAt: now() })
        .where('id', '=', id)
        .execute();
    },
  };
}
