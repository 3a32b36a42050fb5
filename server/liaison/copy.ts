import { z } from 'zod';

const placeSchema = z.object({
  partner: z.string(),
  name: z.string(),
  street: z.string(),
  town: z.string(),
  phone: z.string().nullable(),
  /** Opening hours in words, one entry a line. */
  hours: z.array(z.string()),
  appointment: z.enum(['only', 'recommended']).nullable(),
  recordedOn: z.string().nullable(),
  confirmedOn: z.string().nullable(),
});

const doorSchema = z.object({
  network: z.string(),
  networkName: z.string(),
  sensitive: z.boolean(),
  place: placeSchema.nullable(),
  /** Beyond 40 km: a number as well. */
  phoneToo: z.string().nullable(),
  phone: z.object({ number: z.string(), network: z.string() }).nullable(),
  /** The site that calls with the visitor when the network has neither site nor number. */
  desk: placeSchema.nullable(),
});

/** What the visitor's half says in the visitor's language, in the same order as in French. */
const visitorSchema = z.object({
  language: z.string(),
  need: z.string(),
  say: z.string(),
  /** Opening hours of the first door; null where nobody put them into words: they are then said in French. */
  hours: z.array(z.string()).nullable(),
  documents: z.array(z.string()),
  facts: z.array(z.string()),
  others: z.array(z.string()),
});
export type VisitorCopy = z.infer<typeof visitorSchema>;

/**
 * What a slip says, as it was worded on the day it was issued: the directory and the tree may change afterwards, the
 * paper and its copy do not. Holds no answer to a sensitive question, no commune, nothing that names a person.
 */
export const slipCopySchema = z.object({
  language: z.string(),
  issuedOn: z.string(),
  flowVersion: z.string(),
  directoryVersion: z.string(),
  /** The rule that chose the first door, and the day by which its network promises a reply. */
  rule: z.string().nullable().default(null),
  replyBy: z.string().nullable().default(null),
  /** The need, the rule or the first door would tell others of disability, violence or justice. */
  sensitive: z.boolean(),
  need: z.object({ id: z.string(), title: z.string(), say: z.string() }),
  first: doorSchema,
  also: doorSchema.nullable(),
  /** The other needs of the person, for the visitor’s half. */
  others: z.array(z.object({ need: z.string(), door: doorSchema })).default([]),
  reasons: z.array(z.string()),
  documents: z.array(z.string()),
  facts: z.array(z.object({ text: z.string(), toConfirm: z.boolean(), asOf: z.string(), reviewBy: z.string() })).max(3),
  /** Names, not ids: the basin of the person, and the structure that issued the slip. */
  basin: z.string().nullable(),
  from: z.string().nullable(),
  answers: z.array(z.object({ label: z.string(), text: z.string() })),
  /** Absent or null when the visitor reads French. */
  visitor: visitorSchema.nullish(),
});

export type SlipCopy = z.infer<typeof slipCopySchema>;
export type CopiedDoor = SlipCopy['first'];
export type CopiedPlace = z.infer<typeof placeSchema>;

/** The three secrets of a slip: what the visitor holds, and the two ways to the reply. */
export const slipCodesSchema = z.object({ visitor: z.string(), reply: z.string(), token: z.string() });
export type SlipCodes = z.infer<typeof slipCodesSchema>;
