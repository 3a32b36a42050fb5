import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { readContent } from '../content/content.ts';
import { sentence } from '../content/sentences.ts';
import { loadDirectory } from '../directory/directory.ts';
import { diagramFiles, diagramFolder } from '../tree/diagram-file.ts';
import { loadWords, referenceLanguage, type Words } from '../web/words.ts';

/** `npm run diagrams`: writes the drawing of every need in flows/diagrams, and takes away those of needs that are gone. */
const words = loadWords(['flows/locales', 'views/locales']).get(referenceLanguage) as Words;
const { content, problems } = readContent(process.cwd());
if (content) {
  const files = diagramFiles(content.tree, loadDirectory('data'), words);
  mkdirSync(diagramFolder, { recursive: true });
  for (const name of readdirSync(diagramFolder)) {
    const file = `${diagramFolder}/${name}`;
    if (!files.has(file)) rmSync(file);
  }
  for (const [file, text] of files) writeFileSync(file, text);
  console.log(words.t('tree.written', { count: files.size, folder: diagramFolder }));
} else {
  for (const problem of problems) console.log(sentence(problem, words.t));
  process.exitCode = 1;
}
