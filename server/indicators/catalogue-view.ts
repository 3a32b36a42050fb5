import type { Words } from '../web/words.ts';
import type { IndicatorTable } from './catalogue.ts';

/** A table of the catalogue, and what every file of it says of itself. */
export interface CatalogueEntry {
  id: string;
  title: string;
  definition: string;
  unit: string;
  source: string;
}

export interface CatalogueView {
  /** Tables that count the same units, under the name of the unit. */
  parts: readonly { unit: string; tables: readonly CatalogueEntry[] }[];
  /** What was asked for and does not exist, with the table nearest to it; or null. */
  missing: { asked: string; nearest: CatalogueEntry } | null;
  /** Quarters that were published, with the day, and those that are over and may be; the latest first. */
  quarters: readonly { quarter: string; name: string; day: string | null }[];
  /** Why a quarter could not be published, in one sentence that names the cell; or null. */
  refused: string | null;
}

export function catalogueEntry(table: IndicatorTable, words: Words): CatalogueEntry {
  return {
    id: table.id,
    title: words.t(`indicators.tables.${table.id}.title`),
    definition: words.t(`indicators.tables.${table.id}.definition`),
    unit: words.t(`indicators.denominators.${table.denominator}`),
    source: words.t(`indicators.sources.${table.source}`),
  };
}

/** The tables by what they count. */
export function catalogueParts(tables: readonly IndicatorTable[], words: Words): CatalogueView['parts'] {
  const entries = tables.map((table) => catalogueEntry(table, words));
  const units = [...new Set(entries.map(({ unit }) => unit))];
  return units.map((unit) => ({ unit, tables: entries.filter((entry) => entry.unit === unit) }));
}

/** How many letters one changes, adds or drops to make one word of another. */
function distance(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, at) => at);
  for (const [index, letter] of [...one].entries()) {
    const next = [index + 1];
    for (let at = 1; at <= other.length; at += 1) {
      const changed = (row[at - 1] as number) + (letter === other[at - 1] ? 0 : 1);
      next.push(Math.min(changed, (row[at] as number) + 1, (next[at - 1] as number) + 1));
    }
    row = next;
  }
  return row.at(-1) as number;
}

const wordsIn = (text: string) =>
  new Set(
    text
      .toLowerCase()
      .split(/[^a-zà-ÿ]+/)
      .filter((word) => word.length > 2),
  );

/** The table nearest to what somebody asked for: most words of its id or title, then fewest letters changed. */
export function nearestTable(asked: string, tables: readonly IndicatorTable[], words: Words): CatalogueEntry {
  const wanted = wordsIn(asked);
  const ranked = tables.map((table) => {
    const entry = catalogueEntry(table, words);
    const named = wordsIn(`${table.id} ${entry.title}`);
    const shared = [...wanted].filter((word) => named.has(word)).length;
    return { entry, shared, changed: distance(asked.toLowerCase(), table.id) };
  });
  ranked.sort((one, other) => other.shared - one.shared || one.changed - other.changed);
  return (ranked[0] as (typeof ranked)[number]).entry;
}
