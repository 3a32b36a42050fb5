import MiniSearch from 'minisearch';

/** A commune of the region. `code` is the INSEE code, text; `label` tells homonyms apart by their département. */
export interface Commune {
  code: string;
  name: string;
  label: string;
  formerNames: readonly string[];
  department: string;
  postalCodes: readonly string[];
  epci: string;
  basin: string;
  /** The basin the arrondissement or the employment zone would give, when it differs. */
  otherBasin: string | null;
  group: string;
  population: number;
  /** Null where the region's file gives no point: distances are then not said. */
  lat: number | null;
  lon: number | null;
}

const mostFound = 10;
const articles = new Set(['le', 'la', 'les', 'l']);
const short: Record<string, string> = { st: 'saint', ste: 'sainte', sts: 'saints', s: 'sur' };

/** Words of a name as people type them: no accent, no hyphen, "St" written out. */
export function wordsOfName(name: string): string[] {
  return name
    .toLowerCase()
    .replaceAll('œ', 'oe')
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '')
    .map((word) => short[word] ?? word);
}

const withoutArticle = (words: readonly string[]): readonly string[] =>
  words.length > 1 && articles.has(words[0] as string) ? words.slice(1) : words;

/** How well typed words fit a name: 3 the whole name, 2 its beginning, 1 each word begins one of its words, 0 not. */
function closeness(typed: readonly string[], name: readonly string[]): number {
  const wanted = withoutArticle(typed).join(' ');
  const bare = withoutArticle(name).join(' ');
  if (wanted === bare) return 3;
  if (bare.startsWith(wanted)) return 2;
  return typed.every((word) => name.some((part) => part.startsWith(word))) ? 1 : 0;
}

/**
 * Prepares the search of communes: by name or former name (accents, hyphens, articles, "St", small typing errors),
 * by postal code or its beginning, by INSEE code; a département number narrows a name ("vineuil 41").
 * Promises at most ten (all those of a whole postal code), best first, homonyms all there, larger communes first among equals, nothing for nonsense.
 */
export function communeSearch(communes: readonly Commune[]): (q: string) => Commune[] {
  const names = communes.flatMap((commune) =>
    [commune.name, ...commune.formerNames].map((name) => ({ commune, words: wordsOfName(name) })),
  );
  const fuzzy = new MiniSearch<{ id: number; text: string }>({
    fields: ['text'],
    tokenize: (text) => text.split(' '),
    searchOptions: {
      fuzzy: (term) => (term.length > 3 ? 0.25 : false),
      prefix: (term) => term.length > 2,
      combineWith: 'AND',
    },
  });
  fuzzy.addAll(names.map(({ words }, id) => ({ id, text: words.join(' ') })));

  const byNumber = (digits: string): Commune[] => {
    const found = communes.filter(
      (commune) => commune.code === digits || commune.postalCodes.some((code) => code.startsWith(digits)),
    );
    // A whole postal code may cover thirty communes, and every one of them is somebody's: none is left out.
    const most = digits.length === 5 ? found.length : mostFound;
    return found.sort((a, b) => b.population - a.population).slice(0, most);
  };
  const byName = (typed: readonly string[], number: string | undefined): Commune[] => {
    const inNumber = (commune: Commune) =>
      number === undefined ||
      commune.department === number ||
      commune.postalCodes.some((code) => code.startsWith(number));
    const best = new Map<Commune, number>();
    for (const { commune, words } of names) {
      const score = inNumber(commune) ? closeness(typed, words) : 0;
      if (score > (best.get(commune) ?? 0)) best.set(commune, score);
    }
    if (best.size === 0) {
      for (const { id, score } of fuzzy.search(typed.join(' ')).slice(0, mostFound)) {
        const { commune } = names[id as number] as (typeof names)[number];
        if (inNumber(commune)) best.set(commune, Math.max(best.get(commune) ?? 0, score / 1000));
      }
    }
    return [...best]
      .sort(([a, x], [b, y]) => y - x || b.population - a.population)
      .slice(0, mostFound)
      .map(([commune]) => commune);
  };
  return (q) => {
    const words = wordsOfName(q.slice(0, 100));
    const number = words.find((word) => /^\d{2,5}$/.test(word));
    const typed = words.filter((word) => !/\d/.test(word));
    if (typed.length === 0) return number === undefined ? [] : byNumber(number);
    return typed.join('').length < 2 ? [] : byName(typed, number);
  };
}
