import type { Fact, Link, Rule, Tree } from '../../flows/schema.ts';

/** How words are looked up here: a key of the locales and its values. */
export type Say = (key: string, values?: Record<string, string | number>) => string;

/** A fact as it may be said on a day: never flatly when it has run out or nobody is sure of it. */
export interface ToldFact {
  id: string;
  text: string;
  /** True: shown "à confirmer", and without its figure when it states one. */
  toConfirm: boolean;
  sources: readonly string[];
  asOf: string;
  reviewBy: string;
  confidence: Fact['confidence'];
}

/** A web address to add to a visit, never instead of one. */
export interface ToldLink {
  id: string;
  text: string;
  url: string;
}

/** The lists of a tree by id, made once. */
export interface Telling {
  facts(rule: Rule, day: string, say: Say): ToldFact[];
  bring(rule: Rule, say: Say): { id: string; text: string }[];
  online(rule: Rule, say: Say): ToldLink[];
}

/** Prepares the facts, documents and links of a tree to be said. */
export function telling(tree: Tree): Telling {
  const facts = new Map(tree.facts.map((fact) => [fact.id, fact]));
  const links = new Map(tree.links.map((link) => [link.id, link]));
  return {
    facts: (rule, day, say) =>
      rule.tell.map((id) => {
        const fact = facts.get(id) as Fact;
        const toConfirm = fact.confidence !== 'high' || day > fact.review_by;
        return {
          id,
          text: say(`facts.${id}.${toConfirm && fact.amount ? 'plain' : 'text'}`),
          toConfirm,
          sources: fact.sources.map((source) => say(`sources.${source}.title`)),
          asOf: fact.as_of,
          reviewBy: fact.review_by,
          confidence: fact.confidence,
        };
      }),
    bring: (rule, say) => rule.bring.map((id) => ({ id, text: say(`documents.${id}.text`) })),
    online: (rule, say) =>
      rule.online.map((id) => ({ id, text: say(`links.${id}.text`), url: (links.get(id) as Link).url })),
  };
}
