import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase } from '../../server/storage/database.ts';

/** `npm run import -- FILE [--apply]`, as the build left it. */
const folder = mkdtempSync(join(tmpdir(), 'aiguillage-import-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const url = `sqlite:${join(folder, 'import.sqlite')}`;
const head = 'id;network;name;commune';
const good = 'own:a;cria;Centre d’essai;41018';

function run(content: string | null, ...options: string[]) {
  const file = join(folder, 'file.csv');
  if (content !== null) writeFileSync(file, content);
  const env = { ...process.env, DATABASE_URL: url, SECRET: 'x'.repeat(40) };
  const files = content === null ? [] : [file];
  const { status, stdout } = spawnSync(process.execPath, ['dist/import.js', ...files, ...options], {
    env,
    encoding: 'utf8',
  });
  return { status, lines: stdout.trim().split('\n') };
}

async function written(): Promise<{ partner: string; account: string | null }[]> {
  const database = await openDatabase(url);
  const rows = await database.selectFrom('partnerVersions').select(['partner', 'account']).execute();
  await database.destroy();
  return rows;
}

test('the command shows what a file would change, and writes nothing until it is told to', async () => {
  const preview = run([head, good].join('\n'));
  expect(preview.status).toBe(0);
  expect(preview.lines.some((line) => line.includes('own:a'))).toBe(true);
  expect(await written()).toEqual([]);
  expect(run([head, good].join('\n'), '--apply').status).toBe(0);
  expect(await written()).toEqual([{ partner: 'own:a', account: null }]);
  const again = run([head, good].join('\n'), '--apply');
  expect(again.status).toBe(0);
  expect(await written()).toHaveLength(1);
});

test('it ends with 1 when a line was refused, or the file is none, and with 2 without a file or with an option there is none of', () => {
  const refused = run([head, 'own:b;masons;Une loge;41018'].join('\n'));
  expect(refused.status).toBe(1);
  expect(refused.lines.some((line) => line.includes('own:b'))).toBe(true);
  const broken = run('[{');
  expect([broken.status, broken.lines.length]).toEqual([1, 1]);
  expect(run(null).status).toBe(2);
  expect(run([head, good].join('\n'), '--aply').status).toBe(2);
});
