import type { Transaction } from 'kysely';
import { AppError } from '../errors.ts';
import { digester } from '../seal.ts';
import type { Database } from '../storage/database.ts';
import type { Tables } from '../storage/tables.ts';
import type { PartnerRecord } from './schema.ts';
import type { Change, Check, Overlay, Version } from './version.ts';

/** Who changes something; null for the import command. */
export interface Author {
  account: string | null;
  importId?: string | null;
}

/** The edits of partners in a database that any number of processes may share. Append-only. */
export interface PartnerVersions {
  /**
   * Writes all of the changes or none, and with them what belongs to them: `alongside` runs in the same transaction,
   * again if other processes wrote at once. Throws `conflict` when somebody else changed one of them meanwhile.
   */
  append(
    changes: readonly Change[],
    author: Author,
    alongside?: (transaction: Transaction<Tables>) => Promise<void>,
  ): Promise<void>;
  /** A partner's edits, the oldest first. */
  history(partner: string): Promise<Version[]>;
  /** The edits an import made, in order, each with the record it took the place of (null: none, or the shipped one). */
  ofImport(
    importId: string,
  ): Promise<{ partner: string; version: number; record: PartnerRecord; before: PartnerRecord | null }[]>;
  confirm(check: Check): Promise<void>;
  /** A partner's confirmations, the oldest first. */
  checksOf(partner: string): Promise<Check[]>;
  /** What lies over the shipped records now; reads only what is new since the last time. */
  overlay(): Promise<Overlay>;
}

const chunk = 500;

/** Two processes that write at once take the same numbers; the later one learns it by this, and takes the next. */
class Taken extends Error {}
const mostTries = 60;

async function numbered(write: () => Promise<void>): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await write();
    } catch (error) {
      if (!(error instanceof Taken)) throw error;
      if (tries === mostTries) throw new AppError('conflict', 'partner-changed');
    }
  }
}

type Row = {
  partner: string;
  version: number;
  record: string;
  at: string;
  account: string | null;
  reason: string;
  importId: string | null;
};

/** The edits over a database; each line is sealed with the one before it of the same partner. */
export function createPartnerVersions(database: Database, secret: string, clock: () => Date): PartnerVersions {
  const digest = digester(secret, 'partner versions');
  const sealed = (before: string, row: Row) =>
    JSON.stringify([before, row.partner, row.version, row.record, row.at, row.account, row.reason, row.importId]);
  const records = new Map<string, { record: PartnerRecord; version: number; reason: string }>();
  const checks = new Map<string, Check>();
  let lastVersion = 0;
  let lastCheck = 0;

  const read = async (partner: string): Promise<Version[]> => {
    const rows = await database
      .selectFrom('partnerVersions')
      .selectAll()
      .where('partner', '=', partner)
      .orderBy('version')
      .execute();
    let before = '';
    let intact = true;
    return rows.map((row) => {
      const { seal, seq: _, ...rest } = row;
      intact &&= digest.every(sealed(before, rest)).includes(seal);
      before = seal;
      return { ...rest, record: JSON.parse(row.record) as PartnerRecord, intact };
    });
  };

  return {
    append: (changes, { account, importId = null }, alongside) => {
      const at = clock().toISOString();
      const stale = () => new AppError('conflict', 'partner-changed');
      return numbered(async () => {
        await database.transaction().execute(async (transaction) => {
          await alongside?.(transaction);
          const { last } = await transaction
            .selectFrom('partnerVersions')
            .select((eb) => eb.fn.max('seq').as('last'))
            .executeTakeFirstOrThrow();
          for (let from = 0; from < changes.length; from += chunk) {
            const part = changes.slice(from, from + chunk);
            const before = new Map<string, { version: number; seal: string }>();
            const ids = part.map(({ record }) => record.id);
            const rows = await transaction
              .selectFrom('partnerVersions')
              .select(['partner', 'version', 'seal'])
              .where('partner', 'in', ids)
              .orderBy('seq')
              .execute();
            for (const { partner, version, seal } of rows) before.set(partner, { version, seal });
            const values = part.map(({ record, version, reason }, index) => {
              const known = before.get(record.id) ?? { version: 0, seal: '' };
              if (known.version !== version) throw stale();
              const row: Row = {
                partner: record.id,
                version: version + 1,
                record: JSON.stringify(record),
                at,
                account,
                reason,
                importId,
              };
              return { ...row, seq: Number(last ?? 0) + from + index + 1, seal: digest.first(sealed(known.seal, row)) };
            });
            await transaction
              .insertInto('partnerVersions')
              .values(values)
              .onConflict((conflict) => conflict.doNothing())
              .execute()
              .then(([result]) => {
                if (Number(result?.numInsertedOrUpdatedRows ?? 0) !== values.length) throw new Taken();
              });
          }
        });
      });
    },
    history: read,
    async ofImport(importId) {
      const rows = await database
        .selectFrom('partnerVersions as made')
        .leftJoin('partnerVersions as former', (join) =>
          join
            .onRef('former.partner', '=', 'made.partner')
            .on((eb) => eb('former.version', '=', eb('made.version', '-', 1))),
        )
        .select(['made.partner', 'made.version', 'made.record', 'former.record as before'])
        .where('made.importId', '=', importId)
        .orderBy('made.seq')
        .execute();
      const read = (text: string) => JSON.parse(text) as PartnerRecord;
      return rows.map((row) => ({
        ...row,
        record: read(row.record),
        before: row.before === null ? null : read(row.before),
      }));
    },
    confirm: ({ partner, day, role, method }) =>
      numbered(() =>
        database.transaction().execute(async (transaction) => {
          const { last } = await transaction
            .selectFrom('partnerChecks')
            .select((eb) => eb.fn.max('seq').as('last'))
            .executeTakeFirstOrThrow();
          await transaction
            .insertInto('partnerChecks')
            .values({ seq: Number(last ?? 0) + 1, partner, day, role, method })
            .onConflict((conflict) => conflict.doNothing())
            .execute()
            .then(([result]) => {
              if (Number(result?.numInsertedOrUpdatedRows ?? 0) !== 1) throw new Taken();
            });
          await transaction.deleteFrom('partnerReports').where('partner', '=', partner).execute();
        }),
      ),
    async checksOf(partner) {
      const rows = await database
        .selectFrom('partnerChecks')
        .select(['partner', 'day', 'role', 'method'])
        .where('partner', '=', partner)
        .orderBy('seq')
        .execute();
      return rows.map((row) => ({ ...row, role: row.role as Check['role'], method: row.method as Check['method'] }));
    },
    async overlay() {
      const versions = await database
        .selectFrom('partnerVersions')
        .select(['seq', 'partner', 'version', 'record', 'reason'])
        .where('seq', '>', lastVersion)
        .orderBy('seq')
        .execute();
      for (const { seq, partner, version, record, reason } of versions) {
        records.set(partner, { record: JSON.parse(record) as PartnerRecord, version, reason });
        lastVersion = seq;
      }
      const confirmed = await database
        .selectFrom('partnerChecks')
        .selectAll()
        .where('seq', '>', lastCheck)
        .orderBy('seq')
        .execute();
      for (const { seq, partner, day, role, method } of confirmed) {
        checks.set(partner, { partner, day, role: role as Check['role'], method: method as Check['method'] });
        lastCheck = seq;
      }
      return { records, checks, stamp: `${lastVersion}.${lastCheck}` };
    },
  };
}
