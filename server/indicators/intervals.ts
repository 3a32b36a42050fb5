import type { Steps } from './linear.ts';
import type { Sum } from './protect.ts';

/** The least and the most that each of some figures can be, by their places; what is open above is Infinity. */
export interface Intervals {
  least: Float64Array;
  most: Float64Array;
}

/**
 * Narrows intervals in place, once those of some places have moved, until none moves any more; `before` hears of each place
 * about to move. Intervals that hold the truth go on holding it.
 */
export type Tighten = (intervals: Intervals, moved: Iterable<number>, before?: (place: number) => void) => Steps<void>;

/** How many sums are gone through before others may pass. */
const stretch = 200;

/** What somebody learns who knows which figures add up to which, and adds and subtracts without solving the whole. */
export function* tightenedBy(sums: readonly Sum[]): Steps<Tighten> {
  const sumsOf = new Map<number, Sum[]>();
  for (const [index, sum] of sums.entries()) {
    if (index % stretch === 0) yield;
    for (const place of [sum.total, ...sum.parts]) {
      const known = sumsOf.get(place);
      if (known) known.push(sum);
      else sumsOf.set(place, [sum]);
    }
  }

  return function* tighten({ least, most }, moved, before = () => {}) {
    let due = new Set<Sum>();
    for (const place of moved) for (const sum of sumsOf.get(place) ?? []) due.add(sum);
    while (due.size > 0) {
      const next = new Set<Sum>();
      const narrow = (place: number, low: number, high: number) => {
        const [lower, upper] = [low > (least[place] as number), high < (most[place] as number)];
        if (!lower && !upper) return;
        before(place);
        if (lower) least[place] = low;
        if (upper) most[place] = high;
        for (const sum of sumsOf.get(place) as Sum[]) next.add(sum);
      };
      let done = 0;
      for (const { total, parts } of due) {
        done += 1;
        if (done % stretch === 0) yield;
        let low = 0;
        let high = 0;
        let open = 0;
        for (const part of parts) {
          low += least[part] as number;
          if (most[part] === Number.POSITIVE_INFINITY) open += 1;
          else high += most[part] as number;
        }
        narrow(total, low, open > 0 ? Number.POSITIVE_INFINITY : high);
        const [lowest, highest] = [least[total] as number, most[total] as number];
        for (const part of parts) {
          const isOpen = most[part] === Number.POSITIVE_INFINITY;
          const others = isOpen ? high : high - (most[part] as number);
          const leastOf = open > (isOpen ? 1 : 0) ? 0 : lowest - others;
          narrow(part, leastOf, highest - (low - (least[part] as number)));
        }
      }
      due = next;
      yield;
    }
  };
}
