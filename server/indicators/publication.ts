import { createHash } from 'node:crypto';
import { dayOf, monthOf, weekOf } from '../calendar.ts';
import type { IndicatorTable } from './catalogue.ts';
import type { Count, CountFilter, Indicators } from './indicator.ts';
import { monthsOf, type Period, weeksOf } from './period.ts';
import { type Fate, protecting } from './protect.ts';
import { hidden } from './small-count.ts';
import { inTurns, letOthersPass } from './steps.ts';
import { familyOf, type Linked, systemOf } from './systems.ts';

/** A cell as it may be read by people: its count, or the mark of a count that is not told. */
export interface PublishedCell {
  /** YYYY-MM or YYYY-Www; YYYY-Qn in what is published outside. */
  period: string;
  /** A basin; a group in what is published outside. */
  basin: string;
  /**
   * One value for each dimension of the table. Where even the shares of a value would tell too much, one cell stands for
   * all of them, with the mark as its second value and as its count.
   */
  values: readonly string[];
  count: number | typeof hidden;
  /** `provisional` while the month or the week is running. */
  state: 'final' | 'provisional';
}

/** What of a table: whole months, and some basins or all of them. It chooses cells and never adds them up. */
export interface PublicationFilter extends Period {
  basins: readonly string[] | null;
  /** The smallest count told: fewer on a screen than in a file, which goes from hand to hand. */
  smallest: number;
}

/** The door to the figures of those who counted them: by month and basin, the running month too. */
export interface Publication {
  tables: readonly IndicatorTable[];
  /** The cells of a table, by period, basin and values, with every count hidden that could be traced to a person. */
  show(table: IndicatorTable, filter: PublicationFilter): Promise<PublishedCell[]>;
  /** The same, month by month and basin by basin, so that a file of any length fits in little memory. */
  showing(table: IndicatorTable, filter: PublicationFilter): AsyncGenerator<PublishedCell[]>;
  /** What becomes of counts, each by its place, where `smallest` is the smallest told; asked by what is published outside. */
  decide(linked: Linked, counts: readonly Count[], smallest: number): Promise<readonly Fate[]>;
}

/** How many decisions are remembered: all tables of two years of every basin. */
const mostRemembered = 2_000;

/** Decides what is told of linked counts. Equal counts get the same decision, remembered: a month that is over stays as it is. */
function createDecisions(): Publication['decide'] {
  const decided = new Map<string, Promise<readonly Fate[]>>();
  return (linked, counts, smallest) => {
    const key = `${smallest} ${createHash('sha256').update(JSON.stringify(counts)).digest('base64url')}`;
    const known = decided.get(key);
    if (known) return known;
    const fates = inTurns(protecting(linked, smallest));
    if (decided.size >= mostRemembered) decided.delete(decided.keys().next().value as string);
    decided.set(key, fates);
    return fates;
  };
}

/** The cells of a table among linked counts; `tell` says a told count, `running` is the first period that is not over. */
export function cellsIn(
  table: IndicatorTable,
  { places }: Linked,
  fates: readonly Fate[],
  { tell, running }: { tell(count: number): number; running: string },
): PublishedCell[] {
  const withheld = new Set<string>();
  const cells: PublishedCell[] = [];
  for (const [{ series, period, basin, a, b, count }, place] of places) {
    if (series !== table.series) continue;
    const state = period >= running ? 'provisional' : 'final';
    const fate = fates[place];
    if (fate === 'withheld') {
      if (!withheld.has(a)) cells.push({ period, basin, values: [a, hidden], count: hidden, state });
      withheld.add(a);
    } else {
      const values = [a, b].slice(0, table.dimensions.length);
      cells.push({ period, basin, values, count: fate === 'hidden' ? hidden : tell(count), state });
    }
  }
  return cells;
}

/** How many parts of tables are remembered: some tables over two years of every basin. */
const mostParts = 4_000;

/** Opens the door over the counters: every table of the catalogue, hidden together whichever of them is asked for. */
export function createPublication(
  indicators: Pick<Indicators, 'read' | 'sums'>,
  tables: readonly IndicatorTable[],
  clock: () => Date,
): Publication {
  const decide = createDecisions();
  const known = new Map<string, readonly PublishedCell[]>();

  /** What counters of these periods and basins tell of a table; all of them decide together what is told. */
  const cellsOf = async (
    table: IndicatorTable,
    filter: CountFilter,
    smallest: number,
  ): Promise<readonly PublishedCell[]> => {
    const family = familyOf(table, tables);
    const counts: Count[] = [];
    for (const { series } of family) {
      counts.push(...(await indicators.read(series, filter)));
      await letOthersPass();
    }
    const linked = systemOf(family, counts);
    const fates = await decide(linked, counts, smallest);
    return cellsIn(table, linked, fates, { tell: (count) => count, running: '~' });
  };

  async function* showing(table: IndicatorTable, { from, to, basins, smallest }: PublicationFilter) {
    const today = dayOf(clock());
    const running = table.period === 'week' ? weekOf(today) : monthOf(today);
    const series = familyOf(table, tables).map((one) => one.series);
    const asked = basins === null || table.period === 'week' ? null : new Set(basins);
    for (const month of monthsOf({ from, to })) {
      await letOthersPass();
      const periods = table.period === 'week' ? weeksOf(month) : [month];
      const filter = { from: periods[0] as string, to: periods.at(-1) as string };
      // All receptions of a month are one system; needs, slips and opinions are one for each basin.
      const whole = table.denominator === 'reception';
      const sums = await indicators.sums(series, { ...filter, basins: whole ? null : basins });
      for (const [name, some] of whole ? [['', null] as const] : [...sums.keys()].map((id) => [id, [id]] as const)) {
        const sum = whole ? JSON.stringify([...sums]) : sums.get(name);
        const key = [table.id, smallest, month, name, sum].join(' ');
        const cells = known.get(key) ?? (await cellsOf(table, { ...filter, basins: some }, smallest));
        if (known.size >= mostParts) known.delete(known.keys().next().value as string);
        known.set(key, cells);
        yield cells
          .filter(({ basin }) => asked === null || asked.has(basin))
          .map((cell): PublishedCell => (cell.period >= running ? { ...cell, state: 'provisional' } : cell));
      }
    }
  }

  return {
    tables,
    decide,
    showing,
    async show(table, filter) {
      const shown: PublishedCell[] = [];
      for await (const cells of showing(table, filter)) shown.push(...cells);
      return shown;
    },
  };
}
