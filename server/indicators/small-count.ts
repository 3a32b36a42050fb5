/** The mark of a count that is not told, whatever the reason: never 0, never "fewer than five" (design §2). */
export const hidden = 's';

/** The smallest count that may be told. */
export const smallestTold = 5;

/** True for the counts that could be traced to a person: 1 to 4. A true 0 says nothing about anybody. */
export function isSmall(count: number): boolean {
  return count > 0 && count < smallestTold;
}
