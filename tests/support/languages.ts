import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadWords, type Words } from '../../server/web/words.ts';

type Texts = { [key: string]: string | Texts };

/** French as it is, and languages made for a test: `{ uk: { language: {…}, interview: {…} } }`. Others are left out. */
export function languages(made: Record<string, Record<string, Texts>>): ReadonlyMap<string, Words> {
  const root = mkdtempSync(join(tmpdir(), 'aiguillage-languages-'));
  try {
    for (const folder of ['flows', 'views']) {
      cpSync(`${folder}/locales/fr`, join(root, folder, 'fr'), { recursive: true });
    }
    for (const [lang, files] of Object.entries(made)) {
      mkdirSync(join(root, 'made', lang), { recursive: true });
      for (const [name, texts] of Object.entries(files)) {
        writeFileSync(join(root, 'made', lang, `${name}.json`), JSON.stringify(texts));
      }
    }
    return loadWords([join(root, 'flows'), join(root, 'views'), join(root, 'made')]);
  } finally {
    rmSync(root, { recursive: true });
  }
}
