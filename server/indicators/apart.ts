import { groupedBy } from './grouped.ts';
import type { Count } from './indicator.ts';
import { type Intervals, type Tighten, tightenedBy } from './intervals.ts';
import type { Steps } from './linear.ts';
import type { Fate, Figure, Sum } from './protect.ts';
import { isSmall, rounded, roundedFrom } from './small-count.ts';
import { cellKey, type Linked } from './systems.ts';

/** Linked counts, and what became of each. */
export interface Decided {
  linked: Linked;
  fates: readonly Fate[];
}

/** What is told of published figures month by month and basin by basin, and the smallest count told there. */
export interface Apart {
  smallest: number;
  parts: readonly Decided[];
}

/** Somebody who has the parts of published figures, and what they know by now; published figures keep their places. */
interface Reader {
  known: Intervals;
  tighten: Tighten;
  /** The small counts that are theirs to narrow down, and how far at most. */
  watched: readonly number[];
  narrowest: number;
}

/** What is known of a figure by what became of it: exact where it is told. */
const range = ({ count, told }: Figure, fate: Fate): [least: number, most: number] => {
  if (told === 'known' || (told === 'printed' && fate === 'told')) return [count, count];
  return [fate === 'hidden' ? 1 : 0, Number.POSITIVE_INFINITY];
};

/** A reader of the parts, before anything is published. `placeOf` gives the published figure that a part belongs to. */
function* reading(published: Linked, { smallest, parts }: Apart, placeOf: (count: Count) => Count): Steps<Reader> {
  const figures: Figure[] = [...published.figures];
  const ranges = figures.map(({ told, count }): [number, number] =>
    told === 'known' ? [count, count] : [0, Number.POSITIVE_INFINITY],
  );
  const sums: Sum[] = [...published.sums];
  const places = new Map<string, { total: number; parts: number[] }>();
  for (const [count, total] of [...published.places, ...published.zeros]) {
    places.set(cellKey(count), { total, parts: [] });
  }
  const totals = new Map([...published.totals].map(([name, total]) => [name, { total, parts: [] as number[] }]));
  yield;
  for (const { linked, fates } of parts) {
    const first = figures.length;
    for (const [place, figure] of linked.figures.entries()) ranges.push(range(figure, fates[place] as Fate));
    figures.push(...linked.figures);
    for (const sum of linked.sums) {
      sums.push({ total: first + sum.total, parts: sum.parts.map((place) => first + place) });
    }
    for (const [count, place] of [...linked.places, ...linked.zeros]) {
      places.get(cellKey(placeOf(count)))?.parts.push(first + place);
    }
    for (const [name, place] of linked.totals) totals.get(name)?.parts.push(first + place);
    yield;
  }
  // A cell that nothing apart is a part of is seen to be zero: its row or its column is nowhere.
  sums.push(...places.values(), ...totals.values());
  const known = {
    least: Float64Array.from(ranges, ([low]) => low),
    most: Float64Array.from(ranges, ([, high]) => high),
  };
  yield;
  const tighten = yield* tightenedBy(sums);
  yield* tighten(known, figures.keys());
  const narrowest = smallest - 1;
  // Where something known to everybody has said it all, nothing is left to guard.
  const watched = [...figures.keys()].filter((place) => {
    const { count, told } = figures[place] as Figure;
    return told === 'printed' && isSmall(count, smallest) && width(known, place) >= narrowest;
  });
  return { known, tighten, watched, narrowest };
}

const width = ({ least, most }: Intervals, place: number) => (most[place] as number) - (least[place] as number);

/** What is said, all at once, of some published figures: each with the least and the most it can be. */
type Said = readonly (readonly [place: number, least: number, most: number])[];

/** Says it to all readers; to none, and false, when one of them would narrow a small count down too far. */
function* said(readers: readonly Reader[], what: Said): Steps<boolean> {
  /** What readers knew before, to be forgotten again: copies of all they know would be most of the memory of a publication. */
  const undo: (() => void)[] = [];
  for (const { known, tighten, watched, narrowest } of readers) {
    const remember = (place: number) => {
      const [least, most] = [known.least[place] as number, known.most[place] as number];
      undo.push(() => {
        known.least[place] = least;
        known.most[place] = most;
      });
    };
    for (const [place, least, most] of what) {
      remember(place);
      known.least[place] = Math.max(known.least[place] as number, least);
      known.most[place] = Math.min(known.most[place] as number, most);
    }
    const places = what.map(([place]) => place);
    yield* tighten(known, places, remember);
    if (watched.some((place) => width(known, place) < narrowest)) {
      for (const one of undo.reverse()) one();
      return false;
    }
  }
  return true;
}

/**
 * Of what may be published by itself, what may be published beside what is told of its parts, on screens and in files: nobody
 * who adds and subtracts both narrows a small count down to fewer values than are owed there, rounded figures taken for any
 * number they may stand for. Figures are taken one by one as long as that holds: tables of one dimension first, in the order
 * of the catalogue, then pairs row by row, and the greatest first; a row whose zeros or marks would say too much stays silent.
 */
export function* besideParts(
  { linked, fates: alone }: Decided,
  apart: readonly Apart[],
  placeOf: (count: Count) => Count,
): Steps<Fate[]> {
  const { figures, rows } = linked;
  const readers: Reader[] = [];
  for (const one of apart) readers.push(yield* reading(linked, one, placeOf));
  const count = (place: number) => (figures[place] as Figure).count;
  const greatestFirst = (places: Iterable<number>) =>
    [...places]
      .filter((place) => alone[place] === 'told' && count(place) > 0)
      .sort((one, other) => count(other) - count(one));
  const fates = [...alone];

  function* publish(places: Iterable<number>): Steps<void> {
    for (const place of greatestFirst(places)) {
      const { least, most } = roundedFrom(rounded(count(place)));
      if (!(yield* said(readers, [[place, least, most]]))) fates[place] = 'hidden';
    }
  }

  const paired = new Set(rows.flat());
  const single = [...linked.places].filter(([, place]) => !paired.has(place));
  for (const some of groupedBy(single, ([{ series }]) => series).values())
    yield* publish(some.map(([, place]) => place));
  const sumOf = (row: readonly number[]) => row.reduce((sum, place) => sum + count(place), 0);
  for (const row of [...rows].sort((one, other) => sumOf(other) - sumOf(one))) {
    const isSilent = row.some((place) => alone[place] === 'withheld');
    const opened = row.map(
      (place) => [place, Math.min(1, count(place)), count(place) > 0 ? Number.POSITIVE_INFINITY : 0] as const,
    );
    if (!isSilent && (yield* said(readers, opened))) yield* publish(row);
    else for (const place of row) fates[place] = 'withheld';
  }
  return fates;
}
