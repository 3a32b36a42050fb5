import { readdirSync, readFileSync } from 'node:fs';
import { diagramFiles, diagramFolder } from '../../server/tree/diagram-file.ts';
import type { Words } from '../../server/web/words.ts';
import { region } from '../support/app.ts';

test('the drawings kept with the tables are those of the tables (else: npm run diagrams)', () => {
  const files = diagramFiles(region.content.tree, region.directory, region.words.get('fr') as Words);
  expect(
    readdirSync(diagramFolder)
      .map((name) => `${diagramFolder}/${name}`)
      .sort(),
  ).toEqual([...files.keys()].sort());
  const stale = [...files].filter(([file, text]) => readFileSync(file, 'utf8') !== text).map(([file]) => file);
  expect(stale).toEqual([]);
});
