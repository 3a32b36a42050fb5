import { type Compiled, compile } from '../../flows/compile.ts';
import type { Need } from '../../flows/schema.ts';
import { inForce } from '../../flows/table.ts';
import type { Content } from '../content/content.ts';

/** The needs of a day, compiled: what every walk of that day runs on. */
export interface Engine {
  content: Content;
  /** The compiled need on a day (YYYY-MM-DD), or undefined for an id that is no need. */
  need(id: string, day: string): Compiled | undefined;
}

/**
 * Compiles a need the first time it is asked for, so that nobody waits for the others, and keeps the last two days: a running
 * server turns over at midnight without dropping an interview. Rules valid from or until a date follow by themselves; a need
 * whose rules in force are those of the day before is not compiled again.
 */
export function createEngine(content: Content): Engine {
  const { questions, impossible, needs } = content.tree;
  const byId = new Map(needs.map((need) => [need.need, need]));
  const days = new Map<string, Map<string, Compiled>>();
  const on = (day: string): Map<string, Compiled> => {
    const known = days.get(day) ?? new Map<string, Compiled>();
    if (!days.has(day) && days.size >= 2) days.delete(days.keys().next().value as string);
    days.set(day, known);
    return known;
  };
  /** What was compiled on another day, where every rule of the need was in force then exactly if it is now. */
  const asOn = (need: Need, day: string): Compiled | undefined => {
    for (const [other, compiled] of days) {
      const known = compiled.get(need.need);
      if (known && need.rules.every((rule) => inForce(rule, other) === inForce(rule, day))) return known;
    }
    return undefined;
  };
  return {
    content,
    need(id, day) {
      const compiled = on(day);
      const known = compiled.get(id);
      const need = byId.get(id);
      if (known || !need) return known;
      const made = asOn(need, day) ?? compile(need, questions, impossible, day);
      compiled.set(id, made);
      return made;
    },
  };
}
