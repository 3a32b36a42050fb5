import type { Directory } from '../directory/directory.ts';
import type { Words } from '../web/words.ts';
import { type Asked, addressOf, isRegional } from './asked.ts';
import type { IndicatorTable } from './catalogue.ts';
import { type CatalogueEntry, catalogueEntry } from './catalogue-view.ts';
import type { Chart } from './chart.ts';
import type { Version } from './files.ts';
import { labelsOf } from './labels.ts';
import { foldSilent, linesOf, type Part } from './lines.ts';
import { yearBefore } from './period.ts';
import type { PublishedCell } from './publication.ts';
import { seasonOf } from './season.ts';
import { hidden } from './small-count.ts';

/** One column of figures: a month or a quarter, or the one column of a weekly table; `before` for the year before. */
interface Column {
  label: string;
  provisional: boolean;
  before: boolean;
}

export interface IndicatorView {
  entry: CatalogueEntry;
  /** What was asked for, as typed, for the form to show again. */
  asked: Asked;
  /** Groups with their basins, for the choice; none in a table of the whole region. */
  areas: readonly { id: string; name: string; basins: readonly { id: string; name: string }[] }[];
  area: string;
  /** What no choice means: the whole region, or the groups of the reader. */
  everywhere: string;
  heads: readonly string[];
  columns: readonly Column[];
  /** Lines of one basin together; a table of the whole region has one part without a name. */
  parts: readonly Part[];
  /** The greatest count of the last column, for the bars beside it; 0 where bars would say nothing. */
  greatest: number;
  barAt: number;
  hasHidden: boolean;
  /** The season, for a table by week. */
  season: { chart: Chart | null; label: string };
  /** The same page in the other version, and with or without the year before. */
  versions: readonly { id: Version; href: string }[];
  comparison: string;
  /** Addresses of files: what may be given away, and the figures of this screen, to work with. */
  files: Record<Version, readonly { id: string; href: string }[]>;
  wrong: { key: string; values: Record<string, string | number>; field: string | null } | null;
}

/** What a table's page is made from. */
export interface IndicatorContext {
  directory: Directory;
  words: Words;
  /** The running month. */
  running: string;
  wrong: IndicatorView['wrong'];
  /** Basins the reader looks after, or null for all. */
  mine: readonly string[] | null;
}

const filesOf = (table: IndicatorTable, asked: Asked, version: Version) => {
  const address = (twin: string, more = {}) => addressOf(table, twin, { ...asked, version }, more);
  return [
    { id: 'csv', href: address('.csv') },
    { id: 'rfc4180', href: address('.csv', { format: 'rfc4180' }) },
    { id: 'xlsx', href: address('.xlsx') },
    { id: 'ods', href: address('.ods') },
    { id: 'json', href: address('.json') },
    { id: 'parquet', href: address('.parquet') },
    { id: 'schema', href: addressOf(table, '.schema.json', { ...asked, version, from: '', to: '', basin: '' }) },
  ];
};

/** What a page has of a table: its cells and those of the year before, and which periods are told of at all. */
interface Cells {
  cells: readonly PublishedCell[];
  before: readonly PublishedCell[];
  periods: readonly string[];
  isKnown(period: string): boolean;
}

