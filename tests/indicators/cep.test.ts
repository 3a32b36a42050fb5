import { cepEligibility } from '../../server/indicators/cep.ts';
import { region } from '../support/app.ts';

test.each([
  ['jobseeker', '26-29', 'eligible'],
  ['employee-private', null, 'eligible'],
  ['self-employed', '60-plus', 'eligible'],
  ['apprentice', '16-17', 'eligible'],
  ['out-of-school', '16-17', 'eligible'],
  ['out-of-school', '14-15', 'not-eligible'],
  ['pupil', '16-17', 'not-eligible'],
  ['student', '18-25', 'not-eligible'],
  ['public-agent', '45-59', 'not-eligible'],
  ['retired', '60-plus', 'not-eligible'],
  [null, '18-25', 'unknown'],
  [null, null, 'unknown'],
  [null, 'under-14', 'not-eligible'],
] as const)('the CEP for %s, %s: %s', (status, age, expected) => {
  expect(cepEligibility(status, age)).toBe(expected);
});

test('every answer about status and age is decided, one way or the other', () => {
  const options = (id: string) => region.content.tree.questions.find((question) => question.id === id)?.options ?? [];
  const decided = options('status').map((status) => cepEligibility(status, '30-44'));
  expect(new Set(decided)).toEqual(new Set(['eligible', 'not-eligible']));
  for (const age of options('age')) expect(cepEligibility('jobseeker', age)).not.toBe('unknown');
});
