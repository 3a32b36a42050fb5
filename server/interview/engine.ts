import { type Compiled, compile } from '../../flows/compile.ts';
import type { Content } from '../content/content.ts';

/** The needs of a day, compiled: what every walk of that day runs on. */
export interface Engine {
  content: Content;
  /** The compiled need on a day (YYYY-MM-DD), or undefined for an id that is no need. */
  need(id: string, day: string): Compiled | undefined;
}

/**
 * Compiles every need for a day the first time that day is asked for, and keeps the last two days, so that a running
 * server turns over at midnight without dropping an interview. Rules valid from or until a date follow by themselves.
 */
export function createEngine(content: Content): Engine {
  const days = new Map<string, Map<string, Compiled>>();
  const on = (day: string): Map<string, Compiled> => {
    const known = days.get(day);
    if (known) return known;
    const { questions, impossible, needs } = content.tree;
    const compiled = new Map(needs.map((need) => [need.need, compile(need, questions, impossible, day)]));
    if (days.size >= 2) days.delete(days.keys().next().value as string);
    days.set(day, compiled);
    return compiled;
  };
  return { content, need: (id, day) => on(day).get(id) };
}
