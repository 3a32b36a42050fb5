import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { DirectoryError } from './directory.ts';

const numberSchema = z.strictObject({
  id: z.string().regex(/^[a-z]+$/),
  number: z.string().regex(/^\d{2,4}$/),
  source: z.string(),
  as_of: z.string(),
  confidence: z.enum(['high', 'medium', 'low']),
  /** `now`: danger at this moment; `talk`: somebody to talk to. */
  group: z.enum(['now', 'talk']),
});
const fileSchema = z.strictObject({ numbers: z.array(numberSchema).min(1) });

/** A national number for somebody who cannot wait; its words are `emergency.numbers.<id>`. */
export type EmergencyNumber = z.infer<typeof numberSchema>;

/** Reads data/emergency.yaml. Throws a DirectoryError with every problem at once. */
export function loadEmergencyNumbers(folder: string): readonly EmergencyNumber[] {
  const parsed = fileSchema.safeParse(parse(readFileSync(join(folder, 'emergency.yaml'), 'utf8')));
  if (parsed.success) return parsed.data.numbers;
  const problems = parsed.error.issues.map(
    ({ path, message }) => `${folder}/emergency.yaml, ${path.join('.')}: ${message}`,
  );
  throw new DirectoryError(problems.join('\n'));
}

/** The page of numbers. */
export interface EmergencyView {
  /** Where leaving is posted. */
  leave: string;
  /** What a script puts in the place of this page when somebody leaves; null where leaving must be posted. */
  start: string | null;
  /** The interview to go back to, or null. */
  back: string | null;
  groups: readonly { group: string; numbers: readonly { id: string; number: string; toConfirm: boolean }[] }[];
}

/** The numbers as a page shows them: help in danger first. */
export function emergencyView(
  numbers: readonly EmergencyNumber[],
  way: Pick<EmergencyView, 'leave' | 'start' | 'back'>,
): EmergencyView {
  return {
    ...way,
    groups: (['now', 'talk'] as const).map((group) => ({
      group,
      numbers: numbers
        .filter((number) => number.group === group)
        .map(({ id, number, confidence }) => ({ id, number, toConfirm: confidence !== 'high' })),
    })),
  };
}
