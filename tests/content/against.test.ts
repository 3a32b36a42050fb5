import { execFileSync } from 'node:child_process';
import { appendFileSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Tree } from '../../flows/schema.ts';
import { type ComparedWords, compareVersions, printComparison } from '../../server/content/comparison.ts';
import { readEarlier } from '../../server/content/earlier.ts';
import type { Words } from '../../server/web/words.ts';
import { region } from '../support/app.ts';

const day = '2026-11-22';
const { tree, version } = region.content;
const french = region.words.get('fr') as Words;
const compared: ComparedWords = {
  words: french,
  text: french.t,
  optionText: (question, option) => french.t(`questions.${question}.options.${option}.text`),
  networkName: (id) => region.directory.network(id)?.name ?? id,
};

let root: string;
const git = (...args: string[]) =>
  execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.org', ...args], { cwd: root }).toString();
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'aiguillage-against-'));
  cpSync('flows', join(root, 'flows'), { recursive: true });
  mkdirSync(join(root, 'data'));
  cpSync('data/networks.yaml', join(root, 'data/networks.yaml'));
  git('init', '-q');
  git('add', '-A');
  git('commit', '-q', '-m', 'First');
});
afterAll(() => rmSync(root, { recursive: true }));

test('another version is read from the history, whatever lies in the working files, which stay as they are', () => {
  const facts = join(root, 'flows/facts.yaml');
  const before = readFileSync(facts, 'utf8');
  appendFileSync(facts, '# not committed\n');
  writeFileSync(join(root, 'flows/needs/vae.yaml'), 'not: a need');
  const earlier = readEarlier(root, 'HEAD');
  expect(earlier.content.version).toBe(version);
  expect(earlier.networkName('cio')).toBe(region.directory.network('cio')?.name);
  expect(readFileSync(facts, 'utf8')).toBe(`${before}# not committed\n`);
  expect(readFileSync(join(root, 'flows/needs/vae.yaml'), 'utf8')).toBe('not: a need');
});

test('a version that is not there, or not readable, is refused by its name', () => {
  const reason = (reference: string) => {
    try {
      readEarlier(root, reference);
      return null;
    } catch (error) {
      return (error as { reason?: string }).reason;
    }
  };
  expect(reason('no-such-branch')).toBe('unknown-version');
  expect(reason('--output=x')).toBe('unknown-version');
  writeFileSync(join(root, 'flows/needs/vae.yaml'), 'not: a need');
  git('add', '-A');
  git('commit', '-q', '-m', 'Broken');
  expect(reason('HEAD')).toBe('unreadable');
  expect(reason('HEAD~1')).toBeNull();
});

const changed: Tree = {
  ...tree,
  needs: tree.needs.slice(1).map((need) => ({
    ...need,
    rules: need.rules.map((rule) =>
      need.need === 'womens-rights' && rule.id === 'find-work' ? { ...rule, first: ['cio'], tell: [] } : rule,
    ),
  })),
  facts: tree.facts.slice(1),
};

test('a comparison says what changed, need by need, in words and without a hole', () => {
  const parts = compareVersions(tree, changed, day, compared);
  expect(parts.map(({ title, sentences }) => [title, sentences.length])).toEqual([
    [french.t('needs.womens-rights.desk'), 1],
    [null, 2],
  ]);
  for (const form of ['text', 'markdown'] as const) {
    const said = printComparison(parts, 'main', form, french);
    expect(said).toContain(region.directory.network('cio')?.name);
    expect(said).not.toMatch(/\{\{|undefined|check\.|questions\.|facts\./);
  }
});

test('a case that can newly arise, or no more, has its words too', () => {
  const closed: Tree = {
    ...tree,
    impossible: [...tree.impossible, { id: 'nobody', when: { 'rights-wish': ['find-work'] } }],
  };
  for (const [before, after] of [
    [tree, closed],
    [closed, tree],
  ] as [Tree, Tree][]) {
    const parts = compareVersions(before, after, day, compared);
    expect(parts.map(({ sentences }) => sentences.length)).toEqual([1]);
    expect(printComparison(parts, 'main', 'markdown', french)).not.toMatch(/\{\{|undefined|check\./);
  }
});

test('two versions alike differ in nothing', () => {
  expect(compareVersions(tree, tree, day, compared)).toEqual([]);
});
