import type { Opinion, OpinionQuestion } from '../opinion/opinion.ts';
import type { Database } from '../storage/database.ts';
import { cepEligibility } from './cep.ts';

/**
 * What is counted of one outcome, when it is first reached (design D4): closed lists only. It is turned into cells at
 * once and never kept.
 */
export interface ReceptionEvent {
  /** YYYY-MM, in France. */
  month: string;
  /** YYYY-Www, ISO 8601. */
  week: string;
  /** A basin's id, `outside` the region, or null when it was not asked. */
  basin: string | null;
  /** The interview has counted nothing yet: this outcome stands for the reception too. */
  firstOfInterview: boolean;
  /** Need, rule or first door reveals disability, violence or justice. */
  sensitive: boolean;
  need: string;
  /** Null where nobody said how it ended: several people counted at once. */
  outcome: 'go' | 'answered-here' | null;
  network: string | null;
  age: string | null;
  status: string | null;
  channel: string;
  language: string;
  /** The network of the desk, or null away from a desk. */
  deskType: string | null;
  /** The structure whose desk or kiosk it was, with its basin, for its own figures; none away from a desk. */
  desk?: OwnDesk | null;
  /** Somebody already followed there: no first reception, counted apart and by nothing else. */
  followed?: boolean;
}

/** A structure that reads its own figures, under the basin it stands in. */
export interface OwnDesk {
  partner: string;
  basin: string;
}

/**
 * What an outcome is counted by. The order is that of the two halves of a pair, and never changes: a new one comes last.
 * `cep` is not asked: it follows from status and age when they are counted.
 */
export const dimensions = [
  'need',
  'outcome',
  'network',
  'age',
  'status',
  'channel',
  'language',
  'deskType',
  'cep',
] as const;

export type Dimension = (typeof dimensions)[number];

/** What slips are counted by, in the region and the month they were issued in; the same order in every pair. */
export const slipDimensions = ['fromNetwork', 'toNetwork', 'delay', 'rule', 'door', 'partner'] as const;

/** What a table may be counted by: an outcome, a slip, or one question of the barometer. */
export type CountedBy = Dimension | (typeof slipDimensions)[number] | OpinionQuestion;

/** The basin of what is counted for the region as a whole. */
export const region = 'region';

/** The basin of people who live outside the region. */
export const outside = 'outside';

/** The value of a dimension, or of a basin, that was not asked or not answered. */
export const unknown = 'unknown';

/** The need under which everything sensitive is counted, so that none of them can be told from another. */
export const sensitiveNeed = 'sensitive';

/** One counter: a series, a period, a basin, and the values of at most two dimensions (empty where there are fewer). */
export interface Cell {
  series: string;
  period: string;
  basin: string;
  a: string;
  b: string;
}

/** A counter and what it says. */
export interface Count extends Cell {
  count: number;
}

/** Periods of a series, both ends included, and basins; null for all of them. */
export interface CountFilter {
  from: string;
  to: string;
  basins: readonly string[] | null;
}

/**
 * Adds one, or as many as are told, to each cell, in the transaction it is given: what is counted and its counter are written together or not at
 * all.
 */
export type Tally = (transaction: Database, cells: readonly Cell[], times?: number) => Promise<void>;

/** The counters. Nothing goes in but cells, nothing comes out but what `read` is asked for. */
export interface Indicators {
  /** Adds one, or as many as are told, to every cell of the event, or to none of them. */
  count(event: ReceptionEvent, times?: number): Promise<void>;
  /** Adds one to each of these cells, or to none of them. */
  note(cells: readonly Cell[]): Promise<void>;
  /** Adds to each cell as many as it says; each cell is there once. For years that are counted beforehand. */
  add(counts: readonly Count[]): Promise<void>;
  /** The cells of a series, by period, basin and values; a cell that never counted is absent. */
  read(series: string, filter: CountFilter): Promise<Count[]>;
  /** By basin, what some series add up to: as counters only grow, equal sums are equal counters. */
  sums(series: readonly string[], filter: CountFilter): Promise<ReadonlyMap<string, number>>;
}

