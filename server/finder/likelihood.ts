/** Something people say for a need, word by word, and how much it says. */
export interface Said {
  need: string;
  words: readonly string[];
  weight: number;
}

/** What is granted to words never said for a need, so that one of them rules nothing out. */
const never = 0.3;
/** Every need is taken to be spoken of as much as another: the long list of one need says nothing about who comes. */
const saidForEach = 1_000;

/** The words, and the pairs of words that follow each other. */
const wordsAndPairs = (words: readonly string[]): string[] => [
  ...words,
  ...words.slice(1).map((word, at) => `${words[at]} ${word}`),
];

/**
 * Ranks needs by how likely these words are when somebody means them (naive Bayes over words and pairs of words, every
 * need as frequent as another). Gives the needs that are told by one of the words at least, the likeliest first.
 */
export function createLikelihood(sayings: readonly Said[]): (words: readonly string[]) => string[] {
  const said = new Map<string, Map<string, number>>();
  const known = new Set<string>();
  for (const { need, words, weight } of sayings) {
    const counts = said.get(need) ?? new Map<string, number>();
    said.set(need, counts);
    for (const part of wordsAndPairs(words)) {
      known.add(part);
      counts.set(part, (counts.get(part) ?? 0) + weight);
    }
  }
  const unknown = Math.log(never);
  const needs = [...said].map(([need, counts]) => {
    const share = saidForEach / [...counts.values()].reduce((total, count) => total + count, 0);
    return { need, logs: new Map([...counts].map(([part, count]) => [part, Math.log(count * share + never)])) };
  });
  return (words) => {
    const parts = wordsAndPairs(words).filter((part) => known.has(part));
    return needs
      .filter(({ logs }) => parts.some((part) => logs.has(part)))
      .map(({ need, logs }) => ({ need, sum: parts.reduce((total, part) => total + (logs.get(part) ?? unknown), 0) }))
      .sort((a, b) => b.sum - a.sum)
      .map(({ need }) => need);
  };
}
