/** Numbers from 0 to 1 that look random and are the same every time (mulberry32). */
export function repeatable(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Chooses among things by their weights. */
export function lottery<T>(things: readonly T[], weight: (thing: T) => number): (chance: number) => T {
  const ends: number[] = [];
  let total = 0;
  for (const thing of things) {
    total += weight(thing);
    ends.push(total);
  }
  return (chance) => {
    let low = 0;
    let high = ends.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((ends[middle] as number) > chance * total) high = middle;
      else low = middle + 1;
    }
    return things[low] as T;
  };
}
