import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { loadWords, referenceLanguage, type Words } from '../web/words.ts';
import { type Content, readContent } from './content.ts';

/** Another version of the tree, as the history of the project keeps it. */
export interface EarlierVersion {
  content: Content;
  words: Words;
  networkName(id: string): string | undefined;
}

/** The other version cannot be read: no such version, or tables of a form that is not read any more. */
export class EarlierVersionError extends Error {
  readonly reason: 'unknown-version' | 'unreadable';

  constructor(reason: 'unknown-version' | 'unreadable') {
    super(reason);
    this.reason = reason;
  }
}

const largestArchive = 256 * 1024 * 1024;

function git(root: string, ...args: string[]): Buffer {
  return execFileSync('git', args, { cwd: root, maxBuffer: largestArchive, stdio: ['ignore', 'pipe', 'pipe'] });
}

/** Names of networks by id; a file this version does not have, or has in another form, names nothing. */
function networkNames(file: string): Map<string, string> {
  if (!existsSync(file)) return new Map();
  const read = parse(readFileSync(file, 'utf8')) as { networks?: { id?: string; name?: string }[] } | null;
  return new Map((read?.networks ?? []).map(({ id = '', name = id }) => [id, name]));
}

/**
 * Reads flows/ and the names of networks at a git reference (a branch, a tag, a commit) of the project under `root`,
 * through a temporary folder that is gone afterwards; the working files are left alone.
 * Throws an EarlierVersionError when there is no such version or it cannot be read.
 */
export function readEarlier(root: string, reference: string): EarlierVersion {
  const folder = mkdtempSync(join(tmpdir(), 'aiguillage-version-'));
  try {
    let commit: string;
    try {
      commit = git(root, 'rev-parse', '--verify', '--quiet', '--end-of-options', `${reference}^{commit}`)
        .toString()
        .trim();
    } catch {
      throw new EarlierVersionError('unknown-version');
    }
    const kept = ['flows', 'data/networks.yaml'].filter(
      (path) => git(root, 'ls-tree', '--name-only', commit, path).length > 0,
    );
    const archive = git(root, 'archive', '--format=tar', commit, '--', ...kept);
    execFileSync('tar', ['-x', '-C', folder], { input: archive });
    if (!existsSync(join(folder, 'flows/needs'))) throw new EarlierVersionError('unreadable');
    mkdirSync(join(folder, 'flows/scenarios'), { recursive: true }); // stories came later than tables
    const { content } = readContent(folder);
    const words = loadWords([join(folder, 'flows/locales')]).get(referenceLanguage);
    if (!content || !words) throw new EarlierVersionError('unreadable');
    const names = networkNames(join(folder, 'data/networks.yaml'));
    return { content, words, networkName: (id) => names.get(id) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
