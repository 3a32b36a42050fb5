import MiniSearch from 'minisearch';
import type { Vocabulary } from '../../flows/schema.ts';
import { createLexicon, type Understood } from './lexicon.ts';
import { createLikelihood, type Said } from './likelihood.ts';

/** What was found for somebody's own words. */
export interface Found {
  /** False when nothing is sure enough: show the themes. */
  confident: boolean;
  /** Ids of needs, the best first. */
  needs: readonly string[];
  /** Ids of emergency numbers to show before anything else. */
  help: readonly string[];
}

/** Finds needs by the words of the person. Keeps nothing of what it is given. */
export interface Finder {
  find(text: string): Found;
}

export interface FinderSources {
  vocabularies: readonly Vocabulary[];
  /** The needs there are, in the order of the tree, with the titles the pages give them. */
  needs: readonly { id: string; titles: readonly string[] }[];
  networks: readonly { id: string; name: string; formerNames: readonly string[] }[];
}

const mostNeeds = 5;
const mostLetters = 400;
/** A whole sentence that fits says as much as a rather telling word. */
const weightOf = { title: 2, phrase: 2, network: 3 };
/**
 * Below this, in the logarithm of how much is known, nothing is sure. Set on the development sentences: a single word of
 * weight 2 passes, a word or two out of a longer saying do not.
 */
const sureFrom = 1.6;
/** A need far behind the best one is noise. */
const leastShare = 0.12;
/** Each further thing said for the same need adds less. */
const fading = 0.45;
const mostReasons = 5;
/** Two rankings become one: a place says 1/(place + this). Small, so that the first of either stays near the top. */
const fusion = 1.5;

/** Reciprocal rank fusion: what both rankings place high comes first. */
function fused(...rankings: readonly (readonly string[])[]): string[] {
  const worth = new Map<string, number>();
  for (const ranking of rankings) {
    for (const [place, need] of ranking.slice(0, mostNeeds).entries()) {
      worth.set(need, (worth.get(need) ?? 0) + 1 / (place + fusion));
    }
  }
  return [...worth].sort((a, b) => b[1] - a[1]).map(([need]) => need);
}

function entriesOf({ vocabularies, needs, networks }: FinderSources, read: (text: string) => Understood): Said[] {
  const known = new Set(needs.map(({ id }) => id));
  const names = (id: string) =>
    networks.filter((network) => network.id === id).flatMap(({ name, formerNames }) => [name, ...formerNames]);
  const said = [
    ...needs.flatMap(({ id, titles }) => titles.map((text) => ({ need: id, text, weight: weightOf.title }))),
    ...vocabularies.flatMap((vocabulary) =>
      Object.entries(vocabulary.needs).flatMap(([need, { words, phrases, networks: of }]) => [
        ...Object.entries(words).flatMap(([weight, list]) => list.map((text) => ({ need, text, weight: +weight }))),
        ...phrases.map((text) => ({ need, text, weight: weightOf.phrase })),
        ...of.flatMap(names).map((text) => ({ need, text, weight: weightOf.network })),
      ]),
    ),
  ];
  const entries = new Map<string, Said>();
  for (const { need, text, weight } of said) {
    const words = read(text).telling;
    const key = `${need} ${[...words].sort().join(' ')}`;
    if (words.length === 0 || !known.has(need) || weight <= (entries.get(key)?.weight ?? 0)) continue;
    entries.set(key, { need, words, weight });
  }
  return [...entries.values()];
}

/** True when the words stand in this order, with at most two others between each and the next. */
function saidIn(all: readonly string[], words: readonly string[]): boolean {
  return all.some((_, start) => {
    let at = start - 1;
    return words.every((word, index) => {
      const next = all.indexOf(word, at + 1);
      const near = index === 0 ? next === start : next !== -1 && next - at <= 3;
      at = next;
      return near;
    });
  });
}

/**
 * A finder over the vocabularies. What is typed is understood by the lexicon; every known saying that shares a word with
 * it counts by the rarity of the shared words (the library's own ranking), by how much of the saying was said, and by its
 * weight; a need adds up its best sayings. This says whether anything is sure; the order also heeds which need makes the
 * words likely, so that a long sentence is not decided by its commonest word.
 */
export function createFinder(sources: FinderSources): Finder {
  const names = sources.networks.flatMap(({ name, formerNames }) => [name, ...formerNames]);
  const lexicon = createLexicon(sources.vocabularies, [...names, ...sources.needs.flatMap(({ titles }) => titles)]);
  const entries = entriesOf(sources, lexicon.read);
  const index = new MiniSearch<{ id: number; said: string }>({
    fields: ['said'],
    tokenize: (text) => text.split(' '),
    processTerm: (term) => term,
  });
  index.addAll(entries.map(({ words }, id) => ({ id, said: words.join(' ') })));
  const timesSaid = new Map<string, number>();
  for (const word of entries.flatMap(({ words }) => words)) timesSaid.set(word, (timesSaid.get(word) ?? 0) + 1);
  const rarity = (word: string) => Math.log(1 + entries.length / (timesSaid.get(word) ?? 1));
  const sum = (words: readonly string[]) => words.reduce((total, word) => total + rarity(word), 0);
  const wholes = entries.map(({ words }) => sum(words));
  const distress = sources.vocabularies.flatMap(({ distress: list }) =>
    list.flatMap(({ help, says }) => says.map((text) => ({ help, words: lexicon.read(text).all }))),
  );

  const likely = createLikelihood(entries);
  const sure = sureFrom * Math.log1p(entries.length);

  const scores = (telling: readonly string[]): [string, number][] => {
    let sureOfOne = false;
    const reasons = new Map<string, number[]>();
    for (const { id, score, match } of index.search(telling.join(' '), { combineWith: 'OR' })) {
      const { need, weight } = entries[id] as Said;
      const share = sum(Object.keys(match)) / (wholes[id] as number);
      sureOfOne ||= Object.keys(match).length > 1 || share === 1;
      const list = reasons.get(need) ?? [];
      list.push(score * share * share * weight);
      reasons.set(need, list);
    }
    if (!sureOfOne) return []; // one word out of longer sayings: « plus », « coup »
    return [...reasons].map(([need, list]) => [
      need,
      list
        .sort((a, b) => b - a)
        .slice(0, mostReasons)
        .reduce((total, reason, place) => total + reason * fading ** place, 0),
    ]);
  };

  return {
    find(text) {
      const { all, telling } = lexicon.understand(text.slice(0, mostLetters));
      const help = new Set(distress.filter(({ words }) => saidIn(all, words)).flatMap(({ help: ids }) => ids));
      const ranked = telling.length === 0 ? [] : scores(telling).sort((a, b) => b[1] - a[1]);
      const best = ranked[0]?.[1] ?? 0;
      if (best < sure) return { confident: false, needs: [], help: [...help] };
      const said = ranked.filter(([, score]) => score >= best * leastShare).map(([need]) => need);
      return { confident: true, needs: fused(said, likely(telling)).slice(0, mostNeeds), help: [...help] };
    },
  };
}
