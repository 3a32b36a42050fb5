import type { Compiled, Node } from './compile.ts';
import { type DiagramWords, exitsOf } from './diagram.ts';
import { orderLayers, placeLayers, type Slot } from './layers.ts';

/** Lengths of a drawing, in its own units (pixels at natural size). */
export const drawing = {
  boxWidth: 248,
  /** Between two columns: room for the lines to change track. */
  gap: 96,
  margin: 24,
  lineHeight: 18,
  padding: 8,
} as const;

/** Between two boxes of a column. */
const apart = 14;
/** Height kept free in a column for a line that only passes. */
const laneHeight = 4;
/** Characters that fit on a line of a box, by a careful average of the typeface. */
const titleFits = 25;
const rowFits = 30;

/** One way out of a question's box: its options, in lines of text, and the height at which the line leaves. */
export interface Row {
  options: readonly string[];
  lines: readonly string[];
  y: number;
  height: number;
  to: string;
}

/** A state of the machine as drawn: shared states are one box. `y` is the top; `title` is already cut in lines. */
export interface Box {
  state: string;
  node: Node;
  column: number;
  x: number;
  y: number;
  width: number;
  height: number;
  title: readonly string[];
  titleHeight: number;
  rows: readonly Row[];
}

/** A line from a way out to the box it leads to; between two columns it may curve, across a column it is straight. */
export interface Track {
  from: string;
  options: readonly string[];
  to: string;
  points: readonly { x: number; y: number }[];
}

export interface Layout {
  width: number;
  height: number;
  /** Column by column, each from the top. */
  boxes: readonly Box[];
  tracks: readonly Track[];
}

/** Words in lines of at most so many characters; a longer word stands alone on its line. */
export function inLines(text: string, most: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= most) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}

/** The column of every state: one more than the furthest state that leads to it, so that lines only go forward. */
function columnsOf(root: Node): Map<Node, number> {
  const sorted: Node[] = [];
  const seen = new Set<Node>();
  const visit = (node: Node): void => {
    if (seen.has(node)) return;
    seen.add(node);
    if (node.kind === 'question') for (const { to } of node.options) visit(to);
    sorted.unshift(node);
  };
  visit(root);
  const columns = new Map<Node, number>([[root, 0]]);
  for (const node of sorted) {
    if (node.kind === 'outcome') continue;
    const next = (columns.get(node) as number) + 1;
    for (const { to } of node.options) columns.set(to, Math.max(next, columns.get(to) ?? 0));
  }
  return columns;
}

function toBox(node: Node, column: number, words: DiagramWords): Box {
  const { boxWidth, gap, margin, lineHeight, padding } = drawing;
  const shared = { state: node.state, node, column, x: margin + column * (boxWidth + gap), y: 0, width: boxWidth };
  if (node.kind === 'outcome') {
    const title = inLines(words.arrival(node.rule), titleFits);
    const height = (title.length + 1) * lineHeight + 2 * padding; // one more line for the rule's id
    return { ...shared, title, titleHeight: height, rows: [], height };
  }
  const title = inLines(words.question(node.question), titleFits);
  const titleHeight = title.length * lineHeight + 2 * padding;
  let y = titleHeight;
  const rows = exitsOf(node).map(({ options, to }): Row => {
    const lines = inLines(options.map((option) => words.option(node.question, option)).join(', '), rowFits);
    const row = { options, lines, y, height: lines.length * lineHeight + padding, to: to.state };
    y += row.height;
    return row;
  });
  return { ...shared, title, titleHeight, rows, height: y };
}

/**
 * Draws a need from left to right: a column per step, a box per state, a row per way out. Lines to the same place share
 * their track through the columns they only pass, as trains would. Promises boxes that never overlap, lines that never
 * cross a box, and the same drawing for the same table and words.
 */
export function layOut(compiled: Compiled, words: DiagramWords): Layout {
  const { boxWidth, gap, margin } = drawing;
  const columns = columnsOf(compiled.root);
  const boxes = new Map(
    [...compiled.nodes].map(([state, node]) => [state, toBox(node, columns.get(node) ?? 0, words)]),
  );
  const layers: Slot[][] = Array.from({ length: Math.max(...columns.values()) + 1 }, () => []);
  const slots = new Map<string, Slot>();
  const slotOf = (key: string, layer: number, size: { height: number; port: number }): Slot => {
    const known = slots.get(key);
    if (known) return known;
    const made: Slot = { ...size, top: 0, before: [], after: [] };
    slots.set(key, made);
    layers[layer]?.push(made);
    return made;
  };
  const slotOfBox = (box: Box) =>
    slotOf(box.state, box.column, { height: box.height, port: Math.min(box.titleHeight, box.height) / 2 });
  const passing = (to: Box, layer: number) =>
    slotOf(`${to.state} ${layer}`, layer, { height: laneHeight, port: laneHeight / 2 });
  for (const box of boxes.values()) slotOfBox(box);
  const routes: { from: Box; row: Row; to: Box; through: Slot[] }[] = [];
  const joined = new Set<string>();
  for (const from of boxes.values()) {
    for (const row of from.rows) {
      const to = boxes.get(row.to) as Box;
      const between = Array.from({ length: to.column - from.column - 1 }, (_, index) => from.column + index + 1);
      const through = between.map((layer) => passing(to, layer));
      routes.push({ from, row, to, through });
      const chain = [...through, slotOfBox(to)];
      const start = { slot: slotOfBox(from), port: row.y + row.height / 2 };
      chain.forEach((slot, index) => {
        const previous = index === 0 ? start : { slot: chain[index - 1] as Slot, port: laneHeight / 2 };
        const shared = `${to.state} ${to.column - chain.length + index}`;
        if (index > 0 && joined.has(shared)) return; // a track already shared counts once
        if (index > 0) joined.add(shared);
        previous.slot.after.push({ slot, port: previous.port });
        slot.before.push(previous);
      });
    }
  }
  orderLayers(layers);
  placeLayers(layers, apart);
  const top = Math.min(...[...slots.values()].map((slot) => slot.top));
  const drop = margin - top;
  for (const [state, box] of boxes) box.y = (slots.get(state) as Slot).top + drop;
  const tracks = routes.map(({ from, row, to, through }): Track => {
    const lanes = through.flatMap((slot, index) => {
      const x = margin + (from.column + 1 + index) * (boxWidth + gap);
      const y = slot.top + drop + laneHeight / 2;
      return [
        { x, y },
        { x: x + boxWidth, y },
      ];
    });
    const start = { x: from.x + boxWidth, y: from.y + row.y + row.height / 2 };
    const end = { x: to.x, y: to.y + (slots.get(to.state) as Slot).port };
    return { from: from.state, options: row.options, to: to.state, points: [start, ...lanes, end] };
  });
  const bottoms = [...slots.values()].map((slot) => slot.top + slot.height + drop);
  return {
    width: 2 * margin + layers.length * (boxWidth + gap) - gap,
    height: Math.max(...bottoms) + margin,
    boxes: [...boxes.values()].sort((a, b) => a.column - b.column || a.y - b.y),
    tracks,
  };
}
