import type { Directory } from '../directory/directory.ts';
import type { Words } from '../web/words.ts';
import type { IndicatorTable } from './catalogue.ts';
import { catalogueEntry } from './catalogue-view.ts';
import type { Chart } from './chart.ts';
import type { Doors } from './doors.ts';
import { labelsOf } from './labels.ts';
import { exchanges } from './partnership.ts';
import { yearBefore } from './period.ts';
import type { PublishedCell } from './publication.ts';
import { seasonOf } from './season.ts';
import { hidden } from './small-count.ts';

/** A figure of the report: null where it is not told; `atLeast` where some parts of it are not. */
export interface Figure {
  count: number | null;
  atLeast: boolean;
}

/** A list of the report: greatest first, then those not told, by name: their order says nothing. */
export interface ReportList {
  id: string;
  title: string;
  unit: string;
  lines: readonly { label: string; count: number | null; before: number | null | undefined; share: number | null }[];
  greatest: number;
  /** How many lines are left out. */
  others: number;
}

export interface ReportView {
  quarter: string;
  group: string;
  title: string;
  period: string;
  /** The day it was published, in words; null when it was not. */
  day: string | null;
  quarters: readonly { id: string; name: string }[];
  groups: readonly { id: string; name: string }[];
  previous: string | null;
  next: string | null;
  /** From the need to the reply; undefined where a group has no figure of its own. */
  funnel: readonly { id: string; group: Figure | undefined; region: Figure }[];
  season: { chart: Chart; label: string } | null;
  lists: readonly ReportList[];
  opinions: readonly { title: string; answers: readonly { label: string; count: number | null }[]; greatest: number }[];
  partnerships: readonly { name: string; issued: number | null; answered: number | null; rate: number | null }[];
  /** `count` is undefined where a need is the region's, and of no group. */
  doors: readonly {
    id: string;
    label: string;
    count: number | null | undefined;
    confirmed: number;
    unconfirmed: number;
    elsewhere: number;
  }[];
  compared: boolean;
}

/** What was published of each table, for a quarter and the same a year before. */
export type Published = (table: IndicatorTable, quarter: string) => readonly PublishedCell[];

/** What the report is made from. */
export interface ReportContext {
  tables: readonly IndicatorTable[];
  directory: Directory;
  words: Words;
  published: Published;
  doors: readonly Doors[];
}

const lists = [
  { id: 'needs', most: 10 },
  { id: 'networks', most: 6 },
  { id: 'cep', most: 3 },
];
/** The tables the report is made of, by id. */
export function reportTables(tables: readonly IndicatorTable[]): string[] {
  const named = ['receptions', 'weeks', 'outcomes', 'slips', 'slip-replies', ...lists.map(({ id }) => id)];
  return tables.filter(({ id, denominator }) => named.includes(id) || denominator === 'opinion').map(({ id }) => id);
}

const mostExchanges = 6;
const mostDoors = 8;

const countOf = ({ count }: PublishedCell): number | null => (count === hidden ? null : count);

/** A sum of what is told, and whether something is missing in it. */
function sumOf(cells: readonly PublishedCell[]): Figure {
  const told = cells.map(countOf).filter((count) => count !== null);
  const whole = told.reduce((sum, count) => sum + count, 0);
  return { count: told.length === 0 && cells.length > 0 ? null : whole, atLeast: told.length < cells.length };
}

const byCount = <T extends { count: number | null | undefined; label: string }>(lines: T[], lang: string): T[] => {
  const { compare } = new Intl.Collator(lang);
  return lines.sort((one, other) => (other.count ?? -1) - (one.count ?? -1) || compare(one.label, other.label));
};

/** A quarter of a group on one page, made of what is published only: sums and shares come from shown figures. */
export function reportView(
  quarter: string,
  group: string,
  context: ReportContext,
): Pick<ReportView, 'funnel' | 'season' | 'lists' | 'opinions' | 'partnerships' | 'doors' | 'compared'> {
  const { tables, directory, words, published, doors } = context;
  const labels = labelsOf(directory, words);
  const tableOf = (id: string) => tables.find((table) => table.id === id);
  const cells = (id: string, at = quarter): readonly PublishedCell[] => {
    const table = tableOf(id);
    return table ? published(table, at) : [];
  };
  const here = (some: readonly PublishedCell[]) => some.filter(({ basin }) => basin === group);
  const step = (id: string, some: readonly PublishedCell[], own = true) => ({
    id,
    group: own ? sumOf(here(some)) : undefined,
    region: sumOf(some),
  });
  const needs = here(cells('needs'));
  const needCount = new Map(needs.map((cell) => [cell.values[0], countOf(cell)]));
  const before = yearBefore(quarter);
  const compared = cells('receptions', before).length > 0;

  const weeks = tableOf('weeks');
  const season = weeks ? seasonOf(published(weeks, quarter), published(weeks, before), labels, words) : null;
  return {
    compared,
    funnel: [
      step('receptions', cells('receptions')),
      step('needs', cells('needs')),
      step(
        'go',
        cells('outcomes').filter(({ values }) => values[0] === 'go'),
      ),
      step('issued', cells('slips'), false),
      step('answered', cells('slip-replies'), false),
    ],
    season: season?.chart ? { chart: season.chart, label: season.label } : null,
    lists: lists.flatMap(({ id, most }) => {
      const table = tableOf(id);
      if (!table) return [];
      const some = here(cells(id));
      const yearAgo = new Map(here(cells(id, before)).map((cell) => [cell.values[0], countOf(cell)]));
      const whole = sumOf(some);
      const all = byCount(
        some.map((cell) => ({
          label: labels.value(table.dimensions[0] ?? 'need', cell.values[0] ?? ''),
          count: countOf(cell),
          before: compared ? (yearAgo.has(cell.values[0]) ? yearAgo.get(cell.values[0]) : 0) : undefined,
          share:
            whole.atLeast || !whole.count || cell.count === hidden
              ? null
              : Math.round((100 * cell.count) / whole.count),
        })),
        words.locale,
      );
      const { title, unit } = catalogueEntry(table, words);
      const greatest = Math.max(0, ...all.map(({ count }) => count ?? 0));
      return [{ id, title, unit, lines: all.slice(0, most), greatest, others: Math.max(0, all.length - most) }];
    }),
    opinions: tables
      .filter(({ denominator }) => denominator === 'opinion')
      .flatMap((table) => {
        const answers = here(cells(table.id)).map((cell) => ({
          label: labels.value(table.dimensions[0] ?? 'satisfaction', cell.values[0] ?? ''),
          count: countOf(cell),
        }));
        const greatest = Math.max(0, ...answers.map(({ count }) => count ?? 0));
        return answers.length > 0 ? [{ title: catalogueEntry(table, words).title, answers, greatest }] : [];
      }),
    partnerships: byCount(
      exchanges(cells('slips'), cells('slip-replies')).map(({ ends, issued, answered, rate }) => {
        const name = labels.value('toNetwork', ends[0] as string);
        return { name, label: name, count: issued, issued, answered, rate: rate === null ? null : Math.min(100, rate) };
      }),
      words.locale,
    ).slice(0, mostExchanges),
    doors: byCount(
      doors
        .filter(({ confirmed }) => confirmed < 100)
        .map(({ need, sensitive, ...parts }) => {
          const label = labels.value('need', need);
          const count = needCount.has(need) ? (needCount.get(need) ?? null) : 0;
          return { id: need, label, count: sensitive ? undefined : count, ...parts };
        }),
      words.locale,
    ).slice(0, mostDoors),
  };
}