/** A table as a page shows it. Takes cells as they may be read: what is hidden is not there any more. */
export function indicatorView(
  table: IndicatorTable,
  { cells, before, periods, isKnown }: Cells,
  asked: Asked,
  { directory, words, running, wrong, mine }: IndicatorContext,
): IndicatorView {
  const labels = labelsOf(directory, words);
  const weekly = table.period === 'week';
  const regional = isRegional(table);
  const open = asked.version === 'screen' && mine !== null;
  const t = (key: string) => words.t(`indicators.${key}`);
  const years = asked.compared ? [true, false] : [false];
  const asColumns = weekly
    ? [...years].reverse().map((ofBefore) => ({ period: null, before: ofBefore }))
    : periods.flatMap((period) =>
        years
          .map((ofBefore) => ({ period: ofBefore ? yearBefore(period) : period, before: ofBefore }))
          .filter((column) => isKnown(column.period)),
      );
  const columns = asColumns.map(({ period, before: ofBefore }): Column => {
    const provisional = period !== null && asked.version === 'screen' && period >= running;
    if (period !== null) return { label: labels.period(period), provisional, before: ofBefore };
    return {
      label: ofBefore ? t('year-before') : t(`denominators.${table.denominator}`),
      provisional,
      before: ofBefore,
    };
  });
  const ofYearBefore = new Set(before);
  const weekOf = new Map(cells.map(({ period }) => [yearBefore(period), period]));
  const columnOf = (cell: PublishedCell) =>
    asColumns.findIndex(
      (column) => column.before === ofYearBefore.has(cell) && (column.period ?? cell.period) === cell.period,
    );
  const named = (cell: PublishedCell): string[] => {
    if (weekly) return [labels.period(ofYearBefore.has(cell) ? (weekOf.get(cell.period) as string) : cell.period)];
    if (cell.values.length === 0) return [labels.area(cell.basin)];
    return cell.values.map((id, at) => labels.value(table.dimensions[at] ?? 'need', id));
  };
  const known = [...cells, ...before.filter(({ period }) => !weekly || weekOf.has(period))].filter(
    (cell) => columnOf(cell) >= 0,
  );
  const lines = (some: readonly PublishedCell[]) =>
    foldSilent(linesOf(some, { columnOf, columns: columns.length, named, lang: words.locale }), (count) =>
      words.t('indicators.folded', { count }),
    );
  const { compare } = new Intl.Collator(words.locale);
  const parts: Part[] =
    weekly || table.dimensions.length === 0
      ? [{ name: null, lines: lines(known) }]
      : [...new Set(known.map(({ basin }) => basin))]
          .map((id) => ({
            name: regional ? t('whole-region') : labels.area(id),
            lines: lines(known.filter(({ basin }) => basin === id)),
          }))
          .sort((one, other) => compare(one.name, other.name));
  const shown = parts.filter((part) => part.lines.length > 0);
  const head = (id: string) => t(`dimensions.${id}`);
  const barAt = weekly ? 0 : columns.length - 1;
  const bars = table.dimensions.length < 2 && !weekly;
  return {
    entry: catalogueEntry(table, words),
    asked,
    areas: regional
      ? []
      : directory.groups
          .map(({ id, name }) => ({ id, name, basins: directory.basins.filter(({ group }) => group === id) }))
          .map((group) => (asked.version === 'public' ? { ...group, basins: [] } : group))
          .filter(
            ({ id }) => !open || directory.basins.some((basin) => basin.group === id && mine?.includes(basin.id)),
          ),
    everywhere: t(asked.version === 'public' ? 'every-group' : open ? 'your-groups' : 'everywhere'),
    area: asked.basin
      ? labels.area(
          asked.version === 'public'
            ? (directory.basins.find(({ id }) => id === asked.basin)?.group ?? asked.basin)
            : asked.basin,
        )
      : t(regional ? 'whole-region' : asked.version === 'public' ? 'every-group' : open ? 'your-groups' : 'everywhere'),
    heads: weekly
      ? [head('week')]
      : table.dimensions.length === 0
        ? [head(asked.version === 'public' ? 'group' : 'basin')]
        : table.dimensions.map(head),
    columns,
    parts: shown,
    greatest: bars ? Math.max(0, ...shown.flatMap((part) => part.lines.map(({ counts }) => counts[barAt] ?? 0))) : 0,
    barAt,
    hasHidden: known.some(({ count }) => count === hidden),
    season: weekly ? seasonOf(cells, before, labels, words) : { chart: null, label: '' },
    versions: (['screen', 'public'] as const).map((id) => ({
      id,
      href: addressOf(table, '', id === asked.version ? asked : { ...asked, version: id, from: '', to: '' }),
    })),
    comparison: addressOf(table, '', { ...asked, compared: !asked.compared }),
    files: {
      public: filesOf(table, asked.version === 'public' ? asked : { ...asked, from: '', to: '' }, 'public'),
      screen: filesOf(table, asked, 'screen'),
    },
    wrong,
  };
}
