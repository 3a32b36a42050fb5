import type { Words } from '../web/words.ts';
import type { IndicatorTable } from './catalogue.ts';
import { catalogueEntry } from './catalogue-view.ts';
import { columnsOf, type Version } from './files.ts';
import type { Period } from './period.ts';
import { hidden, smallestOutside } from './small-count.ts';
import type { Sheet, Value } from './workbook.ts';

/** What a file is about: the table, whose figures, the months and the area asked for. */
export interface About {
  table: IndicatorTable;
  version: Version;
  period: Period;
  area: string;
}

const firstDay = (month: string) => new Date(`${month}-01T00:00:00Z`);
const lastDay = (month: string) => {
  const day = firstDay(month);
  day.setUTCMonth(day.getUTCMonth() + 1);
  day.setUTCDate(0);
  return day;
};

/** What a column of a file holds, in words. */
export function columnMeaning(column: string, version: Version, { t, has }: Words): string {
  if (column === 'count') {
    return t(`indicators.columns.count-${version}`, { smallest: smallestOutside, mark: hidden });
  }
  return has(`indicators.columns.${column}`) ? t(`indicators.columns.${column}`) : t(`indicators.dimensions.${column}`);
}

/** The sheet of definitions that goes with every workbook: this table, its columns, then the whole catalogue. */
export function definitionsSheet(
  { table, version, period, area }: About,
  tables: readonly IndicatorTable[],
  words: Words,
): Sheet {
  const t = (key: string) => words.t(`indicators.file.${key}`);
  const { id, title, definition, unit, source } = catalogueEntry(table, words);
  const about: [string, Value][] = [
    ['table', id],
    ['title', title],
    ['definition', definition],
    ['unit', unit],
    ['source', source],
    ['area', area],
    ['from', firstDay(period.from)],
    ['to', lastDay(period.to)],
    ['version', t(`versions.${version}`)],
  ];
  const columns = columnsOf(table, version).map((column) => [column, columnMeaning(column, version, words)]);
  const others = tables
    .map((one) => catalogueEntry(one, words))
    .map((entry) => [entry.id, `${entry.title}. ${entry.definition}`]);
  return {
    name: t('definitions'),
    widths: [26, 110],
    rows: [
      [t('what'), t('meaning')],
      ...about.map(([key, value]) => [t(key), value]),
      [null, null],
      [t('columns'), null],
      ...columns,
      [null, null],
      [t('catalogue'), null],
      ...others,
    ],
  };
}

/** The sheet that says each id of the columns in words. */
export function labelsSheet(
  { table, version }: About,
  seen: ReadonlyMap<string, ReadonlySet<string>>,
  say: (column: string, id: string) => string,
  words: Words,
): Sheet {
  const t = (key: string) => words.t(`indicators.file.${key}`);
  const rows = columnsOf(table, version).flatMap((column) =>
    [...(seen.get(column) ?? [])].sort().map((id) => [column, id, say(column, id)]),
  );
  return { name: t('labels'), widths: [14, 30, 70], rows: [[t('column'), t('code'), t('label')], ...rows] };
}
