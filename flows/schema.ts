import { z } from 'zod';

/** Ids are English kebab-case; a dot would break state names, so it is refused. */
const id = z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'kebab-case');
const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'YYYY-MM-DD');
const ids = z.array(id).min(1);
/** Sources keep the marks of the fact sheet: S12, DILA, RECALLED. */
const sourceId = z.string().regex(/^[A-Z]+\d*$/, 'S12, RECALLED');
const sourceIds = z.array(sourceId).min(1);
const oneOrMore = z.union([id, ids]).transform((value) => (Array.isArray(value) ? value : [value]));

/** Conditions of a row: every named question must have one of the listed options. */
const when = z.record(id, oneOrMore);

export const questionSchema = z.strictObject({
  id,
  options: z.array(id).min(2),
  /** Answers stay in the visitor's cookie: not counted, not handed over, asked last (design D4). */
  sensitive: z.boolean().default(false),
});

export const impossibleSchema = z.strictObject({ id, when });

export const questionsFileSchema = z.strictObject({
  questions: z.array(questionSchema).min(1),
  impossible: z.array(impossibleSchema).default([]),
});

export const reviewSchema = z.strictObject({ as_of: day, review_by: day, sources: sourceIds });

/**
 * One line of a decision table. `outcome: go` (the default) names the network of the first door; `answered-here`
 * names the answer to say. Everything but `id`, `when` and validity is what the visitor gets.
 */
export const ruleSchema = z
  .strictObject({
    id,
    when: when.optional(),
    outcome: z.enum(['go', 'answered-here']).default('go'),
    first: z.array(id).max(1).default([]),
    also: z.array(id).default([]),
    answer: id.optional(),
    reasons: z.array(id).default([]),
    tell: z.array(id).max(4).default([]),
    bring: z.array(id).default([]),
    online: z.array(id).default([]),
    sensitive: z.boolean().default(false),
    from: day.optional(),
    until: day.optional(),
  })
  .check((context) => {
    const rule = context.value;
    const fail = (message: string) => context.issues.push({ code: 'custom', message, input: rule });
    if (rule.outcome === 'go' && rule.first.length === 0)
      fail(`rule ${rule.id}: a visitor who goes needs a first door`);
    if (rule.outcome === 'answered-here' && !rule.answer) fail(`rule ${rule.id}: answered-here needs an answer`);
    if (rule.outcome === 'go' && rule.reasons.length === 0) fail(`rule ${rule.id}: say why that place (reasons)`);
  });

/** What must be settled before the rest, in this order (domain sheet §2): a need that names none comes last. */
export const blockings = ['safety', 'roof', 'money', 'french', 'school'] as const;

export const needSchema = z.strictObject({
  need: id,
  theme: id,
  /** Name of a drawing in views/assets/icons.svg. */
  icon: id,
  /** Shown first, among the requests of the moment, in this order. */
  often: z.number().int().min(1).optional(),
  /** Where « je ne sais pas » leads. */
  unsure: z.boolean().optional(),
  sensitive: z.boolean().default(false),
  /** Treated before the others of the same person. */
  blocks: z.enum(blockings).optional(),
  review: reviewSchema,
  ask: z.array(id),
  rules: z.array(ruleSchema).min(1),
});

export const themesFileSchema = z.strictObject({ themes: z.array(z.strictObject({ id, icon: id })) });

export const factSchema = z.strictObject({
  id,
  sources: sourceIds,
  as_of: day,
  review_by: day,
  confidence: z.enum(['high', 'medium', 'low']),
  /** The sentence states a figure that may change: a second sentence without it is owed (`plain`). */
  amount: z.boolean().default(false),
});
export const factsFileSchema = z.strictObject({ facts: z.array(factSchema) });

export const documentsFileSchema = z.strictObject({ documents: z.array(z.strictObject({ id })) });

export const linkSchema = z.strictObject({
  id,
  url: z.url({ protocol: /^https$/ }),
  sources: sourceIds,
  as_of: day,
  confidence: z.enum(['high', 'medium', 'low']),
});
export const linksFileSchema = z.strictObject({ links: z.array(linkSchema) });

export const sourcesFileSchema = z.strictObject({
  sources: z.array(z.strictObject({ id: sourceId, url: z.url().optional() })),
});

/**
 * A story: somebody who walks in, what they say and answer, and where they must be sent. The same file is the regression
 * test, the page coordinators read and the paper they sign (`validated_by`). `on`: the day it is told, where that matters.
 */
export const storySchema = z.strictObject({
  id,
  who: z.string().min(1),
  says: z.string().min(1),
  answers: z.record(id, id).default({}),
  /** INSEE code, or `outside`. */
  commune: z.string().optional(),
  on: day.optional(),
  expect: z.strictObject({ rule: id, first: id.optional(), answer: id.optional() }),
  /** Networks that must not be the first door of this person. */
  never: z.array(id).default([]),
  validated_by: z.string().nullable(),
});
export const storiesFileSchema = z.strictObject({ need: id, stories: z.array(storySchema).min(1) });

const saying = z.string().trim().min(1);
/** Numbers may be written bare: 115. */
const sayings = z.array(z.union([saying, z.int().transform(String)]));

/**
 * The words people come with, one file a language: what coordinators extend when somebody was not understood.
 * `words` are grouped by how much they say for the need, from 1 (a hint) to 5 (nothing else is meant).
 */
export const vocabularySchema = z.strictObject({
  /** Words that say nothing about a need. */
  stop: sayings.default([]),
  /** What is typed, and what is meant; empty when nothing is. */
  spellings: z.record(saying, z.string()).default({}),
  /** Words that are one for the finder, each list under the word that stands for it. */
  same: z.record(saying, sayings.min(1)).default({}),
  /** What is said in distress, and the ids of the numbers (data/emergency.yaml) to show first. */
  distress: z.array(z.strictObject({ help: z.array(z.string()).min(1), says: sayings.min(1) })).default([]),
  needs: z.record(
    id,
    z.strictObject({
      /** Networks whose names, old and new, lead to this need. */
      networks: z.array(id).default([]),
      words: z.strictObject({ 1: sayings, 2: sayings, 3: sayings, 4: sayings, 5: sayings }).partial().default({}),
      phrases: sayings.default([]),
    }),
  ),
});

export type Vocabulary = z.infer<typeof vocabularySchema>;
export type Story = z.infer<typeof storySchema>;

export type Question = z.infer<typeof questionSchema>;
export type Impossible = z.infer<typeof impossibleSchema>;
export type Rule = z.infer<typeof ruleSchema>;
export type Need = z.infer<typeof needSchema>;
export type Fact = z.infer<typeof factSchema>;
export type Link = z.infer<typeof linkSchema>;
export type Confidence = Fact['confidence'];

/** The whole tree as read from flows/: everything the engine knows, without a word of French. */
export interface Tree {
  questions: Question[];
  impossible: Impossible[];
  themes: { id: string; icon: string }[];
  needs: Need[];
  facts: Fact[];
  documents: { id: string }[];
  links: Link[];
  sources: { id: string; url?: string | undefined }[];
  stories: { need: string; stories: Story[] }[];
}

/** Answers of an interview: question id to option id. */
export type Answers = Readonly<Record<string, string>>;
