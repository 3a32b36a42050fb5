import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { Sheet, Value, WorkbookKind } from './workbook.ts';
import type { ToThread } from './workbook-thread.ts';

/** Where the build puts the thread, from the folder the server is started in. */
const thread = './dist/workbook-thread.js';

/** How many bytes are handed on at a time. */
const slice = 64 * 1024;

/** A workbook as it is asked for: its first sheet comes in parts, heads first. */
export interface OfficeFile {
  kind: WorkbookKind;
  title: string;
  first: Omit<Sheet, 'rows'>;
  rows: AsyncIterable<readonly (readonly Value[])[]>;
  /** The sheets after it, asked for when it is complete. */
  others(): readonly Sheet[];
  /** The reader has gone away: the thread ends at once. */
  gone: AbortSignal;
}

/** The bytes of a workbook. Whoever stops reading ends the thread that writes it, and nothing else is left to clear. */
export async function* officeFile({ kind, title, first, rows, others, gone }: OfficeFile): AsyncGenerator<Uint8Array> {
  const worker = new Worker(thread);
  try {
    const written = once(worker, 'message', { signal: gone });
    // A thread that cannot start or write fails here, not in the process.
    written.catch(() => {});
    const tell = (told: ToThread) => worker.postMessage(told);
    for await (const some of rows) {
      gone.throwIfAborted();
      tell({ rows: some });
    }
    tell({ kind, title, first, others: others() });
    const [bytes] = (await written) as [Uint8Array];
    for (let from = 0; from < bytes.length; from += slice) yield bytes.subarray(from, from + slice);
  } finally {
    await worker.terminate();
  }
}
