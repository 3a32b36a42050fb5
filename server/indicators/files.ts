import { stringify } from 'csv-stringify/sync';
import type { IndicatorTable } from './catalogue.ts';
import type { PublishedCell } from './publication.ts';
import { hidden, rounded, smallestOutside } from './small-count.ts';

/** `fr`: semicolons and a byte order mark, as the spreadsheets of offices here expect; `rfc4180`: commas and CRLF. */
export const csvFormats = ['fr', 'rfc4180'] as const;
export type CsvFormat = (typeof csvFormats)[number];

/** Working figures, by month and basin, or what is published outside, by quarter and group. */
export const versions = ['screen', 'public'] as const;
export type Version = (typeof versions)[number];

/** Where and when: what tells the cells of a table from each other beside its dimensions. */
function keysOf(table: IndicatorTable, version: Version): string[] {
  if (table.period === 'week') return ['week'];
  return version === 'public' ? ['quarter', 'group'] : ['month', 'basin'];
}

/** The ids of the columns of a table, the same in every file. Tables of the whole region have no basin. */
export function columnsOf(table: IndicatorTable, version: Version): string[] {
  return [...keysOf(table, version), ...table.dimensions, 'count', 'state'];
}

/** A cell in the order of the columns. */
export function rowOf(table: IndicatorTable, cell: PublishedCell): (string | number)[] {
  const { period, basin, values, count, state } = cell;
  return [period, ...(table.period === 'week' ? [] : [basin]), ...values, count, state];
}

/** Cells as CSV, part by part, a line each; no cell is taken for a formula by a spreadsheet. */
export async function* csvOf(
  table: IndicatorTable,
  parts: AsyncIterable<readonly PublishedCell[]>,
  version: Version,
  format: CsvFormat,
): AsyncGenerator<string> {
  const shape = {
    ...(format === 'fr' ? { delimiter: ';', record_delimiter: '\n' } : { delimiter: ',', record_delimiter: '\r\n' }),
    escape_formulas: true,
  };
  yield stringify([columnsOf(table, version)], { ...shape, bom: format === 'fr' });
  for await (const cells of parts) {
    if (cells.length > 0)
      yield stringify(
        cells.map((cell) => rowOf(table, cell)),
        shape,
      );
  }
}

/** Cells as JSON, part by part: the columns of the CSV as keys, after what is said of the table. */
export async function* jsonOf(
  table: IndicatorTable,
  parts: AsyncIterable<readonly PublishedCell[]>,
  version: Version,
  about: Record<string, unknown>,
): AsyncGenerator<string> {
  const columns = columnsOf(table, version);
  yield `${JSON.stringify({ ...about, columns }).slice(0, -1)},"cells":[`;
  let first = true;
  for await (const cells of parts) {
    if (cells.length === 0) continue;
    const objects = cells.map((cell) => {
      const row = rowOf(table, cell);
      return JSON.stringify(Object.fromEntries(columns.map((column, at) => [column, row[at]])));
    });
    yield `${first ? '' : ','}\n${objects.join(',\n')}`;
    first = false;
  }
  yield ']}\n';
}

const patterns: Record<string, string> = {
  week: '^\\d{4}-W\\d{2}$',
  month: '^\\d{4}-\\d{2}$',
  quarter: '^\\d{4}-Q[1-4]$',
};

/** What the files of a table hold, as a Table Schema (Frictionless Data): anybody can check a file against it. */
export function schemaOf(
  table: IndicatorTable,
  version: Version,
  { title, description, say }: { title: string; description: string; say(column: string): string },
) {
  const smallest = version === 'public' ? rounded(smallestOutside) : smallestOutside;
  const field = (name: string) => {
    if (name === 'count') return { type: 'integer', missingValues: ['', hidden], constraints: { minimum: smallest } };
    if (name === 'state') return { type: 'string', constraints: { required: true, enum: ['final', 'provisional'] } };
    return { type: 'string', constraints: { required: true, ...(patterns[name] && { pattern: patterns[name] }) } };
  };
  return {
    $schema: 'https://datapackage.org/profiles/2.0/tableschema.json',
    name: table.id,
    title,
    description,
    fields: columnsOf(table, version).map((name) => ({ name, title: say(name), ...field(name) })),
    primaryKey: [...keysOf(table, version), ...table.dimensions],
  };
}
