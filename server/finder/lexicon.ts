import MiniSearch from 'minisearch';
import type { Vocabulary } from '../../flows/schema.ts';
import { sound, wordsIn } from './normalise.ts';

/** What somebody typed, understood word by word. */
export interface Understood {
  /** Every word, in order, little words included. */
  all: string[];
  /** The words that may say something about a need, each once. */
  telling: string[];
}

/** Turns what is typed into the words the vocabulary is written in. */
export interface Lexicon {
  /** Corrects what is nearly a known word, then reads the words. */
  understand(text: string): Understood;
  /** Reads a text of the vocabulary itself: nothing is corrected. */
  read(text: string): Understood;
}

interface Rewriting {
  from: string[];
  to: string[];
}

/** Rewritings by their first word, the longest first. */
type Rewritings = ReadonlyMap<string, Rewriting[]>;

function rewritings(pairs: readonly (readonly [string, string])[]): Rewritings {
  const byFirst = new Map<string, Rewriting[]>();
  for (const [typed, meant] of pairs) {
    const from = wordsIn(typed);
    const first = from[0];
    if (first === undefined) continue;
    const known = byFirst.get(first) ?? [];
    known.push({ from, to: wordsIn(meant) });
    byFirst.set(first, known);
  }
  for (const list of byFirst.values()) list.sort((a, b) => b.from.length - a.from.length);
  return byFirst;
}

function rewrite(words: readonly string[], table: Rewritings): string[] {
  const out: string[] = [];
  for (let at = 0; at < words.length; ) {
    const here = table.get(words[at] as string);
    const found = here?.find(({ from }) => from.every((word, index) => words[at + index] === word));
    out.push(...(found ? found.to : [words[at] as string]));
    at += found ? found.from.length : 1;
  }
  return out;
}

/** Words shorter than this, or of fewer sounds, are never guessed at. */
const shortestGuess = 4;

/** Finds the known word meant by an unknown one: by ear, two letters swapped, a slip or two, a word not finished. */
function corrector(known: ReadonlyMap<string, number>): (word: string) => string {
  const often = (word: string) => known.get(word) ?? 0;
  const byEar = new Map<string, string>();
  for (const word of known.keys()) {
    const heard = sound(word);
    const other = byEar.get(heard);
    if (heard.length >= shortestGuess && (other === undefined || often(word) > often(other))) byEar.set(heard, word);
  }
  const list = [...known.keys()];
  const index = new MiniSearch<{ id: number; word: string }>({
    fields: ['word'],
    tokenize: (text) => [text],
    processTerm: (term) => term,
  });
  index.addAll(list.map((word, id) => ({ id, word })));
  const near = (word: string): string | undefined =>
    index
      .search(word, {
        fuzzy: word.length >= 9 ? 2 : word.length >= 6 ? 1 : false,
        prefix: word.length >= shortestGuess,
        boostDocument: (id) => 1 + Math.log1p(often(list[id as number] as string)) / 4,
      })
      .map(({ id }) => list[id as number] as string)
      .find((found) => found.length >= shortestGuess && found[0] === word[0]);
  return (word) => {
    if (known.has(word) || word.length < shortestGuess || /\d/.test(word)) return word;
    const heard = byEar.get(sound(word));
    if (heard !== undefined) return heard;
    for (let at = 1; at < word.length - 1; at += 1) {
      const swapped = `${word.slice(0, at)}${word[at + 1]}${word[at]}${word.slice(at + 2)}`;
      if (known.has(swapped)) return swapped;
    }
    return near(word) ?? word;
  };
}

/** Every text of the vocabularies, whatever it is for. */
function textsOf({ stop, spellings, same, distress, needs }: Vocabulary): string[] {
  return [
    ...stop,
    ...Object.entries(spellings).flat(),
    ...Object.entries(same).flatMap(([word, others]) => [word, ...others]),
    ...distress.flatMap(({ says }) => says),
    ...Object.values(needs).flatMap(({ words, phrases }) => [...Object.values(words).flat(), ...phrases]),
  ];
}

/** A lexicon over these vocabularies; `others` are further texts whose words are known (titles, names). */
export function createLexicon(vocabularies: readonly Vocabulary[], others: readonly string[]): Lexicon {
  const spellings = rewritings(vocabularies.flatMap(({ spellings }) => Object.entries(spellings)));
  const same = rewritings(
    vocabularies.flatMap(({ same }) =>
      Object.entries(same).flatMap(([word, list]) => list.map((other) => [other, word] as const)),
    ),
  );
  const stop = new Set(vocabularies.flatMap(({ stop }) => stop.flatMap(wordsIn)));
  const known = new Map<string, number>();
  for (const word of [...vocabularies.flatMap(textsOf), ...others].flatMap(wordsIn)) {
    known.set(word, (known.get(word) ?? 0) + 1);
  }
  const correct = corrector(known);
  const settle = (words: readonly string[]): Understood => {
    const all = rewrite(rewrite(words, spellings), same);
    return { all, telling: [...new Set(all.filter((word) => !stop.has(word)))] };
  };
  return {
    understand: (text) => settle(wordsIn(text).map(correct)),
    read: (text) => settle(wordsIn(text)),
  };
}
