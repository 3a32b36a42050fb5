// Bundles the server and the checker into dist/ (libraries stay in node_modules) and prepares what browsers load:
// every text asset is written beside its compressed forms, so that no request pays for compressing.
import { createHash } from 'node:crypto';
import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { build, transformSync } from 'esbuild';
import { parseDocument } from 'yaml';

rmSync('dist', { recursive: true, force: true });
await build({
  entryPoints: {
    main: 'server/main.ts',
    check: 'server/tasks/check.ts',
    diagrams: 'server/tasks/diagrams.ts',
    demo: 'server/tasks/demo.ts',
    translations: 'server/tasks/translations.ts',
    import: 'server/tasks/import.ts',
    'file-thread': 'server/indicators/file-thread.ts',
  },
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'esm',
  packages: 'external',
  outdir: 'dist',
  sourcemap: true,
  logLevel: 'warning',
});

// What the tables say, by the hash of their text: a start parses again only what was changed since (server/content/read.ts).
const texts = {};
for (const name of readdirSync('flows', { recursive: true, encoding: 'utf8' })) {
  if (!name.endsWith('.yaml')) continue;
  const text = readFileSync(join('flows', name), 'utf8');
  const document = parseDocument(text);
  if (document.errors.length > 0) continue;
  const value = document.toJS();
  // Only what JSON gives back as it was.
  if (isDeepStrictEqual(JSON.parse(JSON.stringify(value)), value))
    texts[createHash('sha256').update(text).digest('base64url')] = value;
}
writeFileSync('dist/texts.json', JSON.stringify(texts));

cpSync('views/assets', 'dist/assets', { recursive: true });
// Scripts that stand on a library are bundled for browsers, each small enough for the pages that load it.
await build({
  entryPoints: { page: 'views/assets/page.js', idle: 'views/scripts/idle.ts', worker: 'views/scripts/worker.ts' },
  bundle: true,
  minify: true,
  platform: 'browser',
  target: 'es2022',
  format: 'iife',
  define: { 'process.env.NODE_ENV': '"production"' },
  outdir: 'dist/assets',
  logLevel: 'warning',
});
for (const entry of readdirSync('dist/assets', { recursive: true, withFileTypes: true })) {
  if (!entry.isFile() || !/\.(css|js|svg)$/.test(entry.name)) continue;
  const file = join(entry.parentPath, entry.name);
  if (entry.name.endsWith('.css')) {
    writeFileSync(file, transformSync(readFileSync(file, 'utf8'), { loader: 'css', minify: true }).code);
  }
  const content = readFileSync(file);
  writeFileSync(`${file}.br`, brotliCompressSync(content));
  writeFileSync(`${file}.gz`, gzipSync(content, { level: 9 }));
}
