import type { PartnerRecord } from './schema.ts';

/** Why a record was changed: a closed list, so that no history holds a name or a story. */
export const editReasons = ['correction', 'site-changed', 'partner-said', 'report'] as const;

/** Reasons that are written by the product itself. */
export type Reason = (typeof editReasons)[number] | 'new' | 'import' | 'undo';

/** A change to write. `version` is the number of the partner's last version the author saw (0: as shipped). */
export interface Change {
  record: PartnerRecord;
  version: number;
  reason: Reason;
}

/** One line of a partner's history. */
export interface Version {
  partner: string;
  version: number;
  record: PartnerRecord;
  at: string;
  account: string | null;
  reason: string;
  importId: string | null;
  /** The line and all before it are as they were written. */
  intact: boolean;
}

/** A confirmation: by a role, never a name. */
export interface Check {
  partner: string;
  day: string;
  role: 'agent' | 'coordinator' | 'partner';
  method: 'phone' | 'visit' | 'mail' | 'partner';
}

/** What the database lays over the shipped records, and a number that grows with every change of it. */
export interface Overlay {
  records: ReadonlyMap<string, { record: PartnerRecord; version: number; reason: string }>;
  checks: ReadonlyMap<string, Check>;
  /** Changes when anything of the overlay does. */
  stamp: string;
}

/** What people see of a record, by name, in the order a card shows it. */
export const shownFields = [
  'network',
  'name',
  'address',
  'postal_code',
  'commune',
  'phone',
  'website',
  'opening_hours',
  'opening_hours_note',
  'appointment',
  'modes',
  'serves',
  'membership',
  'status',
  'until',
  'closed_on',
  'moved_to',
  'former_names',
  'lat',
  'lon',
  'itinerant',
] as const satisfies readonly (keyof PartnerRecord)[];

export type ShownField = (typeof shownFields)[number];

const plain = (value: unknown): string => JSON.stringify(value ?? null);
const absent: Partial<Record<ShownField, unknown>> = { modes: [], membership: [], former_names: [], itinerant: false };

/** Which fields differ between two records of a site, dates of reading and sources apart. */
export function changedFields(before: PartnerRecord, after: PartnerRecord): ShownField[] {
  const names = ({ former_name: one, former_names: more = [] }: PartnerRecord) => [...(one ? [one] : []), ...more];
  const of = (record: PartnerRecord, field: ShownField) =>
    plain(field === 'former_names' ? names(record) : (record[field] ?? absent[field]));
  return shownFields.filter((field) => of(before, field) !== of(after, field));
}
