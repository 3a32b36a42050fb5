import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { createSlips } from '../../server/liaison/slips.ts';
import { createContacts } from '../../server/mail/contacts.ts';
import { openDatabase } from '../../server/storage/database.ts';
import { copy, draft, secret, start } from '../liaison/drafts.ts';
import { databases } from '../support/databases.ts';
import { openPostOffice } from '../support/post-office.ts';
import { startProcess } from '../support/processes.ts';

const partners = ['dila:cij-41018-01', 'dila:cij-37261-01'];

let folder: string;
let program: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'aiguillage-mail-'));
  symlinkSync(join(process.cwd(), 'node_modules'), join(folder, 'node_modules'));
  program = join(folder, 'run-once.mjs');
  await build({
    entryPoints: ['tests/mail/run-once.ts'],
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    outfile: program,
    logLevel: 'warning',
  });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A process that waits at the start line; `go` lets it run, and gives what it did. */
async function atTheLine(...args: string[]): Promise<{ go(): Promise<Record<string, number>> }> {
  const child = spawn(process.execPath, [program, ...args], { stdio: ['pipe', 'pipe', 'inherit'] });
  let said = '';
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  await new Promise<void>((resolve, reject) => {
    child.stdout.on('data', (part: Buffer) => {
      said += part.toString();
      if (said.includes('ready')) resolve();
    });
    void ended.then(() => reject(new Error(`ended before it was ready: ${said}`)));
  });
  return {
    async go() {
      child.stdin.end();
      await ended;
      return JSON.parse(said.slice('ready\n'.length));
    },
  };
}

/** Two structures with an address and a slip that waits. */
async function waitingIn(url: string, key: string): Promise<void> {
  const database = await openDatabase(url);
  const slips = createSlips(database, key, () => start);
  for (const partner of partners) {
    await createContacts(database, key).set(partner, `${partner.slice(5, 8)}.canary-${partner.slice(9, 14)}@x.example`);
    const place = copy.first.place && { ...copy.first.place, partner };
    await slips.issue({ ...draft, issueKey: partner, copy: { ...copy, first: { ...copy.first, place } } });
  }
  await database.destroy();
}

describe.each(databases)('on $name', ({ place }) => {
  test('two processes at once write once to each structure', async () => {
    const url = await place();
    await waitingIn(url, secret);
    const office = await openPostOffice();
    const args = [url, office.url, secret, '2026-11-27T09:00:00Z'];
    const processes = [await atTheLine(...args), await atTheLine(...args)];
    const done = await Promise.all(processes.map(({ go }) => go()));
    expect(done.reduce((sum, { sent = 0 }) => sum + sent, 0)).toBe(2);
    expect(office.posted.flatMap(({ to }) => to).sort()).toEqual([
      'cij.canary-37261@x.example',
      'cij.canary-41018@x.example',
    ]);
    await office.close();
  });

  test('the running product says nothing of an address or of the server’s password in its log', async () => {
    const url = await place();
    const key = 'a secret of the tests that is as long as it must be';
    await waitingIn(url, key);
    const office = await openPostOffice();
    await office.close();
    const smtp = office.url.replace('smtp://', 'smtp://canary-user:canary-password@');
    const running = await startProcess(url, { SMTP_URL: smtp });
    expect((await fetch(`${running.url}/readyz`)).status).toBe(200);
    await running.kill();
    expect(running.said()).not.toContain('canary');
  });
});
