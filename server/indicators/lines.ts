import type { PublishedCell } from './publication.ts';
import { hidden } from './small-count.ts';

/** One line: what it counts, then a figure a column; `null` is the mark of a hidden count. */
export interface Line {
  labels: readonly string[];
  counts: readonly (number | null)[];
  /** The running week; a running month is said once, in its column's head. */
  provisional: boolean;
}

/** Lines that belong together, under the name of their area; null without any. */
export interface Part {
  name: string | null;
  lines: readonly Line[];
}

/**
 * Lines in the order of their names: an order by size would say something of what is hidden. Where the details of a
 * value are withheld, each of its lines shows the mark; a value without any line gets one for the mark alone.
 */
export function linesOf(
  cells: readonly PublishedCell[],
  {
    columnOf,
    columns,
    named,
    lang,
  }: { columnOf(cell: PublishedCell): number; columns: number; named(cell: PublishedCell): string[]; lang: string },
): Line[] {
  const lines = new Map<string, { labels: string[]; counts: (number | null)[]; provisional: boolean }>();
  const lineOf = (cell: PublishedCell) => {
    const labels = named(cell);
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
    const ofValue = [...lines.values()].filter(({ labels }) => labels[0] === named(cell)[0]);
    for (const line of ofValue.length > 0 ? ofValue : [lineOf(cell)]) line.counts[columnOf(cell)] = null;
  }
  const { compare } = new Intl.Collator(lang, { numeric: true });
  return [...lines.values()].sort((one, other) => compare(one.labels.join(' '), other.labels.join(' ')));
}

/** From this many lines on, those that tell no number are one line. */
const manySilent = 4;

/** Lines that tell no number in any column, but marks and zeros, as one that counts them: they hide the others from sight. */
export function foldSilent(lines: readonly Line[], say: (count: number) => string): readonly Line[] {
  const silent = lines.filter(({ counts }) => counts.every((count) => count === null || count === 0));
  if (silent.length < manySilent) return lines;
  const [first] = silent as [Line];
  const counts = first.counts.map((_, at) => (silent.some((line) => line.counts[at] === null) ? null : 0));
  const labels = first.labels.map((_, at) => (at === 0 ? say(silent.length) : ''));
  return [...lines.filter((line) => !silent.includes(line)), { labels, counts, provisional: false }];
}
