import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';
import type { Finder } from './finder.ts';

/** Sentences by the need they mean (`a|b`: either is right), and nonsense under `none`. */
const sentencesSchema = z.strictObject({ sentences: z.record(z.string(), z.array(z.string())) });

export type Sentences = Record<string, string[]>;

/** How well sentences are understood. A sentence is found when its need is among the first three. */
export interface Measure {
  sentences: number;
  found: string[];
  missed: string[];
  nonsense: number;
  /** Nonsense for which something was found. */
  noise: string[];
}

const firstPlaces = 3;

/** Reads a file of sentences. Throws when it has another shape. */
export function readSentences(file: string): Sentences {
  return sentencesSchema.parse(parse(readFileSync(file, 'utf8'))).sentences;
}

/** Which sentences have a need they mean among the first few found, which have not, and what nonsense is taken for a need. */
export function measure(finder: Finder, { none = [], ...byNeed }: Sentences): Measure {
  const said = Object.entries(byNeed).flatMap(([need, list]) =>
    list.map((sentence) => ({ sentence, wanted: need.split('|') })),
  );
  const isFound = ({ sentence, wanted }: (typeof said)[number]) =>
    finder
      .find(sentence)
      .needs.slice(0, firstPlaces)
      .some((need) => wanted.includes(need));
  return {
    sentences: said.length,
    found: said.filter(isFound).map(({ sentence }) => sentence),
    missed: said.filter((one) => !isFound(one)).map(({ sentence }) => sentence),
    nonsense: none.length,
    noise: none.filter((sentence) => finder.find(sentence).needs.length > 0),
  };
}
