/** A place in a column: a box, or the height a passing line keeps free. `port` is where lines arrive, from its top. */
export interface Slot {
  height: number;
  port: number;
  top: number;
  /** What leads here, with the height (from that slot's top) at which the line leaves. */
  before: { slot: Slot; port: number }[];
  /** Where this leads, with the height at which the line leaves here. */
  after: { slot: Slot; port: number }[];
}

/** More rounds change nothing that an eye sees. */
const rounds = 12;

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

/** How many pairs of lines cross between two neighbouring columns. */
function crossings(layer: readonly Slot[], next: readonly Slot[]): number {
  const place = new Map(next.map((slot, index) => [slot, index]));
  const ends = layer.flatMap((slot) =>
    [...slot.after].sort((a, b) => a.port - b.port).map(({ slot: to }) => place.get(to) ?? 0),
  );
  let found = 0;
  for (const [index, end] of ends.entries()) {
    for (let later = index + 1; later < ends.length; later += 1) if ((ends[later] as number) < end) found += 1;
  }
  return found;
}

const allCrossings = (layers: readonly Slot[][]): number =>
  layers.slice(1).reduce((sum, layer, index) => sum + crossings(layers[index] as Slot[], layer), 0);

/**
 * Orders every column so that few lines cross: each slot goes to the mean place of its neighbours, column after column,
 * there and back; the best order met is kept. Sorts the given arrays in place.
 */
export function orderLayers(layers: Slot[][]): void {
  let best = layers.map((layer) => [...layer]);
  let fewest = allCrossings(layers);
  const sortBy = (layer: Slot[], wanted: (slot: Slot) => number | null): void => {
    const keys = new Map(layer.map((slot, index) => [slot, wanted(slot) ?? index]));
    layer.sort((a, b) => (keys.get(a) as number) - (keys.get(b) as number));
  };
  for (let round = 0; round < rounds && fewest > 0; round += 1) {
    for (const [index, layer] of layers.entries()) {
      if (index === 0) continue;
      const place = new Map((layers[index - 1] as Slot[]).map((slot, at) => [slot, at]));
      sortBy(layer, ({ before }) =>
        before.length === 0 ? null : mean(before.map(({ slot, port }) => (place.get(slot) ?? 0) + port / slot.height)),
      );
    }
    for (const [index, layer] of [...layers.entries()].reverse()) {
      const place = new Map((layers[index + 1] ?? []).map((slot, at) => [slot, at]));
      sortBy(layer, ({ after }) => (after.length === 0 ? null : mean(after.map(({ slot }) => place.get(slot) ?? 0))));
    }
    const now = allCrossings(layers);
    if (now < fewest) {
      fewest = now;
      best = layers.map((layer) => [...layer]);
    }
  }
  for (const [index, order] of best.entries()) layers[index]?.splice(0, order.length, ...order);
}

/**
 * Tops as near as can be (least squares) to the wanted ones, in the given order and without overlap: slots that would
 * touch are moved together as one block.
 */
function settle(layer: readonly Slot[], wanted: readonly number[], apart: number): void {
  let offset = 0;
  const offsets = layer.map((slot) => {
    const own = offset;
    offset += slot.height + apart;
    return own;
  });
  const blocks: { sum: number; size: number }[] = [];
  for (const [index, want] of wanted.entries()) {
    let block = { sum: want - (offsets[index] as number), size: 1 };
    for (let last = blocks.at(-1); last && last.sum / last.size > block.sum / block.size; last = blocks.at(-1)) {
      blocks.pop();
      block = { sum: last.sum + block.sum, size: last.size + block.size };
    }
    blocks.push(block);
  }
  const starts = blocks.flatMap(({ sum, size }) => Array.from({ length: size }, () => sum / size));
  for (const [index, slot] of layer.entries()) {
    slot.top = Math.round((starts[index] as number) + (offsets[index] as number));
  }
}

/** Gives every slot its height on the page, each near what it is joined to, in the order of its column. */
export function placeLayers(layers: readonly Slot[][], apart: number): void {
  for (const layer of layers)
    settle(
      layer,
      layer.map(() => 0),
      apart,
    );
  const comingIn = (slot: Slot): number =>
    slot.before.length === 0 ? slot.top : mean(slot.before.map(({ slot: from, port }) => from.top + port)) - slot.port;
  const goingOut = (slot: Slot): number =>
    slot.after.length === 0 ? slot.top : mean(slot.after.map(({ slot: to, port }) => to.top + to.port - port));
  for (let round = 0; round < rounds; round += 1) {
    for (const layer of layers.slice(1)) settle(layer, layer.map(comingIn), apart);
    for (const layer of layers.slice(0, -1).reverse()) {
      const wanted = layer.map(
        (slot) => (goingOut(slot) + (slot.before.length === 0 ? goingOut(slot) : comingIn(slot))) / 2,
      );
      settle(layer, wanted, apart);
    }
  }
  for (const layer of layers.slice(1)) settle(layer, layer.map(comingIn), apart);
}
