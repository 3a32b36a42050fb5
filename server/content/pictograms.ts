import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Problem } from '../../flows/problem.ts';
import { readYaml } from './read.ts';

const file = 'flows/pictograms.yaml';
const names = z.record(z.string(), z.string().regex(/^[a-z0-9-]+$/));
const schema = z.strictObject({ needs: names, answers: names, questions: z.record(z.string(), names) });

/** Names of drawings (views/assets/pictograms); null where there is none. */
export interface Pictograms {
  need(id: string): string | null;
  answer(question: string, option: string): string | null;
}

/** Reads flows/pictograms.yaml; what does not fit is added to the problems. A tree from before has none. */
export function readPictograms(root: string, problems: Problem[]): Pictograms {
  const read = existsSync(join(root, file)) ? readYaml(root, file, schema, problems)?.value : undefined;
  return {
    need: (id) => read?.needs[id] ?? null,
    answer: (question, option) => read?.questions[question]?.[option] ?? read?.answers[option] ?? null,
  };
}
