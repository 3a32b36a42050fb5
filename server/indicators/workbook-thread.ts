import { parentPort } from 'node:worker_threads';
import { type Sheet, type Value, type WorkbookKind, workbookOf } from './workbook.ts';

/** What the thread is told: more rows of the first sheet, then how to write the whole. */
export type ToThread =
  | { rows: readonly (readonly Value[])[] }
  | { kind: WorkbookKind; title: string; first: Omit<Sheet, 'rows'>; others: readonly Sheet[] };

/** Writes one workbook on a thread of its own, since writing one takes longer than a page may wait. */
const gathered: (readonly Value[])[] = [];
parentPort?.on('message', async (told: ToThread) => {
  if ('rows' in told) {
    gathered.push(...told.rows);
    return;
  }
  const { kind, title, first, others } = told;
  const bytes = await workbookOf(kind, title, [{ ...first, rows: gathered }, ...others]);
  parentPort?.postMessage(bytes, [bytes.buffer as ArrayBuffer]);
});
