import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { type Database, openDatabase } from '../../server/storage/database.ts';

/**
 * The engines a storage test is looped over with `describe.each(databases)('$name', …)`. Each `open` is an empty
 * database of its own, migrated; all are closed when the test file ends. SQLite is always there; PostgreSQL is the
 * server of TEST_DATABASE_URL, which is started for all test files where none is given (`global-setup.mjs`). A test file that
 * runs without it shows a skipped test.
 */
export const databases: {
  name: string;
  open(): Promise<Database>;
  /** The DATABASE_URL of an empty database that several processes may open. */
  place(): Promise<string>;
}[] = [];

const opened: Database[] = [];
const remember = (database: Database): Database => {
  opened.push(database);
  return database;
};

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});
databases.push({
  name: 'SQLite',
  open: async () => remember(await openDatabase('sqlite::memory:')),
  async place() {
    const folder = mkdtempSync(join(tmpdir(), 'aiguillage-database-'));
    folders.push(folder);
    return `sqlite:${join(folder, 'shared.sqlite')}`;
  },
});

const server = process.env.TEST_DATABASE_URL;

async function onServer(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

if (server) {
  const names: string[] = [];
  const place = async () => {
    const name = `aiguillage_${randomBytes(6).toString('hex')}`;
    await onServer(server, `create database ${name} template template0`);
    names.push(name);
    const url = new URL(server);
    url.pathname = `/${name}`;
    return url.href;
  };
  databases.push({ name: 'PostgreSQL', place, open: async () => remember(await openDatabase(await place())) });
  afterAll(async () => {
    await Promise.all(opened.map((database) => database.destroy()));
    for (const name of names) await onServer(server, `drop database ${name} with (force)`);
  });
} else {
  process.stderr.write('PostgreSQL could not be started: nothing is proven on it.\n');
  describe.skip('PostgreSQL', () => {
    test('could not be started here: nothing is proven on it', () => {});
  });
  afterAll(() => Promise.all(opened.map((database) => database.destroy())));
}
