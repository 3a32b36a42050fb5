import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readContent } from '../../server/content/content.ts';
import { checkTranslations, sealTranslation } from '../../server/content/translations.ts';
import { languageCodes } from '../../server/web/languages.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'aiguillage-translations-'));
  for (const folder of ['flows/locales/fr', 'flows/locales/en', 'flows/translations', 'views/locales/en']) {
    mkdirSync(join(root, folder), { recursive: true });
  }
  write('flows/translations/names.yaml', 'all: [Aiguillage]\nen: [Danger]\n');
  write('flows/locales/fr/needs.json', { job: { title: 'Un job d’été', hint: 'Danger' }, home: { title: 'Un toit' } });
  write('flows/locales/en/needs.json', { job: { title: 'A summer job', hint: 'Danger' }, home: { title: 'A roof' } });
});
afterEach(() => rmSync(root, { recursive: true }));

function write(file: string, content: object | string): void {
  writeFileSync(join(root, file), typeof content === 'string' ? content : JSON.stringify(content, null, 2));
}
const found = () =>
  checkTranslations(root).problems.map(({ code, file, line, values }) =>
    `${code} ${file}:${line} ${values.key ?? ''}`.trim(),
  );
const english = () => checkTranslations(root).summaries.find(({ lang }) => lang === 'en');

test('a translation whose French has changed since is stale and listed with its line, until it is noted as done again', () => {
  expect(found()).toEqual(['translations/unsealed flows/translations/en.txt:1']);
  expect(sealTranslation(root, 'en', [])).toBe(3);
  expect(found()).toEqual([]);
  write('flows/locales/fr/needs.json', {
    job: { title: 'Un emploi d’été', hint: 'Danger' },
    home: { title: 'Un abri' },
  });
  expect(found()).toEqual([
    'translations/stale flows/locales/en/needs.json:3 needs.job.title',
    'translations/stale flows/locales/en/needs.json:7 needs.home.title',
  ]);
  expect(english()).toMatchObject({ stale: 2, percent: 100 });
  expect(sealTranslation(root, 'en', ['needs.job'])).toBe(2);
  expect(found()).toEqual(['translations/stale flows/locales/en/needs.json:7 needs.home.title']);
});

test('a coordinator who has read a language says so in the file that names it', () => {
  sealTranslation(root, 'en', []);
  expect(english()?.unreviewed).toBe(3);
  write('views/locales/en/language.json', { name: 'English', dir: 'ltr', reviewed: '2026-12-01' });
  expect(english()?.unreviewed).toBe(0);
});

test('a language that has not begun is at nothing, and nothing is wrong with it', () => {
  const { summaries } = checkTranslations(root);
  expect(summaries.map(({ lang }) => lang)).toEqual(languageCodes.slice(1));
  expect(summaries.find(({ lang }) => lang === 'uk')).toMatchObject({ percent: 0, said: 0 });
});

test('what was translated from an old French is noted against that French', () => {
  const git = (...args: string[]) =>
    execFileSync('git', ['-c', 'user.name=test', '-c', 'user.email=test@exemple.fr', ...args], { cwd: root });
  git('init', '-q');
  git('add', '.');
  git('commit', '-qm', 'As it was translated');
  write('flows/locales/fr/needs.json', {
    job: { title: 'Un emploi d’été', hint: 'Danger' },
    home: { title: 'Un toit' },
  });
  expect(sealTranslation(root, 'en', [], 'HEAD')).toBe(3);
  expect(found()).toEqual(['translations/stale flows/locales/en/needs.json:3 needs.job.title']);
});

test('every language that is noted as done is whole, in its script, and nothing in it is left in French', () => {
  const done = languageCodes.filter((lang) => existsSync(`flows/translations/${lang}.txt`));
  const { problems, summaries } = checkTranslations(process.cwd());
  const wrong = problems.filter(
    ({ level, file }) => level === 'error' && done.some((lang) => file.includes(`/${lang}/`)),
  );
  expect(wrong).toEqual([]);
  for (const { lang, percent } of summaries)
    if (done.some((one) => one === lang)) expect([lang, percent]).toEqual([lang, 100]);
  for (const lang of done) expect(statSync(`flows/translations/${lang}.txt`).size).toBeLessThan(40_000);
});

test('notes about translations change nothing for an interview: the version of the tree stays', () => {
  const before = readContent(process.cwd()).content?.version;
  rmSync(join(root, 'flows'), { recursive: true });
  cpSync('flows', join(root, 'flows'), { recursive: true });
  write('flows/translations/xx.txt', 'abcdefg\n');
  write('flows/translations/names.yaml', 'all: [Autre]\n');
  expect(readContent(root).content?.version).toBe(before);
});
