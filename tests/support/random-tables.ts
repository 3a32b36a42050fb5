import fc from 'fast-check';
import type { Answers, Impossible, Need, Question, Rule } from '../../flows/schema.ts';

/** A random need with its questions and impossible rows, as a coordinator's bad day might produce it. */
export interface RandomTable {
  need: Need;
  questions: Question[];
  impossible: Impossible[];
}

const blank = {
  outcome: 'go' as const,
  also: [],
  reasons: ['because'],
  tell: [],
  bring: [],
  online: [],
  sensitive: false,
};

const conditionsOver = (questions: Question[], atLeast: number): fc.Arbitrary<Record<string, string[]>> =>
  fc
    .uniqueArray(fc.constantFrom(...questions), {
      minLength: atLeast,
      maxLength: 3,
      selector: (question) => question.id,
    })
    .chain((chosen) =>
      fc
        .tuple(
          ...chosen.map((question) =>
            fc.subarray(question.options, { minLength: 1, maxLength: Math.max(1, question.options.length - 1) }),
          ),
        )
        .map((options) =>
          Object.fromEntries(chosen.map((question, index) => [question.id, options[index] as string[]])),
        ),
    );

/** Two to five questions of two to four options, one to nine rules of which some give the same, some impossible rows. */
export const randomTable: fc.Arbitrary<RandomTable> = fc
  .array(fc.integer({ min: 2, max: 4 }), { minLength: 2, maxLength: 5 })
  .chain((sizes) => {
    const questions: Question[] = sizes.map((size, index) => ({
      id: `q${index}`,
      options: Array.from({ length: size }, (_, option) => `o${option}`),
      sensitive: index === sizes.length - 1 && size === 3,
    }));
    const rule = fc.record({ when: conditionsOver(questions, 1), door: fc.integer({ min: 0, max: 4 }) });
    return fc.record({
      questions: fc.constant(questions),
      rows: fc.array(rule, { maxLength: 8 }),
      last: fc.option(fc.integer({ min: 0, max: 4 }), { freq: 9 }),
      impossible: fc.array(conditionsOver(questions, 2), { maxLength: 3 }),
    });
  })
  .map(({ questions, rows, last, impossible }) => {
    const toRule = (index: number, door: number, when?: Record<string, string[]>): Rule => ({
      ...blank,
      id: `r${index}`,
      first: [`door-${door}`],
      when,
    });
    const rules = rows.map(({ when, door }, index) => toRule(index, door, when));
    if (last !== null || rules.length === 0) rules.push(toRule(rules.length, last ?? 0));
    return {
      questions,
      impossible: impossible.map((when, index) => ({ id: `i${index}`, when })),
      need: {
        need: 'random',
        theme: 'work',
        icon: 'sun',
        sensitive: false,
        review: { as_of: '2026-11-22', review_by: '2027-02-01', sources: ['S1'] },
        ask: questions.map((question) => question.id),
        rules,
      },
    };
  });

/** Every complete set of answers to these questions. */
export function allProfiles(questions: readonly Question[]): Answers[] {
  return questions.reduce<Answers[]>(
    (profiles, question) =>
      profiles.flatMap((profile) => question.options.map((option) => ({ ...profile, [question.id]: option }))),
    [{}],
  );
}

const holds = (when: Record<string, string[]> | undefined, profile: Answers): boolean =>
  Object.entries(when ?? {}).every(([question, options]) => options.includes(profile[question] as string));

/** What the table says of a profile, read line by line as a person would: impossible, a rule, or nothing. */
export function bruteForce(
  { need, impossible }: Pick<RandomTable, 'need' | 'impossible'>,
  profile: Answers,
): Rule | 'impossible' | 'gap' {
  const asked = new Set(need.ask);
  const applies = impossible.filter((row) => Object.keys(row.when).every((id) => asked.has(id)));
  if (applies.some((row) => holds(row.when, profile))) return 'impossible';
  return need.rules.find((rule) => holds(rule.when, profile)) ?? 'gap';
}
