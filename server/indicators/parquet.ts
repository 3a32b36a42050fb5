import { parquetWriteBuffer } from 'hyparquet-writer';
import { hidden } from './small-count.ts';
import type { Value } from './workbook.ts';

/**
 * A table as Parquet, from its rows, heads first: every column is text but `count`, a whole number that is null where it is not
 * told. `about` says of the table what the other files say of it, in the metadata of the file.
 */
export function parquetOf(rows: readonly (readonly Value[])[], about: Readonly<Record<string, string>>): Uint8Array {
  const [heads = [], ...cells] = rows;
  const columnData = heads.map((head, at) => {
    const name = String(head);
    if (name !== 'count')
      return { name, type: 'STRING' as const, nullable: false, data: cells.map((row) => String(row[at])) };
    const data = cells.map((row) => (row[at] === hidden ? null : row[at]));
    return { name, type: 'INT32' as const, nullable: true, data };
  });
  const kvMetadata = Object.entries(about).map(([key, value]) => ({ key, value }));
  return new Uint8Array(parquetWriteBuffer({ columnData, kvMetadata, createdBy: 'Aiguillage' }));
}
