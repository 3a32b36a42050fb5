import type { Directory } from '../directory/directory.ts';
import type { Words } from '../web/words.ts';
import type { IndicatorTable } from './catalogue.ts';
import { slipDimensions } from './indicator.ts';
import { labelsOf } from './labels.ts';
import type { PublishedCell } from './publication.ts';
import { hidden } from './small-count.ts';

/** A table of the catalogue as a card. */
export interface CatalogueEntry {
  id: string;
  title: string;
  definition: string;
  unit: string;
  source: string;
}

export interface CatalogueView {
  tables: readonly CatalogueEntry[];
  /** The table that was asked for and does not exist, or null. */
  missing: string | null;
}

/** One column of figures: a month, or the one column of a weekly table. */
interface Column {
  label: string;
  provisional: boolean;
}

/** One line: what it counts, then a figure a column; `null` is the mark of a hidden count. */
interface Line {
  labels: readonly string[];
  counts: readonly (number | null)[];
  /** The running week; a running month is said once, in its column's head. */
  provisional: boolean;
}

export interface IndicatorView {
  entry: CatalogueEntry;
  /** What was asked for, as typed, for the form to show again. */
  asked: { from: string; to: string; basin: string };
  /** Groups with their basins, for the choice; none in a table of the whole region. */
  areas: readonly { id: string; name: string; basins: readonly { id: string; name: string }[] }[];
  area: string;
  /** What no choice means: the whole region, or the groups of the reader. */
  everywhere: string;
  heads: readonly string[];
  columns: readonly Column[];
  /** Lines of one basin together; a table of the whole region has one part without a name. */
  parts: readonly { name: string | null; lines: readonly Line[] }[];
  hasHidden: boolean;
  /** Addresses of the same cells as files. */
  csv: string;
  rfc4180: string;
  json: string;
  wrong: { key: string; values: Record<string, string | number>; field: string | null } | null;
}

/** What was asked of a table, read or refused. */
export interface Asked {
  from: string;
  to: string;
  /** A basin, a group, or empty for all. */
  basin: string;
}

export function catalogueEntry(table: IndicatorTable, words: Words): CatalogueEntry {
  return {
    id: table.id,
    title: words.t(`indicators.tables.${table.id}.title`),
    definition: words.t(`indicators.tables.${table.id}.definition`),
    unit: words.t(`indicators.denominators.${table.denominator}`),
    source: words.t(`indicators.sources.${table.source}`),
  };
}

/** The address of a table or of one of its twins, with what was asked. */
function address(table: IndicatorTable, twin: string, { from, to, basin }: Asked, more: Record<string, string> = {}) {
  const asked = { ...(from && { from }), ...(to && { to }), ...(basin && { basin }), ...more };
  const query = new URLSearchParams(asked).toString();
  return `/indicators/${table.id}${twin}${query && `?${query}`}`;
}

/**
 * Lines in the order of their names: an order by size would say something of what is hidden. Where the details of a
 * value are withheld, each of its lines shows the mark; a value without any line gets one for the mark alone.
 */
function linesOf(
  cells: readonly PublishedCell[],
  columnOf: (cell: PublishedCell) => number,
  columns: number,
  label: (cell: PublishedCell) => string[],
  lang: string,
): Line[] {
  const lines = new Map<string, { labels: string[]; counts: (number | null)[]; provisional: boolean }>();
  const lineOf = (cell: PublishedCell) => {
    const labels = label(cell);
    const key = labels.join('\0');
    const provisional = cell.period.includes('W') && cell.state === 'provisional';
    const line = lines.get(key) ?? { labels, counts: new Array<number | null>(columns).fill(0), provisional };
    lines.set(key, line);
    return line;
  };
  const isWithheld = ({ values }: PublishedCell) => values[1] === hidden;
  for (const cell of cells.filter((candidate) => !isWithheld(candidate))) {
    lineOf(cell).counts[columnOf(cell)] = cell.count === hidden ? null : cell.count;
  }
  for (const cell of cells.filter(isWithheld)) {
    const ofValue = [...lines.values()].filter(({ labels }) => labels[0] === label(cell)[0]);
    for (const line of ofValue.length > 0 ? ofValue : [lineOf(cell)]) line.counts[columnOf(cell)] = null;
  }
  const { compare } = new Intl.Collator(lang, { numeric: true });
  return [...lines.values()].sort((one, other) => compare(one.labels.join(' '), other.labels.join(' ')));
}

/** A table as a page shows it. Takes published cells only: what is hidden is not there any more. */
export function indicatorView(
  table: IndicatorTable,
  cells: readonly PublishedCell[],
  months: readonly string[],
  asked: Asked,
  context: {
    directory: Directory;
    words: Words;
    running: string;
    wrong: IndicatorView['wrong'];
    mine: readonly string[] | null;
  },
): IndicatorView {
  const { directory, words, running, wrong, mine } = context;
  const labels = labelsOf(directory, words);
  const weekly = table.period === 'week';
  // Slips are counted in the region as a whole: there is no area to choose, and none to name.
  const ofSlips = (slipDimensions as readonly string[]).includes(table.dimensions[0] ?? '');
  const t = (key: string) => words.t(`indicators.${key}`);
  const columns = weekly
    ? [{ label: t(`denominators.${table.denominator}`), provisional: false }]
    : months.map((month) => ({ label: labels.period(month), provisional: month >= running }));
  const columnOf = ({ period }: PublishedCell) => (weekly ? 0 : months.indexOf(period));
  const named = ({ basin, values }: PublishedCell) =>
    values.length === 0
      ? [labels.basin(basin)]
      : values.map((id, at) => labels.value(table.dimensions[at] ?? 'need', id));
  const lines = (some: readonly PublishedCell[], label: (cell: PublishedCell) => string[]) =>
    linesOf(some, columnOf, columns.length, label, words.locale);
  const basins = [...new Set(cells.map(({ basin }) => basin))];
  const collator = new Intl.Collator(words.locale);
  const parts = weekly
    ? [{ name: null, lines: lines(cells, ({ period }) => [labels.period(period)]) }]
    : table.dimensions.length === 0
      ? [{ name: null, lines: lines(cells, named) }]
      : basins
          .map((id) => ({
            name: ofSlips ? t('whole-region') : labels.basin(id),
            lines: lines(
              cells.filter(({ basin }) => basin === id),
              named,
            ),
          }))
          .sort((one, other) => collator.compare(one.name, other.name));
  const head = (id: string) => t(`dimensions.${id}`);
  return {
    entry: catalogueEntry(table, words),
    asked,
    areas:
      weekly || ofSlips
        ? []
        : directory.groups
            .map(({ id, name }) => ({ id, name, basins: directory.basins.filter(({ group }) => group === id) }))
            .filter(({ basins: some }) => mine === null || some.some(({ id }) => mine.includes(id))),
    everywhere: t(mine ? 'your-groups' : 'everywhere'),
    area:
      directory.groups.find(({ id }) => id === asked.basin)?.name ??
      (asked.basin
        ? labels.basin(asked.basin)
        : t(ofSlips ? 'whole-region' : mine && !weekly ? 'your-groups' : 'everywhere')),
    heads: weekly ? [head('week')] : table.dimensions.length === 0 ? [head('basin')] : table.dimensions.map(head),
    columns,
    parts: parts.filter((part) => part.lines.length > 0),
    hasHidden: cells.some(({ count }) => count === hidden),
    csv: address(table, '.csv', asked),
    rfc4180: address(table, '.csv', asked, { format: 'rfc4180' }),
    json: address(table, '.json', asked),
    wrong,
  };
}
