import { createMachine } from 'xstate';
import { compile } from '../../flows/compile.ts';
import { type DiagramWords, toMachineText, toMermaid } from '../../flows/diagram.ts';
import { drawing, type Layout, layOut } from '../../flows/layout.ts';
import { diagramWords } from '../../server/tree/diagram-words.ts';
import type { Words } from '../../server/web/words.ts';
import { region } from '../support/app.ts';

const { tree } = region.content;
const french = region.words.get('fr') as Words;
const words: DiagramWords = diagramWords(region.directory, french, 'whole');
const needs = tree.needs.map((need) => need.need);
const compiledNeed = (id: string) => {
  const need = tree.needs.find((candidate) => candidate.need === id);
  if (!need) throw new Error(id);
  return compile(need, tree.questions, tree.impossible, need.review.as_of);
};
const layouts = new Map<string, Layout>(needs.map((need) => [need, layOut(compiledNeed(need), words)]));

test.each(needs)('%s: every state is one box inside the drawing, and no two boxes overlap', (need) => {
  const { boxes, width, height } = layouts.get(need) as Layout;
  expect(boxes.map(({ state }) => state).sort()).toEqual([...compiledNeed(need).nodes.keys()].sort());
  const overlapping = boxes.flatMap((a, index) =>
    boxes
      .slice(index + 1)
      .filter((b) => a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height)
      .map((b) => `${a.state} ${b.state}`),
  );
  expect(overlapping).toEqual([]);
  const outside = boxes.filter(
    (box) => box.x < 0 || box.y < 0 || box.x + box.width > width || box.y + box.height > height,
  );
  expect(outside).toEqual([]);
});

test.each(needs)('%s: every way out is one line, which goes forward to its state and crosses no box', (need) => {
  const { boxes, tracks } = layouts.get(need) as Layout;
  const boxOf = new Map(boxes.map((box) => [box.state, box]));
  const wrong: string[] = [];
  for (const { from, to, points } of tracks) {
    const [start, end] = [points[0], points.at(-1)];
    if (start?.x !== (boxOf.get(from)?.x ?? 0) + drawing.boxWidth || end?.x !== boxOf.get(to)?.x) wrong.push(from);
    for (let index = 1; index < points.length; index += 1) {
      const [a, b] = [points[index - 1] as { x: number; y: number }, points[index] as { x: number; y: number }];
      if (a.x >= b.x) wrong.push(`${from} goes back`);
      // Curves stay between columns; a straight stretch lies across one.
      if (index % 2 === 1 && b.x - a.x !== drawing.gap) wrong.push(`${from} curves across a column`);
      if (index % 2 === 0 && a.y !== b.y) wrong.push(`${from} is not straight`);
      const crossed = boxes.filter(
        (box) => index % 2 === 0 && box.x < b.x && a.x < box.x + box.width && box.y < a.y && a.y < box.y + box.height,
      );
      wrong.push(...crossed.map((box) => `${from} crosses ${box.state}`));
    }
  }
  expect(wrong).toEqual([]);
  const drawn = tracks.flatMap(({ from, options, to }) => options.map((option) => `${from} ${option} ${to}`)).sort();
  const owed = [...compiledNeed(need).nodes.values()].flatMap((node) =>
    node.kind === 'question' ? node.options.map(({ option, to }) => `${node.state} ${option} ${to.state}`) : [],
  );
  expect(drawn).toEqual(owed.sort());
});

test('the same table gives the same drawing and the same text', () => {
  expect(layOut(compiledNeed('fund-training'), words)).toEqual(layouts.get('fund-training'));
  expect(toMermaid(compiledNeed('fund-training'), words)).toBe(toMermaid(compiledNeed('fund-training'), words));
});

test.each(needs)('%s: Mermaid names every state once, and every way out leads to a named one', (need) => {
  const compiled = compiledNeed(need);
  const lines = toMermaid(compiled, words).trimEnd().split('\n').slice(1);
  const named = lines.flatMap((line) => /^ {2}(\w+)(?:\[|\(\[)"/.exec(line)?.[1] ?? []);
  expect(named).toHaveLength(compiled.nodes.size);
  expect(new Set(named).size).toBe(named.length);
  const ways = lines.flatMap((line) => {
    const [, from = '', to = ''] = /^ {2}(\w+) -->\|"[^"]+"\| (\w+)$/.exec(line) ?? [];
    return from ? [[from, to]] : [];
  });
  expect(named.length + ways.length).toBe(lines.length);
  expect(ways.flat().filter((name) => !named.includes(name))).toEqual([]);
});

test('words with quotes, signs and dashes cannot break the text', () => {
  const odd: DiagramWords = { ...words, option: () => 'a "b" <c> #1 | d', question: () => 'x"]' };
  for (const line of toMermaid(compiledNeed('womens-rights'), odd).trimEnd().split('\n').slice(1)) {
    expect(line.split('"')).toHaveLength(3);
    expect(line).not.toMatch(/[<]|[^-]>/);
  }
});

test.each(needs)('%s: the text for other tools is the machine that runs here', (need) => {
  const compiled = compiledNeed(need);
  const text = toMachineText(compiled, words);
  const [, config = ''] = /createMachine\((.*)\);\n$/s.exec(text) ?? [];
  const read = createMachine(JSON.parse(config));
  const plain = (machine: typeof read) =>
    Object.entries(machine.config.states ?? {}).map(([state, { on, type, meta }]) => ({ state, on, type, meta }));
  expect(read.config.initial).toBe(compiled.machine.config.initial);
  expect(plain(read)).toEqual(plain(compiled.machine as typeof read));
});
