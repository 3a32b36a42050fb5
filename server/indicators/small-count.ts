/** The mark of a count that is not told, whatever the reason: never 0, never "fewer than five" (design §2). */
export const hidden = 's';

/** The smallest count told on the screens of those who counted it. */
export const smallestInside = 5;

/** The smallest count told in whatever leaves: what is published, and every file. */
export const smallestOutside = 11;

/** What is published is told in whole multiples of this. */
const base = 5;

/** True for the counts that could be traced to a person: 1 to 4 on screens, 1 to 10 in what leaves. A true 0 says nothing about anybody. */
export function isSmall(count: number, smallest: number): boolean {
  return count > 0 && count < smallest;
}

/** A count as it is published: the nearest multiple of five, each count by itself. */
export function rounded(count: number): number {
  return Math.round(count / base) * base;
}

/** The counts that a published figure may stand for, both included. */
export function roundedFrom(told: number): { least: number; most: number } {
  const reach = (base - 1) / 2;
  return { least: Math.max(smallestOutside, told - reach), most: told + reach };
}
