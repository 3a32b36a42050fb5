import { type ChildProcess, spawn } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A place like a fresh clone after the build: tables and data that a test may break, its own data/local. */
let root: string;
const running: ChildProcess[] = [];

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'aiguillage-start-'));
  cpSync('flows', join(root, 'flows'), { recursive: true });
  cpSync('data', join(root, 'data'), { recursive: true, filter: (path) => !path.includes('local') });
  for (const unchanged of ['views', 'dist', 'package.json', 'node_modules'])
    symlinkSync(join(process.cwd(), unchanged), join(root, unchanged));
});
afterEach(() => {
  for (const child of running.splice(0)) child.kill('SIGKILL');
  rmSync(root, { recursive: true, force: true });
});

interface Started {
  child: ChildProcess;
  /** Everything said so far, on both outputs. */
  said(): string;
  ended: Promise<number | null>;
  /** Resolves when a sentence holds this. */
  until(text: string): Promise<void>;
}

function start(env: Record<string, string> = {}): Started {
  const { NODE_ENV: _, ...inherited } = process.env;
  const child = spawn(process.execPath, ['dist/main.js'], {
    cwd: root,
    env: { ...inherited, PORT: '0', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running.push(child);
  let output = '';
  const listeners = new Set<() => void>();
  const hear = (part: Buffer) => {
    output += part.toString();
    for (const listener of listeners) listener();
  };
  child.stdout?.on('data', hear);
  child.stderr?.on('data', hear);
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  return {
    child,
    said: () => output,
    ended,
    until: (text) =>
      new Promise((resolve, reject) => {
        const look = () => output.includes(text) && resolve();
        listeners.add(look);
        look();
        void ended.then(() => reject(new Error(`ended without saying "${text}": ${output}`)));
      }),
  };
}

const change = (file: string, edit: (text: string) => string) =>
  writeFileSync(join(root, file), edit(readFileSync(join(root, file), 'utf8')));

/** A start that must not happen: status 1, sentences, no stack. */
async function refused(env: Record<string, string> = {}): Promise<string> {
  const started = start(env);
  expect(await started.ended).toBe(1);
  expect(started.said()).not.toMatch(/\n\s+at /);
  return started.said();
}

test('a first start makes the database and the secret, prints the first link, and ends when asked', async () => {
  const first = start();
  await first.until('/welcome/');
  const link = /\/welcome\/[\w-]{22}/.exec(first.said())?.[0];
  const url = /http:\/\/127\.0\.0\.1:\d+/.exec(first.said())?.[0];
  expect((await fetch(`${url}/kiosk`)).status).toBe(200);
  expect((await fetch(`${url}${link}`)).status).toBe(200);
  first.child.kill('SIGTERM');
  expect(await first.ended).toBe(0);

  // Started again with the same data: the first link of before is void, the secret the same.
  const secret = readFileSync(join(root, 'data/local/secret'), 'utf8');
  const second = start();
  await second.until('/welcome/');
  expect(second.said()).not.toContain(link);
  expect(readFileSync(join(root, 'data/local/secret'), 'utf8')).toBe(secret);
});

test('a broken table stops the start with its file and line', async () => {
  change('flows/needs/summer-job.yaml', (text) => `${text}\n  - { id: open`);
  expect(await refused()).toContain('flows/needs/summer-job.yaml:');
});

test('a table with a gap, or one that names nothing that exists, stops the start', async () => {
  change('flows/needs/summer-job.yaml', (text) => text.replace(/first: \[info-jeunes\]/, 'first: [moon-base]'));
  expect(await refused()).toContain('moon-base');
  change('flows/needs/summer-job.yaml', (text) => {
    const fixed = text.replace('moon-base', 'info-jeunes');
    return fixed.slice(0, fixed.lastIndexOf('  - id: '));
  });
  expect(await refused()).toContain('flows/needs/summer-job.yaml:');
});

test('a directory that does not hold together stops the start, naming the record', async () => {
  change('data/partners.json', (text) => text.replace('"commune":"18033"', '"commune":"99999"'));
  expect(await refused()).toContain('dila:');
});

test('settings that are malformed or unsafe stop the start, all of them named at once', async () => {
  const said = await refused({ PORT: 'seven', NODE_ENV: 'production', PUBLIC_URL: 'http://x.example' });
  for (const name of ['PORT', 'PUBLIC_URL', 'SECRET']) expect(said).toContain(name);
});

test('a file that is no database is refused and left as it was', async () => {
  const file = join(root, 'broken.sqlite');
  writeFileSync(file, 'this is no database, and somebody may want it back '.repeat(100));
  const before = readFileSync(file);
  await refused({ DATABASE_URL: `sqlite:${file}` });
  expect(readFileSync(file).equals(before)).toBe(true);
});

test('a port that is taken is said in a sentence', async () => {
  const first = start();
  await first.until('http://127.0.0.1:');
  const port = /http:\/\/127\.0\.0\.1:(\d+)/.exec(first.said())?.[1] as string;
  expect(await refused({ PORT: port, DATABASE_URL: 'sqlite::memory:' })).toContain(port);
});
