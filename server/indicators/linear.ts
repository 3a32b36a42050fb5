/**
 * A linear system of sums: each row has a coefficient for every unknown and, at its end, what they add up to. Unknowns are
 * ≥ 0. Whoever solves it does so in these rows.
 */
export type LinearSystem = readonly Float64Array[];

/** Work in small steps: whoever drives it may let others pass between two of them. */
export type Steps<T> = Generator<undefined, T>;

const tiny = 1e-7;

/** A simplex tableau: each row holds one basic unknown, its coefficients, and at the end its value. */
interface Tableau {
  rows: Float64Array[];
  /** While a first solution is looked for: by how much growth of each unknown brings it nearer. */
  gain: Float64Array | null;
  basis: number[];
  /** By unknown: its row, or -1 while it is zero. */
  rowOf: Int32Array;
  /** Place of the value in a row. */
  end: number;
}

const at = (row: Float64Array | undefined, place: number): number => (row as Float64Array)[place] as number;

function pivot({ rows, gain, basis, rowOf }: Tableau, index: number, entering: number): void {
  const lead = rows[index] as Float64Array;
  const scale = 1 / at(lead, entering);
  const filled: number[] = [];
  for (let place = 0; place < lead.length; place += 1) {
    if (lead[place] === 0) continue;
    lead[place] = at(lead, place) * scale;
    filled.push(place);
  }
  const subtract = (row: Float64Array) => {
    const times = at(row, entering);
    if (times === 0) return;
    for (const place of filled) row[place] = at(row, place) - times * at(lead, place);
  };
  for (const row of rows) if (row !== lead) subtract(row);
  if (gain) subtract(gain);
  rowOf[basis[index] as number] = -1;
  rowOf[entering] = index;
  basis[index] = entering;
}

/** The row that first reaches zero when an unknown grows from zero; of equals, that of the first unknown; null for none. */
function firstToZero({ rows, basis, end }: Tableau, entering: number): number | null {
  let best: number | null = null;
  let least = Number.POSITIVE_INFINITY;
  rows.forEach((row, index) => {
    const slope = at(row, entering);
    if (slope <= tiny) return;
    const reach = at(row, end) / slope;
    const tie = best !== null && Math.abs(reach - least) <= tiny;
    if (best === null || (tie ? (basis[index] as number) < (basis[best] as number) : reach < least)) {
      best = index;
      least = reach;
    }
  });
  return best;
}

/** A tableau whose basic values are one solution. Throws when there is none: the numbers it is made of are one. */
function* solved(rows: LinearSystem): Steps<Tableau> {
  const width = (rows[0]?.length ?? 1) - 1;
  const gain = new Float64Array(width + 1);
  for (const row of rows) {
    const sign = at(row, width) < 0 ? -1 : 1;
    for (let place = 0; place <= width; place += 1) {
      const coefficient = at(row, place);
      if (coefficient === 0) continue;
      row[place] = sign * coefficient;
      gain[place] = at(gain, place) + sign * coefficient;
    }
    yield;
  }
  // Each row begins with an unknown of its own that should be zero in the end; these have no column, since none comes back.
  const start: Tableau = {
    rows: [...rows],
    gain,
    basis: rows.map((_, index) => width + index),
    rowOf: new Int32Array(width + rows.length).fill(-1),
    end: width,
  };
  for (let place = 0; place < width; ) {
    const leaving = start.rowOf[place] === -1 && at(gain, place) > tiny ? firstToZero(start, place) : null;
    if (leaving === null) place += 1;
    else {
      pivot(start, leaving, place);
      place = 0;
      yield;
    }
  }
  // What is left of the makeshift unknowns is zero: another takes the place, or the row says nothing new.
  start.gain = null;
  const kept: number[] = [];
  for (const [index, row] of start.rows.entries()) {
    if ((start.basis[index] as number) >= width) {
      if (Math.abs(at(row, width)) > 1e-4) throw new Error('the sums do not add up');
      const entering = row.findIndex((coefficient, place) => place < width && Math.abs(coefficient) > tiny);
      if (entering < 0) continue;
      pivot(start, index, entering);
      yield;
    }
    kept.push(index);
  }
  const basis = kept.map((index) => start.basis[index] as number);
  const rowOf = new Int32Array(width).fill(-1);
  basis.forEach((unknown, index) => {
    rowOf[unknown] = index;
  });
  return { rows: kept.map((index) => start.rows[index] as Float64Array), gain: null, basis, rowOf, end: width };
}

/**
 * How far each wanted unknown can range over all the solutions of a system that has one, by linear programming: the
 * difference between its greatest and its least value. A range of at least `enough` is not measured any further.
 */
export function* spans(system: LinearSystem, wanted: readonly number[], enough: number): Steps<number[]> {
  const tableau = yield* solved(system);
  const { rows, rowOf, end } = tableau;
  const seen = new Map(wanted.map((unknown) => [unknown, { low: Number.POSITIVE_INFINITY, high: 0 }]));
  const look = () => {
    for (const [unknown, range] of seen) {
      const index = rowOf[unknown] as number;
      const value = index < 0 ? 0 : at(rows[index], end);
      range.low = Math.min(range.low, value);
      range.high = Math.max(range.high, value);
    }
  };
  /** Moves to another solution where the unknown is greater (or less); false when there is none. Endless growth is Infinity. */
  const move = (unknown: number, direction: 1 | -1): boolean => {
    const index = rowOf[unknown] as number;
    let entering = unknown;
    if (index < 0 && direction < 0) return false;
    if (index >= 0) {
      const row = rows[index] as Float64Array;
      entering = row.findIndex((slope, place) => place < end && rowOf[place] === -1 && -direction * slope > tiny);
      if (entering < 0) return false;
    }
    const leaving = firstToZero(tableau, entering);
    if (leaving === null) {
      const range = seen.get(unknown);
      if (range) range.high = Number.POSITIVE_INFINITY;
      return false;
    }
    pivot(tableau, leaving, entering);
    look();
    return true;
  };
  look();
  for (const [unknown, range] of seen) {
    for (const direction of [1, -1] as const) {
      while (range.high - range.low < enough - tiny && move(unknown, direction)) yield;
    }
  }
  return wanted.map((unknown) => {
    const range = seen.get(unknown);
    return range ? range.high - range.low : 0;
  });
}
