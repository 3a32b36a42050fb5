import { existsSync, readFileSync, statSync } from 'node:fs';

import { loadDirectory } from '../directory/directory.ts';
import { largestFile, UnreadableFile } from '../directory/import-file.ts';
import { previewGently, sayReport } from '../directory/import-report.ts';
import { createImports } from '../directory/imports.ts';
import { createLiveDirectory } from '../directory/live.ts';
import { createPartnerVersions } from '../directory/partner-versions.ts';
import { openDatabase } from '../storage/database.ts';
import { loadWords, referenceLanguage, type Words } from '../web/words.ts';
import { readOptions } from './options.ts';

/**
 * `npm run import -- <file> [--apply]`: what a file would change in the directory, and with `--apply` the change.
 * Exit status 1 when anything was refused. The report goes to the standard output.
 */
const { values, positionals } = readOptions({ allowPositionals: true, options: { apply: { type: 'boolean' } } });
const words = loadWords(['flows/locales', 'views/locales']).get(referenceLanguage) as Words;
const [file] = positionals;

/** The key of the installation, as the server keeps it. */
function fileSecret(): string {
  if (!existsSync('data/local/secret')) throw new Error(words.t('directory.import.no-secret'));
  return readFileSync('data/local/secret', 'utf8').trim();
}

async function run(path: string): Promise<void> {
  if (statSync(path).size > largestFile) throw new UnreadableFile('too-large');
  const clock = () => new Date();
  const database = await openDatabase(process.env.DATABASE_URL ?? 'sqlite:data/local/aiguillage.sqlite');
  try {
    const base = loadDirectory('data');
    // A preview seals nothing; what is written is sealed with the key of the installation.
    const secret = values.apply ? (process.env.SECRET ?? fileSecret()) : 'preview';
    const versions = createPartnerVersions(database, secret, clock);
    const live = createLiveDirectory(base, versions, clock);
    await live.refresh();
    const plan = await previewGently(readFileSync(path), live.current(), (done, total) => {
      if (done > 0 && done % 2_000 === 0) console.error(words.t('directory.import.progress', { done, total }));
    });
    for (const line of sayReport(plan, words)) console.log(line);
    if (plan.lines.some(({ kind }) => kind === 'refused')) process.exitCode = 1;
    if (!values.apply) return console.log(words.t('directory.import.preview-only'));
    if (!plan.lines.some(({ record }) => record !== null)) return;
    const imports = createImports(database, { versions, live, base, clock });
    const count = await imports.apply(await imports.preview(plan.format, plan.lines, null), null, null);
    console.log(words.t('directory.import.applied', { count }));
  } finally {
    await database.destroy();
  }
}

if (file === undefined) {
  console.error(words.t('directory.import.usage'));
  process.exitCode = 2;
} else {
  await run(file).catch((error: unknown) => {
    const key = error instanceof UnreadableFile ? `directory.refusal.${error.key}` : null;
    console.log(key ? words.t(key) : error instanceof Error ? error.message : String(error));
    process.exitCode = 1;
  });
}
