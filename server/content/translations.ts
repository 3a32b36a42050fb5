import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { LineCounter, parseDocument } from 'yaml';
import { z } from 'zod';
import type { Problem } from '../../flows/problem.ts';
import {
  checkTranslation,
  namesPattern,
  type TextFile,
  type TranslationSummary,
  wantedOf,
} from '../../flows/translations.ts';
import { languageCodes, pluralForms, referenceLanguage } from '../web/languages.ts';
import { locate, readYaml } from './read.ts';

const folders = ['flows/locales', 'views/locales'] as const;
const namesFile = 'flows/translations/names.yaml';
const namesSchema = z.record(z.string(), z.array(z.string()));
const madeFromFile = (lang: string) => `flows/translations/${lang}.txt`;

function flatten(value: unknown, path: string, texts: Map<string, string>): void {
  if (typeof value !== 'object' || value === null) texts.set(path, String(value));
  else for (const [key, inner] of Object.entries(value)) flatten(inner, path ? `${path}.${key}` : key, texts);
}

/** One file of texts; lines are looked for only when somebody asks. */
function textFile(file: string, json: string): TextFile {
  const texts = new Map<string, string>();
  flatten(JSON.parse(json), '', texts);
  let line: ((path: readonly string[]) => number) | undefined;
  return {
    file,
    texts,
    line: (path) => {
      if (!line) {
        const lines = new LineCounter();
        const document = parseDocument(json, { lineCounter: lines });
        line = (parts) => locate(document, lines, parts);
      }
      return line(path.split('.'));
    },
  };
}

function readFiles(root: string, lang: string): Map<string, TextFile> {
  const files = new Map<string, TextFile>();
  for (const folder of folders) {
    const at = `${folder}/${lang}`;
    if (!existsSync(join(root, at))) continue;
    for (const name of readdirSync(join(root, at)).filter((entry) => entry.endsWith('.json'))) {
      files.set(basename(name, '.json'), textFile(`${at}/${name}`, readFileSync(join(root, at, name), 'utf8')));
    }
  }
  return files;
}

/** The French texts as they were at a git reference. */
function frenchAt(root: string, reference: string): Map<string, TextFile> {
  const git = (...args: string[]) => execFileSync('git', args, { cwd: root, maxBuffer: 64 * 1024 * 1024 }).toString();
  const names = git('ls-tree', '-r', '--name-only', reference, '--', ...folders.map((folder) => `${folder}/fr`));
  return new Map(
    names
      .split('\n')
      .filter((name) => name.endsWith('.json'))
      .map((name) => [basename(name, '.json'), textFile(name, git('show', `${reference}:${name}`))]),
  );
}

/** What stands for a text and the French it was made from: forty bits are enough to see a change. */
const sealOf = (key: string, french: string): string =>
  createHash('sha256').update(`${key}\0${french}`).digest('hex').slice(0, 10);

function readSeals(root: string, lang: string): Set<string> | null {
  const file = join(root, madeFromFile(lang));
  return existsSync(file) ? new Set(readFileSync(file, 'utf8').split('\n').filter(Boolean)) : null;
}

/**
 * Notes in flows/translations that the texts of a language, or those whose key begins as given, say what their French
 * says today (or said at a git reference). Gives how many are noted.
 */
export function sealTranslation(root: string, lang: string, keys: readonly string[], reference?: string): number {
  const own = readFiles(root, lang);
  const french = reference === undefined ? readFiles(root, referenceLanguage) : frenchAt(root, reference);
  const before = keys.length === 0 ? null : readSeals(root, lang);
  const chosen = (key: string) =>
    keys.length === 0 || keys.some((start) => key === start || key.startsWith(`${start}.`));
  const seals = new Set<string>();
  let noted = 0;
  for (const [name, { texts }] of french) {
    for (const { path, french: source } of wantedOf(texts, pluralForms(lang))) {
      const key = `${name}.${path}`;
      if (!own.get(name)?.texts.has(path)) continue;
      const seal = sealOf(key, source);
      if (chosen(key)) noted += 1;
      if (chosen(key) || before?.has(seal)) seals.add(seal);
    }
  }
  writeFileSync(join(root, madeFromFile(lang)), `${[...seals].sort().join('\n')}\n`);
  return noted;
}

/** What is wrong with every language that has begun, and its figures; those that have not are said to be at nothing. */
export function checkTranslations(root: string): { problems: Problem[]; summaries: TranslationSummary[] } {
  const problems: Problem[] = [];
  const names = readYaml(root, namesFile, namesSchema, problems)?.value ?? {};
  const french = readFiles(root, referenceLanguage);
  const summaries = languageCodes
    .filter((lang) => lang !== referenceLanguage)
    .map((lang) => {
      const own = readFiles(root, lang);
      const seals = readSeals(root, lang);
      const reviewed = own.get('language')?.texts.has('reviewed') ?? false;
      const result = checkTranslation({
        lang,
        french,
        own,
        forms: pluralForms(lang),
        names: namesPattern([...(names.all ?? []), ...(names[lang] ?? [])]),
        reviewed,
        fileOf: (name) => (french.get(name)?.file ?? '').replace('/fr/', `/${lang}/`),
        isFresh: (key, source) => (seals ? seals.has(sealOf(key, source)) : null),
      });
      if (own.size > 0) problems.push(...result.problems);
      if (own.size > 0 && !seals) {
        const file = madeFromFile(lang);
        problems.push({ level: 'warning', code: 'translations/unsealed', file, line: 1, values: { lang } });
      }
      return result.summary;
    });
  return { problems, summaries };
}
