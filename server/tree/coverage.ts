import type { Compiled } from '../../flows/compile.ts';
import type { Commune } from '../directory/commune.ts';
import type { Directory } from '../directory/directory.ts';
import type { Resolution } from '../directory/partner.ts';

/** How people of a commune are received by a network, the best first; design: nobody is left with a web address alone. */
export const levels = ['confirmed', 'unconfirmed', 'phone', 'desk', 'nobody'] as const;
export type Level = (typeof levels)[number];

/** How the first doors of a need are served over some communes. `counts` are pairs of a commune and a first door. */
export interface Served {
  pairs: number;
  counts: Readonly<Record<Level, number>>;
  /** The worst level any of the pairs has; null where there is no pair. */
  worst: Level | null;
}

/** What a resolution means for the person: a place somebody confirmed, one nobody did, a number, a desk that calls. */
export function levelOf({ partner, fallback }: Resolution): Level {
  if (partner) return partner.confirmed ? 'confirmed' : 'unconfirmed';
  if (fallback === null) return 'nobody';
  return fallback.kind;
}

/**
 * The networks some rule of a need names first, on the day it is compiled for. The person's own employer is left out:
 * it is no place of the directory.
 */
export function firstDoors(compiled: Compiled, directory: Pick<Directory, 'network'>): string[] {
  const named = [...compiled.nodes.values()].flatMap((node) => (node.kind === 'outcome' ? node.rule.first : []));
  return [...new Set(named)].filter((id) => directory.network(id)?.ownEmployer !== true).sort();
}

/** The level of every pair of a commune and a network, found once: 46 networks by 1,754 communes are a second's work. */
export interface Radar {
  served(doors: readonly string[], communes: readonly Commune[]): Served;
}

/** Prepares the radar over a directory; a level is looked for when it is first asked for, and kept as one byte. */
export function radar(directory: Directory): Radar {
  const place = new Map(directory.communes.map(({ code }, index) => [code, index]));
  const known = new Map<string, Uint8Array>();
  let { partners } = directory;
  const levelAt = (network: string, commune: Commune): Level => {
    // An edit of any site, or a new day, makes another list of them.
    if (directory.partners !== partners) known.clear();
    partners = directory.partners;
    const row = known.get(network) ?? new Uint8Array(directory.communes.length);
    known.set(network, row);
    const at = place.get(commune.code) as number;
    if (row[at] === 0) {
      row[at] = 1 + levels.indexOf(levelOf(directory.resolve(network, { kind: 'commune', commune })));
    }
    return levels[(row[at] as number) - 1] as Level;
  };
  return {
    served(doors, communes) {
      const counts: Record<Level, number> = { confirmed: 0, unconfirmed: 0, phone: 0, desk: 0, nobody: 0 };
      for (const network of doors) for (const commune of communes) counts[levelAt(network, commune)] += 1;
      const worst = [...levels].reverse().find((level) => counts[level] > 0) ?? null;
      return { pairs: doors.length * communes.length, counts, worst };
    },
  };
}

/** Several of them as one. */
export function sum(parts: readonly Served[]): Served {
  const counts = Object.fromEntries(
    levels.map((level) => [level, parts.reduce((total, part) => total + part.counts[level], 0)]),
  ) as Record<Level, number>;
  const worst = [...levels].reverse().find((level) => counts[level] > 0) ?? null;
  return { pairs: parts.reduce((total, { pairs }) => total + pairs, 0), counts, worst };
}

/** Whole parts in a hundred that are received in a place; null where there is nothing to share. */
export function shareInPlace({ pairs, counts }: Served): number | null {
  if (pairs === 0) return null;
  // Rounded down: « 100 » is said only when it is true.
  return Math.floor((100 * (counts.confirmed + counts.unconfirmed)) / pairs);
}
