/** One edit of a partner, never changed once written. `seq` counts all edits from 1, `version` those of the partner. */
interface PartnerVersionRow {
  seq: number;
  partner: string;
  version: number;
  /** The whole record after the edit, as data/partners.json writes one. */
  record: string;
  /** ISO 8601 UTC. */
  at: string;
  /** Id of the account; null for the import command, which nobody signs in for. */
  account: string | null;
  reason: string;
  /** The import this edit is part of, or null. */
  importId: string | null;
  /** Keyed digest of this row and of the partner's row before. */
  seal: string;
}

/** One confirmation: by a role, never a name. */
interface PartnerCheckRow {
  seq: number;
  partner: string;
  day: string;
  role: string;
  method: string;
}

/** How many times an error was reported since the last confirmation. */
interface PartnerReportRow {
  partner: string;
  reason: string;
  count: number;
}

/** What a partner asks to change, until a keeper accepts or puts it aside. */
interface PartnerProposalRow {
  partner: string;
  record: string;
  day: string;
}

/** A file that was previewed, and perhaps taken over. */
interface ImportRow {
  id: string;
  at: string;
  account: string | null;
  source: string;
  plan: string;
  state: 'previewed' | 'applied' | 'undone';
}

export interface PartnersTables {
  partnerVersions: PartnerVersionRow;
  partnerChecks: PartnerCheckRow;
  partnerReports: PartnerReportRow;
  partnerProposals: PartnerProposalRow;
  imports: ImportRow;
}