/** The series that counts by these dimensions, in their fixed order; by none, receptions. */
export function seriesOf(by: readonly CountedBy[]): string {
  return by.length === 0 ? 'reception' : by.join('+');
}

/** The weekly series: receptions in the whole region, for the season. */
export const weekSeries = 'week';

/** What a desk did, in its own figures: received, met again somebody it follows, said an outcome without a slip. */
export const ownActs = ['reception', 'followed', 'told'] as const;

/** The series of a desk's own figures: `a` is the structure, `b` the act or the need. */
export const ownSeries = { acts: 'desk', needs: 'desk-need' } as const;

const ownCell = ({ partner, basin }: OwnDesk, series: string, period: string, b: string): Cell => ({
  series,
  period,
  basin,
  a: partner,
  b,
});

/** The cells of an outcome that was said and for which no slip was printed; a sensitive one says nothing of where. */
export function toldCells(event: Pick<ReceptionEvent, 'month' | 'basin' | 'sensitive' | 'desk'>): Cell[] {
  const { month, sensitive, desk } = event;
  const basin = sensitive ? region : (event.basin ?? unknown);
  const own = desk && !sensitive ? [ownCell(desk, ownSeries.acts, month, 'told')] : [];
  return [{ series: 'told', period: month, basin, a: '', b: '' }, ...own];
}

/**
 * Every cell an event adds one to: the reception and its week once per interview; then the need, and each dimension
 * and pair of dimensions of it. A sensitive event adds to one need, `sensitive`, in the region's month, and its
 * reception is the region's too: a basin's receptions less its needs would otherwise say where it was. It adds nothing
 * to the figures of a desk, and somebody already followed adds to nothing but their number.
 */
export function cellsOf(event: ReceptionEvent): Cell[] {
  const { month, week } = event;
  const basin = event.sensitive ? region : (event.basin ?? unknown);
  const at = (series: string, a = '', b = ''): Cell => ({ series, period: month, basin, a, b });
  const own = event.desk && !event.sensitive ? event.desk : null;
  if (event.followed) {
    if (!event.firstOfInterview) return [];
    return [at('followed'), ...(own ? [ownCell(own, ownSeries.acts, month, 'followed')] : [])];
  }
  const reception: Cell[] = event.firstOfInterview
    ? [at(seriesOf([])), { series: weekSeries, period: week, basin: region, a: '', b: '' }]
    : [];
  if (event.sensitive) return [...reception, at('need', sensitiveNeed)];
  const value = (dimension: Dimension): string =>
    dimension === 'cep' ? cepEligibility(event.status, event.age) : (event[dimension] ?? unknown);
  const alone = dimensions.map((dimension) => at(seriesOf([dimension]), value(dimension)));
  const pairs = dimensions.flatMap((first, index) =>
    dimensions.slice(index + 1).map((second) => at(seriesOf([first, second]), value(first), value(second))),
  );
  const ownReception = own && event.firstOfInterview ? [ownCell(own, ownSeries.acts, month, 'reception')] : [];
  const ownNeed = own ? [ownCell(own, ownSeries.needs, month, event.need)] : [];
  return [...reception, ...ownReception, ...ownNeed, ...alone, ...pairs];
}

/**
 * The cells of what one person said in the barometer, each answer by itself: no two answers are ever seen together. Said
 * after a sensitive outcome, it is the region's, as the reception is.
 */
export function opinionCells(
  { month, basin, sensitive }: Pick<ReceptionEvent, 'month' | 'basin' | 'sensitive'>,
  opinions: readonly Opinion[],
): Cell[] {
  return opinions.map(({ question, answer }) => ({
    series: `opinion:${question}`,
    period: month,
    basin: sensitive ? region : (basin ?? unknown),
    a: answer,
    b: '',
  }));
}
