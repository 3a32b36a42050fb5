import type { Directory } from './directory.ts';
import { goodUntil, type Partner } from './partner.ts';

/** What people may report of a card: a closed list, no free text. */
export const reportReasons = ['phone', 'address', 'hours', 'closed', 'not-for-me', 'other'] as const;
export type ReportReason = (typeof reportReasons)[number];

/** One line of « à confirmer cette semaine ». */
export interface Due {
  partner: Partner;
  /** Why it is here; a site may have several reasons. */
  because: readonly ('never' | 'old' | 'reported' | 'proposal')[];
  reports: readonly { reason: ReportReason; count: number }[];
}

/**
 * How often each partner was the first door, as far as counters by network and basin can say: a basin's count is shared
 * among the sites its people are sent to, by population.
 */
export function recommendations(
  directory: Directory,
  counts: readonly { a: string; basin: string; count: number }[],
): Map<string, number> {
  const found = new Map<string, number>();
  const byBasin = new Map<string, Directory['communes'][number][]>();
  for (const commune of directory.communes) {
    byBasin.set(commune.basin, [...(byBasin.get(commune.basin) ?? []), commune]);
  }
  for (const { a: network, basin, count } of counts) {
    const communes = byBasin.get(basin) ?? [];
    if (!directory.network(network)) continue;
    const people = communes.reduce((sum, { population }) => sum + population, 0);
    for (const commune of communes) {
      const { partner, fallback } = directory.resolve(network, { kind: 'commune', commune });
      const id = partner?.id ?? (fallback?.kind === 'desk' ? fallback.partner.id : null);
      if (id) found.set(id, (found.get(id) ?? 0) + (count * commune.population) / (people || 1));
    }
  }
  return found;
}

/**
 * Sites to confirm: never or too long ago, reported, or with a proposal waiting. What somebody said comes first, then the
 * most recommended; among equals the most reported, then the longest ago.
 */
export function confirmationQueue(
  directory: Directory,
  state: {
    recommended: ReadonlyMap<string, number>;
    reports: ReadonlyMap<string, Due['reports']>;
    proposals: ReadonlySet<string>;
  },
  day: string,
): Due[] {
  const due = directory.partners.flatMap((partner): Due[] => {
    if (partner.status === 'closed' || partner.status === 'moved') return [];
    const months = directory.network(partner.network)?.confirmEveryMonths ?? 12;
    const until = goodUntil(partner.confirmedOn, months);
    const reports = state.reports.get(partner.id) ?? [];
    const because = [
      ...(state.proposals.has(partner.id) ? (['proposal'] as const) : []),
      ...(reports.length > 0 ? (['reported'] as const) : []),
      ...(until === null ? (['never'] as const) : day > until ? (['old'] as const) : []),
    ];
    return because.length > 0 ? [{ partner, because, reports }] : [];
  });
  const often = ({ partner }: Due) => state.recommended.get(partner.id) ?? 0;
  const told = ({ reports, because }: Due) =>
    reports.reduce((sum, { count }) => sum + count, 0) + (because.includes('proposal') ? 1 : 0);
  return due.sort(
    (one, other) =>
      Number(told(other) > 0) - Number(told(one) > 0) ||
      often(other) - often(one) ||
      told(other) - told(one) ||
      (one.partner.confirmedOn ?? '').localeCompare(other.partner.confirmedOn ?? '') ||
      one.partner.id.localeCompare(other.partner.id),
  );
}
