import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import SqliteFile from 'better-sqlite3';
import { sql } from 'kysely';
import { type Database, openDatabase } from '../../server/storage/database.ts';
import { databases } from '../support/databases.ts';

const pragma = async (database: Database, name: string): Promise<unknown> => {
  const { rows } = await sql.raw<Record<string, unknown>>(`pragma ${name}`).execute(database);
  return Object.values(rows[0] ?? {})[0];
};

/**
 * What a driver says of a failure, or null. (`rejects.toThrow` does not know the errors of a native module that another
 * test file loaded first.)
 */
const failure = (work: Promise<unknown>): Promise<string | null> =>
  work.then(
    () => null,
    (error: { message: string }) => error.message,
  );

const account = (id: string) => ({
  id,
  name: id,
  nameKey: id,
  passwordHash: 'none',
  role: 'agent' as const,
  partner: null,
  createdAt: '2026-11-24T08:00:00.000Z',
  disabledAt: null,
});

describe.each(databases)('$name', ({ open }) => {
  test('an empty database gets every table of the product', async () => {
    const database = await open();
    const tables = await database.introspection.getTables();
    expect(tables.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['accounts', 'links', 'sessions', 'counts', 'slips']),
    );
  });

  test('a reference to nothing is refused', async () => {
    const database = await open();
    const session = { idHash: 'x', account: 'nobody', startedAt: '2026-11-24', seenAt: '2026-11-24' };
    expect(await failure(database.insertInto('sessions').values(session).execute())).toMatch(/foreign key/i);
  });

  test('a transaction that fails leaves nothing', async () => {
    const database = await open();
    const failing = database.transaction().execute(async (transaction) => {
      await transaction.insertInto('accounts').values(account('half')).execute();
      throw new Error('no');
    });
    expect(await failure(failing)).toBe('no');
    expect(await database.selectFrom('accounts').selectAll().execute()).toEqual([]);
  });
});

describe('a SQLite file', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'aiguillage-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));
  const file = () => join(folder, 'aiguillage.sqlite');

  test('every commit reaches the disk, references hold, and deleted rows are overwritten', async () => {
    const database = await openDatabase(`sqlite:${file()}`);
    expect(await pragma(database, 'journal_mode')).toBe('wal');
    expect(await pragma(database, 'synchronous')).toBe(2);
    expect(await pragma(database, 'foreign_keys')).toBe(1);
    expect(await pragma(database, 'secure_delete')).toBe(1);
    await database.destroy();
  });

  test('a transaction holds the right to write from its first moment', async () => {
    const database = await openDatabase(`sqlite:${file()}`);
    const other = new SqliteFile(file(), { timeout: 0 });
    await database.transaction().execute(async () => {
      expect(await failure((async () => other.exec('begin immediate'))())).toMatch(/locked/);
    });
    other.exec('begin immediate');
    other.exec('rollback');
    other.close();
    await database.destroy();
  });

  test('what was written is there again after closing and opening', async () => {
    const first = await openDatabase(`sqlite:${file()}`);
    await first.insertInto('accounts').values(account('kept')).execute();
    await first.destroy();
    const second = await openDatabase(`sqlite:${file()}`);
    expect(await second.selectFrom('accounts').select('id').execute()).toEqual([{ id: 'kept' }]);
    await second.destroy();
  });

  test('a file migrated by a newer version is refused and left as it was', async () => {
    const database = await openDatabase(`sqlite:${file()}`);
    await sql`insert into kysely_migration (name, timestamp) values ('999-future', '2030-01-01')`.execute(database);
    await database.destroy();
    expect(await failure(openDatabase(`sqlite:${file()}`))).toMatch(/999-future/);
  });

  test('a file that is no database is refused, not replaced', async () => {
    writeFileSync(file(), 'a letter, not a database, and long enough to be looked at '.repeat(20));
    const before = readFileSync(file());
    expect(await failure(openDatabase(`sqlite:${file()}`))).toMatch(/not a database/);
    expect(readFileSync(file()).equals(before)).toBe(true);
  });
});
