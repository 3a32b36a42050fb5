import { randomUUID } from 'node:crypto';
import { AppError } from '../errors.ts';
import type { Database } from '../storage/database.ts';
import type { Directory } from './directory.ts';
import type { Format } from './import-file.ts';
import type { PlanLine } from './import-plan.ts';
import type { LiveDirectory } from './live.ts';
import type { Author, PartnerVersions } from './partner-versions.ts';
import type { Change } from './version.ts';

/** A previewed file: what it would do, and with which versions of the partners it was compared. */
export interface Preview {
  format: Format;
  lines: readonly PlanLine[];
  versions: Readonly<Record<string, number>>;
}

export interface StoredImport {
  id: string;
  at: string;
  /** Who sent the file; null for the import command. */
  account: string | null;
  source: Format;
  state: 'previewed' | 'applied' | 'undone';
}

/** Imports: previewed, taken over in one piece, undone in one piece. */
export interface Imports {
  preview(format: Format, lines: readonly PlanLine[], account: string | null): Promise<string>;
  find(id: string): Promise<(StoredImport & { preview: Preview }) | null>;
  recent(): Promise<StoredImport[]>;
  /** Takes over the chosen lines (null: all of them), or none. Throws `conflict` when a card changed since the preview. */
  apply(id: string, chosen: ReadonlySet<number> | null, account: string | null): Promise<number>;
  /** Puts every site back as it was before; what was edited since stays. Gives how many were put back. */
  undo(id: string, account: string | null): Promise<number>;
}

/** Imports over a database. Previews older than a day are forgotten with the next one. */
export function createImports(
  database: Database,
  {
    versions,
    live,
    base,
    clock,
  }: { versions: PartnerVersions; live: LiveDirectory; base: Directory; clock: () => Date },
): Imports {
  /** Takes a step of an import with the edits that belong to it: all of it or nothing, whatever dies in between. */
  const step = async (
    id: string,
    [from, to]: readonly [StoredImport['state'], StoredImport['state']],
    changes: readonly Change[],
    author: Author,
  ) => {
    await versions.append(changes, author, async (transaction) => {
      const { numUpdatedRows } = await transaction
        .updateTable('imports')
        .set({ state: to })
        .where('id', '=', id)
        .where('state', '=', from)
        .executeTakeFirstOrThrow();
      if (Number(numUpdatedRows) !== 1) throw new AppError('conflict', 'import-done');
    });
    await live.refresh();
  };
  const find: Imports['find'] = async (id) => {
    const row = await database.selectFrom('imports').selectAll().where('id', '=', id).executeTakeFirst();
    if (!row) return null;
    const { at, account, state } = row;
    return { id, at, account, source: row.source as Format, state, preview: JSON.parse(row.plan) as Preview };
  };

  return {
    find,
    async preview(format, lines, account) {
      const at = clock();
      const dayBefore = new Date(at.getTime() - 86_400_000).toISOString();
      await database.deleteFrom('imports').where('state', '=', 'previewed').where('at', '<', dayBefore).execute();
      const id = randomUUID();
      const known = Object.fromEntries(lines.map((line) => [line.id, live.versionOf(line.id)]));
      const plan = JSON.stringify({ format, lines, versions: known } satisfies Preview);
      await database
        .insertInto('imports')
        .values({ id, at: at.toISOString(), account, source: format, plan, state: 'previewed' })
        .execute();
      return id;
    },
    async recent() {
      const rows = await database
        .selectFrom('imports')
        .select(['id', 'at', 'account', 'source', 'state'])
        .orderBy('at', 'desc')
        .limit(50)
        .execute();
      return rows.map((row) => ({ ...row, source: row.source as Format }));
    },
    async apply(id, chosen, account) {
      const stored = await find(id);
      if (!stored) throw new AppError('not-found', 'import-gone');
      const { lines, versions: known } = stored.preview;
      const changes = lines.flatMap(({ line, record }): Change[] =>
        record && (chosen === null || chosen.has(line))
          ? [{ record, version: known[record.id] ?? 0, reason: 'import' }]
          : [],
      );
      if (changes.length === 0) throw new AppError('invalid', 'import-nothing');
      await step(id, ['previewed', 'applied'], changes, { account, importId: id });
      return changes.length;
    },
    async undo(id, account) {
      const made = await versions.ofImport(id);
      const changes: Change[] = [];
      for (const { partner, version, record, before } of made) {
        if (live.versionOf(partner) !== version) continue;
        // A site that came with the file leaves with it: its history stays, the directory forgets it.
        const former = before ?? base.record(partner) ?? { ...record, status: 'closed' as const };
        changes.push({ record: former, version, reason: 'undo' });
      }
      await step(id, ['applied', 'undone'], changes, { account });
      return changes.length;
    },
  };
}
