import type { Database } from '../storage/database.ts';
import type { Due, ReportReason } from './confirmation.ts';
import type { PartnerRecord } from './schema.ts';

/** What comes from outside the team: errors that people report, and what partners ask to change. */
export interface PartnerSignals {
  /** One more person found this wrong. */
  report(partner: string, reason: ReportReason): Promise<void>;
  reports(): Promise<Map<string, Due['reports']>>;
  /** A partner's proposal; a new one takes the place of the one before. */
  propose(record: PartnerRecord, day: string): Promise<void>;
  proposal(partner: string): Promise<{ record: PartnerRecord; day: string } | null>;
  proposed(): Promise<Set<string>>;
  /** Accepted or put aside: it waits no longer. */
  settle(partner: string): Promise<void>;
}

/** Reports and proposals over a database. */
export function createPartnerSignals(database: Database): PartnerSignals {
  return {
    async report(partner, reason) {
      await database
        .insertInto('partnerReports')
        .values({ partner, reason, count: 1 })
        .onConflict((conflict) =>
          conflict.columns(['partner', 'reason']).doUpdateSet((eb) => ({ count: eb('partnerReports.count', '+', 1) })),
        )
        .execute();
    },
    async reports() {
      const rows = await database
        .selectFrom('partnerReports')
        .selectAll()
        .orderBy('partner')
        .orderBy('reason')
        .execute();
      const found = new Map<string, Due['reports']>();
      for (const { partner, reason, count } of rows) {
        found.set(partner, [...(found.get(partner) ?? []), { reason: reason as ReportReason, count }]);
      }
      return found;
    },
    async propose(record, day) {
      const values = { partner: record.id, record: JSON.stringify(record), day };
      await database
        .insertInto('partnerProposals')
        .values(values)
        .onConflict((conflict) => conflict.column('partner').doUpdateSet({ record: values.record, day }))
        .execute();
    },
    async proposal(partner) {
      const row = await database
        .selectFrom('partnerProposals')
        .selectAll()
        .where('partner', '=', partner)
        .executeTakeFirst();
      return row ? { record: JSON.parse(row.record) as PartnerRecord, day: row.day } : null;
    },
    async proposed() {
      const rows = await database.selectFrom('partnerProposals').select('partner').execute();
      return new Set(rows.map(({ partner }) => partner));
    },
    async settle(partner) {
      await database.deleteFrom('partnerProposals').where('partner', '=', partner).execute();
    },
  };
}
