/**
 * One counter (design D4): how many in a period, a basin and at most two closed lists. No row is about a person, and
 * nothing says in which order or at what moment the counts were made.
 */
interface CountRow {
  /** `reception`, `week`, a dimension (`need`) or a pair of them (`need+network`). */
  series: string;
  /** YYYY-MM, or YYYY-Www in the weekly series. */
  period: string;
  /** A basin's id, `outside`, `unknown`, or `region` for what is counted nowhere in particular. */
  basin: string;
  /** Value of the first dimension, empty when the series has none. */
  a: string;
  /** Value of the second dimension, empty when the series has fewer than two. */
  b: string;
  count: number;
}

export interface CountsTables {
  counts: CountRow;
}
