import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadDirectory } from '../../server/directory/directory.ts';
import { UnreadableFile } from '../../server/directory/import-file.ts';
import { previewFile, previewGently } from '../../server/directory/import-report.ts';
import { keepDirectory } from '../../server/directory/keeping.ts';
import { openDatabase } from '../../server/storage/database.ts';
import { hostileFiles } from '../directory/hostile.ts';

/**
 * What an import costs: 20,000 sites read, compared, stored, taken and undone (ten seconds are allowed for the first
 * four), the longest time others wait meanwhile, and every hostile file (one second each, memory flat).
 */
const many = 20_000;
const directory = loadDirectory('data');
const seconds = (from: number) => ((performance.now() - from) / 1000).toFixed(1);
const megabytes = () => Math.round(process.memoryUsage().rss / 1e6);

const sites = Array.from({ length: many }, (_, at) => {
  const commune = directory.communes[at % directory.communes.length];
  return {
    id: `bench--${at}`,
    nom: `Structure ${at}`,
    adresse: `${at % 300} rue Haute`,
    code_postal: commune?.postalCodes[0],
    code_insee: commune?.code,
    latitude: (commune?.lat ?? 0) + (at % 17) / 500,
    longitude: (commune?.lon ?? 0) + (at % 13) / 500,
    telephone: `02 54 00 ${String(at % 100).padStart(2, '0')} 11`,
    horaires_accueil: 'Mo-Fr 09:00-12:00,14:00-17:00',
    reseaux_porteurs: ['caf'],
    date_maj: '2026-10-01',
  };
});
const file = new TextEncoder().encode(JSON.stringify(sites));

const folder = mkdtempSync(join(tmpdir(), 'aiguillage-bench-'));
const database = await openDatabase(`sqlite:${join(folder, 'bench.sqlite')}`);
const kept = keepDirectory({ directory, database, secret: 'x'.repeat(40), clock: () => new Date() });
await kept.live.refresh();

let longest = 0;
let last = performance.now();
const began = last;
const { format, lines } = await previewGently(file, kept.live.current(), () => {
  longest = Math.max(longest, performance.now() - last);
  last = performance.now();
});
console.log(`${many} sites compared in ${seconds(began)} s; others waited ${Math.round(longest)} ms at most`);
const id = await kept.imports.preview(format, lines, null);
console.log(`${await kept.imports.apply(id, null, null)} taken, ${seconds(began)} s since the start`);
const undoing = performance.now();
console.log(`${await kept.imports.undo(id, null)} undone in ${seconds(undoing)} s`);
await database.destroy();
rmSync(folder, { recursive: true, force: true });

const before = megabytes();
let [slowest, slowestName] = [0, ''];
const files = Object.entries(hostileFiles());
for (const [name, hostile] of files) {
  const from = performance.now();
  try {
    previewFile(hostile, directory);
  } catch (error) {
    if (!(error instanceof UnreadableFile)) throw error;
  }
  const took = performance.now() - from;
  if (took > slowest) [slowest, slowestName] = [took, name];
}
console.log(`${files.length} hostile files; the slowest, « ${slowestName} », ${Math.round(slowest)} ms`);
console.log(`memory ${before} MB before them, ${megabytes()} MB after`);
