import { type Compiled, compile, type Node } from './compile.ts';
import type { Need, Tree } from './schema.ts';
import { TableTooLarge } from './table.ts';
import { countPaths } from './walk.ts';

/** A smaller gain than this many questions on average is not worth a sentence. */
const worthSaying = 0.2;

/** Questions asked on average from here, every option offered being equally likely. */
export function averageQuestions(root: Node): number {
  const done = new Map<Node, number>();
  const average = (node: Node): number => {
    if (node.kind === 'outcome') return 0;
    const known =
      done.get(node) ?? 1 + node.options.reduce((sum, { to }) => sum + average(to), 0) / node.options.length;
    done.set(node, known);
    return known;
  };
  return Math.round(average(root) * 100) / 100;
}

/** A move of one question that would spare questions, with the figures before and after. */
export interface OrderAdvice {
  question: string;
  before: string;
  averageNow: number;
  averageThen: number;
  pathsNow: number;
  pathsThen: number;
}

/**
 * Tries every move of one question in `ask` and says which one spares most, or null when none is worth it.
 * Sensitive questions stay last, the longest path never grows.
 */
export function adviseOrder(need: Need, compiled: Compiled, tree: Tree, day: string): OrderAdvice | null {
  const movable = compiled.asked.filter((question) => !question.sensitive).map((question) => question.id);
  const last = need.ask.filter((id) => !movable.includes(id));
  const averageNow = averageQuestions(compiled.root);
  let best: OrderAdvice | null = null;
  for (const question of movable) {
    const others = movable.filter((id) => id !== question);
    for (const [place, before] of others.entries()) {
      const ask = [...others.slice(0, place), question, ...others.slice(place), ...last];
      if (ask.join() === need.ask.join()) continue;
      const moved = tryCompile({ ...need, ask }, tree, day);
      if (!moved || moved.root.longest > compiled.root.longest) continue;
      const averageThen = averageQuestions(moved.root);
      if (averageThen >= (best?.averageThen ?? averageNow - worthSaying)) continue;
      best = {
        question,
        before,
        averageNow,
        averageThen,
        pathsNow: countPaths(compiled),
        pathsThen: countPaths(moved),
      };
    }
  }
  return best;
}

/** A move may make the table too large to compile; it is then no advice. */
function tryCompile(need: Need, tree: Tree, day: string): Compiled | null {
  try {
    return compile(need, tree.questions, tree.impossible, day);
  } catch (error) {
    if (error instanceof TableTooLarge) return null;
    throw error;
  }
}
