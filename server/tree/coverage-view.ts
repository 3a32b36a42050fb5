import type { Commune } from '../directory/commune.ts';
import type { Directory } from '../directory/directory.ts';
import type { Engine } from '../interview/engine.ts';
import { sayNumber, type Words } from '../web/words.ts';
import { firstDoors, type Level, levels, type Radar, type Served, shareInPlace, sum } from './coverage.ts';

/** A cell: the letter of the worst door with its meaning, and the share received in a place. */
export interface CellView {
  level: Level | null;
  letter: string;
  text: string;
  share: string;
}

/** A line of the radar. */
export interface RowView {
  title: string;
  link: string | null;
  cells: readonly CellView[];
}

export interface CoverageView {
  title: string;
  /** The basin looked into, or null for the region. */
  basin: string | null;
  /** In one sentence: how all pairs are served. */
  figure: string;
  legend: readonly { level: Level; letter: string; text: string }[];
  columns: readonly { title: string; link: string | null }[];
  rows: readonly RowView[];
  /** The first doors themselves over the same columns (region only): who is missing where. */
  networks: readonly RowView[];
  /** Networks that receive nobody in some communes of the basin, the most missing first. */
  missing: readonly { network: string; level: Level; letter: string; communes: number }[];
}

/** What the pages of coverage are made of. */
export interface CoverageContext {
  engine: Engine;
  directory: Directory;
  radar: Radar;
  words: Words;
  day: string;
}

function cellOf(served: Served, { t }: Words): CellView {
  if (served.worst === null) return { level: null, letter: '', text: t('coverage.cell-empty'), share: '–' };
  return {
    level: served.worst,
    letter: t(`coverage.levels.${served.worst}.letter`),
    text: t(`coverage.levels.${served.worst}.text`),
    share: String(shareInPlace(served)),
  };
}

/** All pairs in one sentence, in whole parts in a hundred. */
export function figureOf(served: Served, { t, locale }: Words): string {
  const part = (level: Level) =>
    sayNumber(served.pairs === 0 ? 0 : (100 * served.counts[level]) / served.pairs, locale, {
      maximumFractionDigits: 1,
    });
  return t('coverage.figure', {
    pairs: served.pairs,
    confirmed: part('confirmed'),
    unconfirmed: part('unconfirmed'),
    phone: part('phone'),
    desk: part('desk'),
    nobody: served.counts.nobody,
  });
}

/** The first doors of every need on a day, with the need's title. */
function needsOf({ engine, directory, words, day }: CoverageContext) {
  return engine.content.tree.needs.flatMap(({ need }) => {
    const compiled = engine.need(need, day);
    return compiled ? [{ need, title: words.t(`needs.${need}.desk`), doors: firstDoors(compiled, directory) }] : [];
  });
}

const legendOf = ({ t }: Words) =>
  levels.map((level) => ({
    level,
    letter: t(`coverage.levels.${level}.letter`),
    text: t(`coverage.levels.${level}.text`),
  }));

/** Every network some need names first, by name. */
function allDoors(needs: readonly { doors: readonly string[] }[], { directory }: CoverageContext) {
  return [...new Set(needs.flatMap(({ doors }) => doors))]
    .map((id) => ({ id, name: directory.network(id)?.name ?? id }))
    .sort((a, b) => a.name.localeCompare(b.name));
}

/** Need by basin, and first door by basin: the whole region. */
export function regionCoverage(context: CoverageContext): CoverageView {
  const { directory, radar, words } = context;
  const inBasin = directory.basins.map(({ id }) => directory.communes.filter(({ basin }) => basin === id));
  const needs = needsOf(context);
  const cellsOf = (doors: readonly string[]) => {
    const parts = inBasin.map((communes) => radar.served(doors, communes));
    return { whole: sum(parts), cells: [sum(parts), ...parts].map((part) => cellOf(part, words)) };
  };
  const rows = needs.map(({ need, title, doors }) => ({ title, link: `/tree/${need}`, ...cellsOf(doors) }));
  return {
    title: words.t('coverage.title'),
    basin: null,
    figure: figureOf(sum(rows.map(({ whole }) => whole)), words),
    legend: legendOf(words),
    columns: [
      { title: words.t('coverage.region'), link: null },
      ...directory.basins.map(({ id, name }) => ({ title: name, link: `/coverage/${id}` })),
    ],
    rows,
    networks: allDoors(needs, context).map(({ id, name }) => ({ title: name, link: null, ...cellsOf([id]) })),
    missing: [],
  };
}

/** Commune by need, one basin; null when there is no such basin. */
export function basinCoverage(context: CoverageContext, id: string): CoverageView | null {
  const { directory, radar, words } = context;
  const basin = directory.basins.find((candidate) => candidate.id === id);
  if (!basin) return null;
  const needs = needsOf(context);
  const communes = directory.communes
    .filter((commune) => commune.basin === id)
    .sort((a, b) => a.name.localeCompare(b.name, words.locale));
  const lineOf = (title: string, some: readonly Commune[]): RowView => ({
    title,
    link: null,
    cells: needs.map(({ doors }) => cellOf(radar.served(doors, some), words)),
  });
  const missing = allDoors(needs, context).flatMap((door) => {
    const { worst, counts, pairs } = radar.served([door.id], communes);
    const without = pairs - counts.confirmed - counts.unconfirmed;
    if (worst === null || without === 0) return [];
    return [
      { network: door.name, level: worst, letter: words.t(`coverage.levels.${worst}.letter`), communes: without },
    ];
  });
  return {
    title: words.t('coverage.basin-title', { basin: basin.name }),
    basin: id,
    figure: figureOf(sum(needs.map(({ doors }) => radar.served(doors, communes))), words),
    legend: legendOf(words),
    columns: needs.map(({ need, title }) => ({ title, link: `/tree/${need}` })),
    rows: [
      lineOf(words.t('coverage.whole-basin'), communes),
      ...communes.map((commune) => lineOf(commune.label, [commune])),
    ],
    networks: [],
    missing: missing.sort((a, b) => levels.indexOf(b.level) - levels.indexOf(a.level) || b.communes - a.communes),
  };
}

/** The figure of the whole region, for `npm run check`. */
export function regionFigure(context: CoverageContext): string {
  const { directory, radar, words } = context;
  return figureOf(sum(needsOf(context).map(({ doors }) => radar.served(doors, directory.communes))), words);
}
