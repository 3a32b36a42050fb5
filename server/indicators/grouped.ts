/** Things in groups by a key, in the order they come. */
export function groupedBy<T>(things: Iterable<T>, keyOf: (thing: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const thing of things) {
    const key = keyOf(thing);
    const group = groups.get(key) ?? [];
    groups.set(key, group);
    group.push(thing);
  }
  return groups;
}
