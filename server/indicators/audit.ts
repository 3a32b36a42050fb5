import type { Cell, Count } from './indicator.ts';
import type { Steps } from './linear.ts';
import { type Fate, leftOpen, type System } from './protect.ts';
import { isSmall } from './small-count.ts';
import type { Linked } from './systems.ts';

/** How a small count would leave: printed, determined by sums alone, or narrowed down to too few values. */
export type Leak = 'printed' | 'determined' | 'narrowed';

/** What is about to leave would tell a small count: nothing leaves. Names the cell, never its count. */
export class LeakError extends Error {
  readonly leak: Leak;
  readonly cell: Cell;

  constructor(leak: Leak, { series, period, basin, a, b }: Count) {
    super(`${leak}: ${[series, period, basin, a, b].filter(Boolean).join(' ')}`);
    this.leak = leak;
    this.cell = { series, period, basin, a, b };
  }
}

const tiny = 1e-9;

/**
 * The silent figures that sums alone determine, by elimination: those left by themselves in a row. It knows nothing of how
 * counts were hidden, nor that they are no less than zero: a second opinion beside the intervals.
 */
function* determined({ figures, sums }: System, silent: (place: number) => boolean): Steps<Set<number>> {
  const open = figures.flatMap((_, place) => (silent(place) ? [place] : []));
  const column = new Map(open.map((place, index) => [place, index]));
  const rows: Float64Array[] = sums.map(({ total, parts }) => {
    const row = new Float64Array(open.length);
    const add = (place: number, sign: 1 | -1) => {
      const at = column.get(place);
      if (at !== undefined) row[at] = (row[at] as number) + sign;
    };
    add(total, -1);
    for (const part of parts) add(part, 1);
    return row;
  });
  let rank = 0;
  for (let at = 0; at < open.length && rank < rows.length; at += 1) {
    const lead = rows.findIndex((row, index) => index >= rank && Math.abs(row[at] as number) > tiny);
    if (lead < 0) continue;
    const row = rows[lead] as Float64Array;
    rows[lead] = rows[rank] as Float64Array;
    rows[rank] = row;
    const scale = row[at] as number;
    for (let place = at; place < row.length; place += 1) row[place] = (row[place] as number) / scale;
    for (const other of rows) {
      const times = other[at] as number;
      if (other === row || times === 0) continue;
      for (let place = at; place < row.length; place += 1) {
        other[place] = (other[place] as number) - times * (row[place] as number);
      }
    }
    rank += 1;
    yield;
  }
  const alone = new Set<number>();
  for (const row of rows.slice(0, rank)) {
    const left = open.filter((_, at) => Math.abs(row[at] as number) > tiny);
    if (left.length === 1) alone.add(left[0] as number);
  }
  return alone;
}

/**
 * Reads again, as an attacker would, what is about to leave: `toldOf` gives each count as it will be printed, null where it
 * is not. Throws a LeakError when a count below `smallest` is printed, when sums determine it (rank), or when they leave
 * fewer than `smallest` values for it (interval). Takes printed counts as exact, though they are rounded: an attacker
 * knows less.
 */
export function* auditing(
  { figures, sums, places }: Pick<Linked, 'figures' | 'sums' | 'places'>,
  fates: readonly Fate[],
  toldOf: (count: Count) => number | null,
  smallest: number,
): Steps<void> {
  const small = [...places].filter(([{ count }]) => isSmall(count, smallest));
  const printed = small.find(([count]) => toldOf(count) !== null);
  if (printed) throw new LeakError('printed', printed[0]);
  const read = [...fates];
  for (const [count, place] of places) if (toldOf(count) !== null) read[place] = 'told';
  const silent = (place: number) => figures[place]?.told === 'implied' || read[place] !== 'told';
  const alone = yield* determined({ figures, sums, rows: [] }, silent);
  const found = small.find(([, place]) => alone.has(place));
  if (found) throw new LeakError('determined', found[0]);
  const watched = small.map(([, place]) => place);
  const widths = yield* leftOpen({ figures, sums, rows: [] }, read, watched, smallest - 1);
  const narrow = small.find((_, index) => (widths[index] as number) < smallest - 1 - 1e-6);
  if (narrow) throw new LeakError('narrowed', narrow[0]);
}
