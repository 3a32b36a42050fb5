import { dayOf, monthOf } from '../calendar.ts';
import type { Apart } from './apart.ts';
import type { IndicatorTable } from './catalogue.ts';
import { edition, together } from './edition.ts';
import type { EditionPart, Editions } from './editions.ts';
import { groupedBy } from './grouped.ts';
import { type Count, type Indicators, outside, region, unknown } from './indicator.ts';
import { isClosed, monthAfter, monthsOf, type Period, quarterMonths, quarterOf, weeksOf } from './period.ts';
import type { Publication } from './publication.ts';
import { smallestInside, smallestOutside } from './small-count.ts';
import { inTurns, letOthersPass } from './steps.ts';
import { familyOf, systemOf } from './systems.ts';

/** The door to the outside: whole quarters by group, once they are over, published once for everybody. */
export interface Publishing {
  /** The closed quarters with receptions that were not published yet, of the last two years, in order. */
  waiting(): Promise<string[]>;
  /**
   * Publishes all tables of a closed quarter: counts below eleven hidden with what would give them away, the others rounded.
   * False when it already was, or is not closed. Throws a LeakError naming the cell rather than let a small count out.
   */
  publish(quarter: string): Promise<boolean>;
}

/** What publishing stands on. */
export interface PublishingDeps {
  indicators: Pick<Indicators, 'read'>;
  editions: Editions;
  publication: Pick<Publication, 'tables' | 'decide'>;
  /** Which group each basin belongs to. */
  basins: readonly { id: string; group: string }[];
  clock: () => Date;
}

/** How many months back a quarter may still be published. */
const publishableMonths = 24;

/** Opens the door to the outside over the counters. */
export function createPublishing({ indicators, editions, publication, basins, clock }: PublishingDeps): Publishing {
  const { tables, decide } = publication;
  const groups = new Map(basins.map(({ id, group }) => [id, group]));
  const areas = [
    ...groupedBy(basins, ({ group }) => group).values(),
    ...[outside, unknown, region].map((id) => [{ id }]),
  ].map((some) => some.map(({ id }) => id));
  const isPublished = async (quarter: string) => (await editions.list()).some((known) => known.quarter === quarter);

  /** The counts of a quarter that are hidden together, as they are told apart: by month (or week) and basin. */
  const countsOf = async (
    family: readonly IndicatorTable[],
    quarter: string,
    some: readonly string[] | null,
  ): Promise<Count[]> => {
    const months = quarterMonths(quarter) as Period;
    const weeks = monthsOf(months).flatMap(weeksOf);
    const byWeek = family[0]?.period === 'week';
    const period = byWeek ? { from: weeks[0] as string, to: weeks.at(-1) as string } : months;
    const counts: Count[] = [];
    for (const { series } of family) {
      await letOthersPass();
      counts.push(...(await indicators.read(series, { ...period, basins: some })));
    }
    return counts;
  };

  /** What is published of tables that are hidden together, over basins that share a group, or over all of them. */
  const partsOf = async (
    family: readonly IndicatorTable[],
    quarter: string,
    some: readonly string[] | null,
  ): Promise<EditionPart[]> => {
    const [{ denominator, period }] = family as [IndicatorTable];
    const placeOf = (count: Count): Count => ({
      ...count,
      basin: groups.get(count.basin) ?? count.basin,
      period: period === 'week' ? count.period : quarter,
    });
    const counts = await countsOf(family, quarter, some);
    // The weeks of a month are hidden together.
    const months = monthsOf(quarterMonths(quarter) as Period);
    const monthOfWeek = new Map(months.flatMap((month) => weeksOf(month).map((week) => [week, month])));
    const parts = groupedBy(counts, (count) => {
      if (denominator !== 'reception') return `${count.period} ${count.basin}`;
      return period === 'week' ? (monthOfWeek.get(count.period) as string) : count.period;
    });
    const apart: Apart[] = [];
    for (const smallest of [smallestInside, smallestOutside]) {
      const decided = [];
      for (const one of parts.values()) {
        await letOthersPass();
        const linked = systemOf(family, one);
        decided.push({ linked, fates: await decide(linked, one, smallest) });
      }
      apart.push({ smallest, parts: decided });
    }
    await letOthersPass();
    const sums = together(counts, placeOf);
    return sums.length === 0 ? [] : inTurns(edition(family, sums, apart, placeOf));
  };

  return {
    async waiting() {
      const today = dayOf(clock());
      const period = { from: monthAfter(monthOf(today), -publishableMonths), to: monthOf(today) };
      const receptions = await indicators.read('reception', { ...period, basins: null });
      const quarters = [...new Set(receptions.map(({ period: month }) => quarterOf(month)))];
      const done = new Set((await editions.list()).map(({ quarter }) => quarter));
      return quarters.filter((quarter) => isClosed(quarter, today) && !done.has(quarter));
    },
    async publish(quarter) {
      const today = dayOf(clock());
      if (!isClosed(quarter, today) || (await isPublished(quarter))) return false;
      const parts: EditionPart[] = [];
      const families = new Set(tables.map((table) => familyOf(table, tables)));
      const done = new Set<string>();
      for (const family of families) {
        if (family.every(({ id }) => done.has(id))) continue;
        for (const { id } of family) done.add(id);
        // Receptions are hidden over all groups together; the rest is hidden in each group by itself.
        const places = family[0]?.denominator === 'reception' ? [null] : areas;
        for (const some of places) parts.push(...(await partsOf(family, quarter, some)));
      }
      return editions.add(quarter, today, parts);
    },
  };
}
