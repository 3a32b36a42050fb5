/** Whether the conseil en évolution professionnelle is open to somebody: what a reader of the figures may ask for. */
export type CepEligibility = 'eligible' | 'not-eligible' | 'unknown';

/**
 * Who works, looks for work or could: the five operators receive them. Public agents have their employer's own advice;
 * pupils, students and retired people who neither hold nor look for a job are served by others (L6111-6 of the code du
 * travail; domain sheet, 1.4). Nobody is eligible before 16, the end of compulsory school.
 */
const eligible = new Set([
  'apprentice',
  'out-of-school',
  'jobseeker',
  'inactive',
  'employee-private',
  'temp-worker',
  'self-employed',
]);
const tooYoung = new Set(['under-14', '14-15']);

/** Reads eligibility from status and age as answered; what was not asked stays unknown, and is never guessed. */
export function cepEligibility(status: string | null, age: string | null): CepEligibility {
  if (age !== null && tooYoung.has(age)) return 'not-eligible';
  if (status === null) return 'unknown';
  return eligible.has(status) ? 'eligible' : 'not-eligible';
}
