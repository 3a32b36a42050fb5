import type { Compiled } from '../../flows/compile.ts';
import { type DiagramWords, exitsOf } from '../../flows/diagram.ts';
import { type Box, drawing, type Layout, layOut, type Track } from '../../flows/layout.ts';
import { averageQuestions } from '../../flows/order.ts';
import { countPaths, type Walk } from '../../flows/walk.ts';

/** A line of text in the drawing, with the point where it begins. */
interface DrawnText {
  x: number;
  y: number;
  text: string;
}

/** A state as the template draws it; `taken`: the interview passed here, `arrived`: it ended here. */
export interface DrawnBox {
  state: string;
  kind: 'question' | 'outcome';
  x: number;
  y: number;
  width: number;
  height: number;
  title: readonly DrawnText[];
  /** The number of a question, as in the list; the id of a rule under its place. */
  mark: DrawnText;
  rows: readonly { lines: readonly DrawnText[]; top: number; taken: boolean }[];
  /** Where lines arrive. */
  port: { x: number; y: number };
  taken: boolean;
  arrived: boolean;
}

/** The picture: sizes and paths in SVG units, tracks taken last so that they lie on top. */
export interface DrawingView {
  width: number;
  height: number;
  boxes: readonly DrawnBox[];
  tracks: readonly { path: string; taken: boolean }[];
}

/** One step of the list that says the picture in words. */
export interface StepView {
  state: string;
  number: number;
  question: string;
  taken: boolean;
  exits: readonly {
    options: string;
    taken: boolean;
    to:
      | { kind: 'question'; state: string; number: number; text: string }
      | { kind: 'outcome'; text: string; rule: string };
  }[];
}

export interface TreeView {
  need: string;
  title: string;
  states: number;
  paths: number;
  longest: number;
  /** Written as the language writes decimals. */
  average: string;
  /** A path is lit. */
  lit: boolean;
  drawing: DrawingView;
  steps: readonly StepView[];
}

/** How far below its top a line of text stands on its baseline. */
const baseline = 13;
const inset = 12;
/** Room left of an outcome's words for the ring of the lamp. */
const lampRoom = 30;

/** Straight across columns, an even curve between them. */
function pathOf({ points }: Track): string {
  const [start, ...rest] = points;
  let at = start as { x: number; y: number };
  const parts = [`M${at.x} ${at.y}`];
  for (const [index, point] of rest.entries()) {
    const between = index % 2 === 0;
    const middle = (at.x + point.x) / 2;
    parts.push(between ? `C${middle} ${at.y} ${middle} ${point.y} ${point.x} ${point.y}` : `L${point.x} ${point.y}`);
    at = point;
  }
  return parts.join('');
}

interface Lit {
  states: ReadonlySet<string>;
  /** The state arrived at, question or outcome. */
  last: string | null;
  answers: ReadonlyMap<string, string>;
}

function litBy(walked: Walk | null): Lit {
  if (!walked) return { states: new Set(), last: null, answers: new Map() };
  return {
    states: new Set([...walked.path.map(({ state }) => state), walked.at.state]),
    last: walked.at.state,
    answers: new Map(walked.path.map(({ state, option }) => [state, option])),
  };
}

const isTaken = (lit: Lit, state: string, options: readonly string[]): boolean =>
  options.includes(lit.answers.get(state) ?? '');

function drawBox(box: Box, number: number | undefined, lit: Lit): DrawnBox {
  const { lineHeight, padding } = drawing;
  const outcome = box.node.kind === 'outcome';
  const start = box.x + inset + (outcome ? lampRoom : 0);
  const lineAt = (top: number, index: number, text: string) => ({
    x: start,
    y: box.y + top + index * lineHeight + baseline,
    text,
  });
  return {
    state: box.state,
    kind: box.node.kind,
    x: box.x,
    y: box.y,
    width: box.width,
    height: box.height,
    title: box.title.map((text, index) => lineAt(padding, index, text)),
    mark:
      box.node.kind === 'outcome'
        ? lineAt(padding, box.title.length, box.node.rule.id)
        : { x: box.x + box.width - inset, y: box.y + padding + baseline, text: String(number ?? '') },
    rows: box.rows.map((row) => ({
      top: box.y + row.y,
      taken: isTaken(lit, box.state, row.options),
      lines: row.lines.map((text, index) => lineAt(row.y + padding / 2, index, text)),
    })),
    port: { x: outcome ? box.x + inset + 6 : box.x, y: box.y + Math.min(box.titleHeight, box.height) / 2 },
    taken: lit.states.has(box.state),
    arrived: lit.last === box.state,
  };
}

function drawingOf(
  { width, height, boxes, tracks }: Layout,
  numbers: ReadonlyMap<string, number>,
  lit: Lit,
): DrawingView {
  return {
    width,
    height,
    boxes: boxes.map((box) => drawBox(box, numbers.get(box.state), lit)),
    tracks: tracks
      .map((track) => ({ path: pathOf(track), taken: isTaken(lit, track.from, track.options) }))
      .sort((a, b) => Number(a.taken) - Number(b.taken)),
  };
}

function stepsOf(layout: Layout, numbers: ReadonlyMap<string, number>, lit: Lit, words: DiagramWords): StepView[] {
  return layout.boxes.flatMap(({ node }): StepView[] => {
    if (node.kind === 'outcome') return [];
    return [
      {
        state: node.state,
        number: numbers.get(node.state) as number,
        question: words.question(node.question),
        taken: lit.states.has(node.state),
        exits: exitsOf(node).map(({ options, to }) => ({
          options: options.map((option) => words.option(node.question, option)).join(', '),
          taken: isTaken(lit, node.state, options),
          to:
            to.kind === 'outcome'
              ? { kind: 'outcome', text: words.arrival(to.rule), rule: to.rule.id }
              : {
                  kind: 'question',
                  state: to.state,
                  number: numbers.get(to.state) as number,
                  text: words.question(to.question),
                },
        })),
      },
    ];
  });
}

/**
 * A need as a picture and as a list, with the same numbers: questions from left to right, then from top to bottom.
 * `walked` lights the way of one interview; null lights nothing.
 */
export function treeView(
  compiled: Compiled,
  title: string,
  lang: string,
  words: { picture: DiagramWords; list: DiagramWords },
  walked: Walk | null,
): TreeView {
  const layout = layOut(compiled, words.picture);
  const questions = layout.boxes.filter(({ node }) => node.kind === 'question');
  const numbers = new Map(questions.map(({ state }, index) => [state, index + 1]));
  const lit = litBy(walked);
  return {
    need: compiled.need.need,
    title,
    states: compiled.nodes.size,
    paths: countPaths(compiled),
    longest: compiled.root.longest,
    average: averageQuestions(compiled.root).toLocaleString(lang),
    lit: walked !== null,
    drawing: drawingOf(layout, numbers, lit),
    steps: stepsOf(layout, numbers, lit, words.list),
  };
}
