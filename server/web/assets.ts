import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RequestHandler } from 'express';
import sirv from 'sirv';

/** The files browsers keep: styles, scripts, fonts, drawings. */
export interface Assets {
  /** The address of a file, which changes whenever any of them does. */
  url(name: string): string;
  /** Where they are served, to be mounted there. */
  base: string;
  serve: RequestHandler;
}

/**
 * Serves a folder made by the build (files beside their .br and .gz forms), to be kept for a year: the address holds a
 * hash of the whole folder. Promises to send each browser the smallest form it understands.
 */
export function createAssets(folder: string): Assets {
  const hash = createHash('sha256');
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (entry.isFile()) hash.update(entry.name).update(readFileSync(join(entry.parentPath, entry.name)));
  }
  const base = `/assets/${hash.digest('hex').slice(0, 10)}`;
  return {
    base,
    url: (name) => `${base}/${name}`,
    serve: sirv(folder, { brotli: true, gzip: true, immutable: true, maxAge: 31_536_000 }) as RequestHandler,
  };
}
