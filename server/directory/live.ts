import { createHash } from 'node:crypto';
import { dayOf } from '../calendar.ts';
import type { Directory } from './directory.ts';
import type { PartnerVersions } from './partner-versions.ts';
import { type PartnerRecord, readRecord } from './schema.ts';
import type { Overlay } from './version.ts';

/** How long a process may not know what another one changed. */
const pollMs = 30_000;

/** A directory that is replaced whole after every edit, behind one object that never changes. */
export interface LiveDirectory {
  /** Asks the directory of now at every call: no page keeps an old one. */
  directory: Directory;
  current(): Directory;
  /** Number of a partner's last version; 0 as shipped. */
  versionOf(partner: string): number;
  /** Reads what was changed and replaces the directory, if anything was. */
  refresh(): Promise<void>;
  /** The same, at most every thirty seconds, and on a new day. */
  refreshIfOld(): Promise<void>;
}

/** Data files may change under an edit: a record that no longer fits the territory is left out for the shipped one. */
function fits(record: PartnerRecord, base: Directory): boolean {
  return (
    readRecord(record) !== null &&
    base.commune(record.commune) !== undefined &&
    base.network(record.network) !== undefined
  );
}

/** The records of a directory with the edits and confirmations of the database laid over them. */
export function overlaid(base: Directory, { records, checks }: Overlay): PartnerRecord[] {
  const shipped = base.partners.map(({ id }) => base.record(id) as PartnerRecord);
  const known = new Set(shipped.map(({ id }) => id));
  const edited = new Map(
    [...records].flatMap(([id, { record }]) => (fits(record, base) ? [[id, record] as const] : [])),
  );
  // A site that came with an import that was undone is in no directory any more.
  const added = [...edited.values()].filter(({ id }) => !known.has(id) && records.get(id)?.reason !== 'undo');
  return [...shipped.map((record) => edited.get(record.id) ?? record), ...added].map((record) => {
    const check = checks.get(record.id);
    return check
      ? { ...record, confirmed_on: check.day, confirmed_method: check.method, confirmed_by: check.role }
      : record;
  });
}

/** The façade: every property is asked of the directory of now. */
function following(current: () => Directory): Directory {
  return {
    get version() {
      return current().version;
    },
    get communes() {
      return current().communes;
    },
    get departments() {
      return current().departments;
    },
    get groups() {
      return current().groups;
    },
    get basins() {
      return current().basins;
    },
    get networks() {
      return current().networks;
    },
    get schoolHolidays() {
      return current().schoolHolidays;
    },
    get holidays() {
      return current().holidays;
    },
    get importTypes() {
      return current().importTypes;
    },
    get partners() {
      return current().partners;
    },
    commune: (code) => current().commune(code),
    search: (q) => current().search(q),
    neighbours: (postalCode) => current().neighbours(postalCode),
    network: (id) => current().network(id),
    partner: (id) => current().partner(id),
    record: (id) => current().record(id),
    partnersOf: (network) => current().partnersOf(network),
    resolve: (network, place, deskPartner) => current().resolve(network, place, deskPartner),
    withPartners: (records, day, version) => current().withPartners(records, day, version),
  };
}

/** A directory over the shipped one and the edits of a database. As shipped until the first `refresh`. */
export function createLiveDirectory(base: Directory, versions: PartnerVersions, clock: () => Date): LiveDirectory {
  let now = base;
  let overlay: Overlay = { records: new Map(), checks: new Map(), stamp: '0.0' };
  let built = '';
  let lookedAt = Number.NEGATIVE_INFINITY;
  let looking: Promise<void> | null = null;

  const look = async () => {
    lookedAt = clock().getTime();
    overlay = await versions.overlay();
    const day = dayOf(clock());
    const wanted = `${overlay.stamp} ${day}`;
    if (wanted === built) return;
    const version =
      overlay.stamp === '0.0'
        ? base.version
        : createHash('sha256').update(`${base.version} ${overlay.stamp}`).digest('hex').slice(0, 12);
    now = now.withPartners(overlaid(base, overlay), day, version);
    built = wanted;
  };
  // One look at a time: a second one would read the same rows into the same memory.
  const refresh = async () => {
    while (looking) await looking;
    looking = look().finally(() => {
      looking = null;
    });
    await looking;
  };
  return {
    directory: following(() => now),
    current: () => now,
    versionOf: (partner) => overlay.records.get(partner)?.version ?? 0,
    refresh,
    async refreshIfOld() {
      const instant = clock();
      if (Math.abs(instant.getTime() - lookedAt) < pollMs && built.endsWith(dayOf(instant))) return;
      await refresh();
    },
  };
}
