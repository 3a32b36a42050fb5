import { type Steps, spans } from './linear.ts';
import { isSmall } from './small-count.ts';
import { atOnce } from './steps.ts';

/**
 * A number of a system of tables, and what a reader has of it: `printed` is told unless it is hidden; `implied` is told
 * nowhere but is a sum all the same (the row total of a table that prints none); `known` is taken as known whatever is
 * hidden.
 */
export interface Figure {
  count: number;
  told: 'printed' | 'implied' | 'known';
}

/** That some figures add up to another; figures by their places. */
export interface Sum {
  total: number;
  parts: readonly number[];
}

/**
 * What becomes of a figure. `hidden`: its mark stands in its place, so a reader knows that it is no zero. `withheld`: its
 * whole row is silent, zeros included.
 */
export type Fate = 'told' | 'hidden' | 'withheld';

/** A system of figures: its sums, and the rows of details that can be withheld as a whole. */
export interface System {
  figures: readonly Figure[];
  sums: readonly Sum[];
  rows: readonly (readonly number[])[];
}

/**
 * How far a reader who adds and subtracts everything told leaves open each of some silent figures; a range of `enough` is
 * not measured any further.
 */
export function* leftOpen(
  { figures, sums }: System,
  fates: readonly Fate[],
  wanted: readonly number[],
  enough: number,
): Steps<number[]> {
  const open = figures.flatMap(({ told }, place) => (told === 'implied' || fates[place] !== 'told' ? [place] : []));
  const column = new Map(open.map((place, index) => [place, index]));
  const rows: Float64Array[] = [];
  for (const { total, parts } of sums) {
    // A sum of told figures says nothing new.
    if (!column.has(total) && !parts.some((part) => column.has(part))) continue;
    const row = new Float64Array(open.length + 1);
    const add = (place: number, sign: 1 | -1) => {
      const index = column.get(place);
      if (index !== undefined) row[index] = (row[index] as number) + sign;
      const sure = index === undefined ? (figures[place] as Figure).count : fates[place] === 'hidden' ? 1 : 0;
      row[open.length] = (row[open.length] as number) - sign * sure;
    };
    add(total, -1);
    for (const part of parts) add(part, 1);
    rows.push(row);
    yield;
  }
  const unknowns = wanted.map((place) => column.get(place) as number);
  return yield* spans(rows, unknowns, enough);
}

const touches = ({ total, parts }: Sum, places: ReadonlySet<number>) =>
  places.has(total) || parts.some((part) => places.has(part));

/**
 * Silences one thing more for the sake of an exposed figure, the cheapest first: a detail of its own row, the whole row,
 * then the smallest figure still told in the nearest sums, going from sum to sum through what is silent. Gives the
 * places silenced, none when everything already is.
 */
function silence({ figures, sums, rows }: System, fates: Fate[], exposed: number): readonly number[] {
  const count = (place: number) => (figures[place] as Figure).count;
  const smallestOf = (places: readonly number[]): number | undefined => {
    const told = places.filter(
      (place) => figures[place]?.told === 'printed' && fates[place] === 'told' && count(place) > 0,
    );
    return told.sort((one, other) => count(one) - count(other))[0];
  };
  const hide = (place: number) => {
    fates[place] = 'hidden';
    return [place];
  };
  const row = rows.find((places) => places.includes(exposed));
  if (row && fates[exposed] !== 'withheld') {
    const detail = smallestOf(row);
    if (detail !== undefined) return hide(detail);
    for (const place of row) fates[place] = 'withheld';
    return row;
  }
  const reached = new Set([exposed]);
  for (let size = 0; size < reached.size; ) {
    size = reached.size;
    const near = sums.filter((sum) => touches(sum, reached)).flatMap(({ total, parts }) => [total, ...parts]);
    const found = smallestOf(near);
    if (found !== undefined) return hide(found);
    for (const place of near) if (figures[place]?.told !== 'known') reached.add(place);
  }
  return [];
}

/**
 * What is told of a system: no count below `smallest`, and as little of the rest as it takes for no reader to narrow a small
 * count down to fewer than `smallest` values by adding and subtracting what is told, zeros included. Where silence cannot
 * help, because a `known` figure says it all, everything around is hidden.
 */
export function* protecting(system: System, smallest: number): Steps<Fate[]> {
  const { figures, sums } = system;
  const narrowest = smallest - 1;
  const atRisk = figures.map(({ count, told }) => told === 'printed' && isSmall(count, smallest));
  const fates = atRisk.map((small): Fate => (small ? 'hidden' : 'told'));
  let watched = atRisk.flatMap((small, place) => (small ? [place] : []));
  while (watched.length > 0) {
    const widths = yield* leftOpen(system, fates, watched, narrowest);
    const exposed = watched.filter((_, index) => (widths[index] as number) < narrowest - 1e-6);
    if (exposed.length === 0) break;
    // What shares a sum with something newly silent may be safe by now: it is measured again before it costs more.
    const helped = new Set<number>();
    const helpless = new Set<number>();
    for (const place of exposed) {
      if (helped.has(place)) continue;
      const silenced = new Set(silence(system, fates, place));
      if (silenced.size === 0) helpless.add(place);
      for (const sum of sums) {
        if (touches(sum, silenced)) for (const near of [sum.total, ...sum.parts]) helped.add(near);
      }
      yield;
    }
    watched = watched.filter((place) => !helpless.has(place));
  }
  return fates;
}

/** The same at once, for small systems. */
export function protect(system: System, smallest: number): Fate[] {
  return atOnce(protecting(system, smallest));
}
