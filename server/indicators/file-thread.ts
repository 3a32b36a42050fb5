import { parentPort } from 'node:worker_threads';
import { parquetOf } from './parquet.ts';
import { type Sheet, type Value, type WorkbookKind, workbookOf } from './workbook.ts';

/** How the rows are written once they are all there: as the first sheet of a workbook, or as Parquet. */
export type Writing =
  | { kind: WorkbookKind; title: string; first: Omit<Sheet, 'rows'>; others: readonly Sheet[] }
  | { kind: 'parquet'; about: Readonly<Record<string, string>> };

/** What the thread is told: more rows, heads first, then how to write the whole. */
export type ToThread = { rows: readonly (readonly Value[])[] } | Writing;

/** Writes one file on a thread of its own, since writing one takes longer than a page may wait. */
const gathered: (readonly Value[])[] = [];
const write = async (how: Writing): Promise<Uint8Array> => {
  if (how.kind === 'parquet') return parquetOf(gathered, how.about);
  return workbookOf(how.kind, how.title, [{ ...how.first, rows: gathered }, ...how.others]);
};
parentPort?.on('message', async (told: ToThread) => {
  if ('rows' in told) {
    gathered.push(...told.rows);
    return;
  }
  const bytes = await write(told);
  parentPort?.postMessage(bytes, [bytes.buffer as ArrayBuffer]);
});
