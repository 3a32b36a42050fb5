import { stringify } from 'csv-stringify/sync';
import type { IndicatorTable } from './catalogue.ts';
import type { PublishedCell } from './publication.ts';

/** `fr`: semicolons and a byte order mark, as the spreadsheets of offices here expect; `rfc4180`: commas and CRLF. */
export const csvFormats = ['fr', 'rfc4180'] as const;
export type CsvFormat = (typeof csvFormats)[number];

/** The ids of the columns of a table, the same in every file. Tables of the whole region have no basin. */
export function columnsOf(table: IndicatorTable): string[] {
  return [...(table.period === 'week' ? ['week'] : ['month', 'basin']), ...table.dimensions, 'count', 'state'];
}

function rowOf(table: IndicatorTable, { period, basin, values, count, state }: PublishedCell): (string | number)[] {
  return [period, ...(table.period === 'week' ? [] : [basin]), ...values, count, state];
}

/** Published cells as CSV, one line each; no cell is taken for a formula by a spreadsheet. */
export function csvOf(table: IndicatorTable, cells: readonly PublishedCell[], format: CsvFormat): string {
  const shape =
    format === 'fr'
      ? { delimiter: ';', bom: true, record_delimiter: '\n' }
      : { delimiter: ',', bom: false, record_delimiter: '\r\n' };
  return stringify([columnsOf(table), ...cells.map((cell) => rowOf(table, cell))], { ...shape, escape_formulas: true });
}

/** Published cells as JSON: the columns of the CSV as keys. */
export function jsonOf(
  table: IndicatorTable,
  cells: readonly PublishedCell[],
  asked: { from: string; to: string; basin: string | null },
) {
  const columns = columnsOf(table);
  return {
    table: table.id,
    denominator: table.denominator,
    ...asked,
    columns,
    cells: cells.map((cell) => {
      const row = rowOf(table, cell);
      return Object.fromEntries(columns.map((column, at) => [column, row[at]]));
    }),
  };
}
