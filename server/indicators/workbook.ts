import { writeOds } from 'hucre/ods';
import { type Cell, writeXlsx } from 'hucre/xlsx';

/** The kinds of workbook that are written. */
export const workbookKinds = ['xlsx', 'ods'] as const;
export type WorkbookKind = (typeof workbookKinds)[number];

/** What a cell may be: words, a number, a day (midnight UTC), or nothing. There is no way to write a formula. */
export type Value = string | number | Date | null;

/** A sheet: a row of heads, then the others. */
export interface Sheet {
  name: string;
  /** Widths of the columns, in letters. */
  widths: readonly number[];
  rows: readonly (readonly Value[])[];
}

/** Letters no sheet may have in its name, and how long it may be. */
const sheetName = (name: string) => name.replaceAll(/[[\]:*?/\\']/g, ' ').slice(0, 31);

/**
 * A workbook of some sheets: words stay words whatever they begin with, numbers are numbers, days are days. Heads are bold
 * and stay in sight.
 */
export async function workbookOf(kind: WorkbookKind, title: string, sheets: readonly Sheet[]): Promise<Uint8Array> {
  const written = sheets.map(({ name, widths, rows }) => {
    const cells = new Map<string, Partial<Cell>>();
    rows.forEach((row, at) => {
      row.forEach((value, column) => {
        if (at === 0) cells.set(`${at},${column}`, { value, style: { font: { bold: true } } });
        else if (value instanceof Date)
          cells.set(`${at},${column}`, { value, type: 'date', style: { numFmt: 'yyyy-mm-dd' } });
      });
    });
    return {
      name: sheetName(name),
      columns: widths.map((width) => ({ width })),
      rows: rows.map((row) => [...row]),
      cells,
      freezePane: { rows: 1 },
    };
  });
  const options = { sheets: written, properties: { title, creator: 'Aiguillage' } };
  return kind === 'xlsx' ? writeXlsx(options) : writeOds(options);
}
