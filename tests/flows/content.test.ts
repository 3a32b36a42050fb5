import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readContent } from '../../server/content/content.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'aiguillage-tree-'));
  cpSync('flows', join(root, 'flows'), { recursive: true });
});
afterEach(() => rmSync(root, { recursive: true }));

const change = (file: string, edit: (text: string) => string) =>
  writeFileSync(join(root, file), edit(readFileSync(join(root, file), 'utf8')));
const need = 'flows/needs/summer-job.yaml';

test('a sound tree is read whole, with a version that changes with any of its words', () => {
  const { content, problems } = readContent(root);
  expect(problems).toEqual([]);
  change('flows/locales/fr/questions.json', (text) => text.replace('âge', 'Âge'));
  expect(readContent(root).content?.version).not.toBe(content?.version);
});

test.each([
  ['broken YAML', (text: string) => `${text}\n  - { id: open`, 'yaml'],
  ['an option that is no text', (text: string) => text.replace('theme: work', 'theme: [1]'), 'shape'],
  ['a key nobody knows', (text: string) => `${text}\nmood: good\n`, 'shape'],
  ['a day that is no day', (text: string) => text.replace('2026-11-22', 'yesterday'), 'shape'],
  [
    'the name of another need',
    (text: string) => text.replace('need: summer-job', 'need: winter-job'),
    'need-file-name',
  ],
])('%s stops the reading with the file and the line', (_, edit, code) => {
  change(need, edit);
  const { content, problems } = readContent(root);
  expect(content).toBeNull();
  expect(problems[0]).toMatchObject({ level: 'error', code, file: need });
  expect(problems[0]?.line).toBeGreaterThanOrEqual(1);
});

test('every problem is told at once', () => {
  change(need, (text) => text.replace('theme: work', 'theme: [1]'));
  change('flows/facts.yaml', (text) => text.replace(/as_of: [\d-]+/, 'as_of: never'));
  const files = new Set(readContent(root).problems.map(({ file }) => file));
  expect(files).toEqual(new Set([need, 'flows/facts.yaml']));
});
