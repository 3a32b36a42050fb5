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
