import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import SqliteFile from 'better-sqlite3';
import {
  CamelCasePlugin,
  CompiledQuery,
  type DatabaseConnection,
  Kysely,
  Migrator,
  PostgresDialect,
  SqliteDialect,
  SqliteDriver,
} from 'kysely';
import pg from 'pg';
import { migrations } from './migrations.ts';
import type { Tables } from './tables.ts';

export type Database = Kysely<Tables>;

/** Kysely begins deferred; two writers would then deadlock half-way. Taking the write lock first makes one wait. */
class ImmediateSqliteDriver extends SqliteDriver {
  override async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('begin immediate'));
  }
}

class ImmediateSqliteDialect extends SqliteDialect {
  readonly #file: SqliteFile.Database;

  constructor(file: SqliteFile.Database) {
    super({ database: file });
    this.#file = file;
  }

  override createDriver() {
    return new ImmediateSqliteDriver({ database: this.#file });
  }
}

/** The code says `issueKey`, the database `issue_key`: nobody who reads either has to quote a name. */
const plugins = [new CamelCasePlugin()];

function openSqlite(path: string): Database {
  if (path !== ':memory:') mkdirSync(dirname(path), { recursive: true });
  const file = new SqliteFile(path, { timeout: 1000 });
  file.pragma('journal_mode = WAL');
  // WAL defaults to NORMAL in better-sqlite3, which may lose the last commits in a power cut (design D5).
  file.pragma('synchronous = FULL');
  file.pragma('foreign_keys = ON');
  file.pragma('secure_delete = ON');
  return new Kysely<Tables>({ dialect: new ImmediateSqliteDialect(file), plugins });
}

function openPostgres(url: string): Database {
  const pool = new pg.Pool({ connectionString: url, max: 10 });
  // An idle connection that the server closes emits here; without a listener it would end the process.
  pool.on('error', () => {});
  return new Kysely<Tables>({ dialect: new PostgresDialect({ pool }), plugins });
}

/**
 * Opens the database named by DATABASE_URL (`sqlite:PATH` or `postgres://…`) and brings its tables up to date.
 * Promises a database whose schema is that of this code; throws with the reason when it cannot be opened,
 * is damaged, or was migrated by a newer version.
 */
export async function openDatabase(url: string): Promise<Database> {
  const database = url.startsWith('sqlite:') ? openSqlite(url.slice('sqlite:'.length)) : openPostgres(url);
  const migrator = new Migrator({ db: database, provider: { getMigrations: async () => migrations } });
  const { error } = await migrator.migrateToLatest();
  if (error) {
    await database.destroy();
    throw error;
  }
  return database;
}
