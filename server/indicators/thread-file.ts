import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { ToThread, Writing } from './file-thread.ts';
import type { Value } from './workbook.ts';

/** Where the build puts the thread, from the folder the server is started in. */
const thread = './dist/file-thread.js';

/** How many bytes are handed on at a time. */
const slice = 64 * 1024;

/** A file that is written on a thread, as it is asked for: its rows come in parts, heads first. */
export interface ThreadFile {
  rows: AsyncIterable<readonly (readonly Value[])[]>;
  /** How it is written, asked for when the rows are complete. */
  writing(): Writing;
  /** The reader has gone away: the thread ends at once. */
  gone: AbortSignal;
}

/** The bytes of such a file. Whoever stops reading ends the thread that writes it, and nothing else is left to clear. */
export async function* threadFile({ rows, writing, gone }: ThreadFile): AsyncGenerator<Uint8Array> {
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
    tell(writing());
    const [bytes] = (await written) as [Uint8Array];
    for (let from = 0; from < bytes.length; from += slice) yield bytes.subarray(from, from + slice);
  } finally {
    await worker.terminate();
  }
}
