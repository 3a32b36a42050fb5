import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Response } from 'express';
import type { Directory } from '../directory/directory.ts';
import type { Words } from '../web/words.ts';
import type { IndicatorTable } from './catalogue.ts';
import { catalogueEntry } from './catalogue-view.ts';
import { type About, columnMeaning, definitionsSheet, labelsSheet } from './definitions.ts';
import { type CsvFormat, columnsOf, csvOf, jsonOf, rowOf, schemaOf, type Version } from './files.ts';
import { labelsOf } from './labels.ts';
import type { PublishedCell } from './publication.ts';
import { threadFile } from './thread-file.ts';
import type { Value, WorkbookKind } from './workbook.ts';

/** The twins of a table's page. */
export const twins = ['csv', 'json', 'xlsx', 'ods', 'parquet'] as const;
export type Twin = (typeof twins)[number];

const types: Record<Twin, string> = {
  csv: 'text/csv; charset=utf-8',
  json: 'application/json; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  ods: 'application/vnd.oasis.opendocument.spreadsheet',
  parquet: 'application/vnd.apache.parquet',
};

/** How Node says that the reader has gone away. */
const leaving = new Set(['ERR_STREAM_PREMATURE_CLOSE', 'ABORT_ERR']);

/** Sends what is made part by part. Somebody who goes away in the middle has broken nothing; any other failure cuts the file off. */
export async function sendParts(res: Response, parts: AsyncIterable<string | Uint8Array>): Promise<void> {
  try {
    await pipeline(Readable.from(parts), res);
  } catch (error) {
    // Never ended as if it were whole.
    if (!leaving.has((error as { code?: string }).code ?? '')) throw error;
  }
}

/** What a file is made from. */
export interface FileContext {
  tables: readonly IndicatorTable[];
  directory: Directory;
  words: Words;
  asked: { from: string; to: string; basin: string | null };
  format: CsvFormat;
}

/** The rows of a table, heads first, each row shown to `see` on its way. */
async function* rowsOf(
  { table, version }: About,
  parts: AsyncIterable<readonly PublishedCell[]>,
  see: (row: readonly Value[]) => void = () => {},
): AsyncGenerator<readonly (readonly Value[])[]> {
  yield [columnsOf(table, version)];
  for await (const cells of parts) {
    const some = cells.map((cell) => rowOf(table, cell));
    some.forEach(see);
    yield some;
  }
}

/** The workbook of a table: its cells, what the ids mean, and the definitions. */
function workbook(
  kind: WorkbookKind,
  about: About,
  parts: AsyncIterable<readonly PublishedCell[]>,
  { tables, directory, words }: FileContext,
  gone: AbortSignal,
) {
  const { table, version } = about;
  const labels = labelsOf(directory, words);
  const columns = columnsOf(table, version);
  const seen = new Map<string, Set<string>>(columns.slice(0, -2).map((column) => [column, new Set()]));
  const see = (row: readonly Value[]) => {
    for (const [at, value] of row.entries()) seen.get(columns[at] as string)?.add(String(value));
  };
  return threadFile({
    rows: rowsOf(about, parts, see),
    writing: () => ({
      kind,
      title: catalogueEntry(table, words).title,
      first: { name: table.id, widths: columns.map((column) => (column === 'count' || column === 'state' ? 12 : 26)) },
      others: [labelsSheet(about, seen, labels.code, words), definitionsSheet(about, tables, words)],
    }),
    gone,
  });
}

/** A table as Parquet, with its definition in the metadata of the file. */
function parquet(
  about: About,
  parts: AsyncIterable<readonly PublishedCell[]>,
  { words }: FileContext,
  gone: AbortSignal,
) {
  const { id, title, definition, unit, source } = catalogueEntry(about.table, words);
  const version = words.t(`indicators.file.versions.${about.version}`);
  const count = columnMeaning('count', about.version, words);
  return threadFile({
    rows: rowsOf(about, parts),
    writing: () => ({ kind: 'parquet', about: { table: id, title, definition, unit, source, version, count } }),
    gone,
  });
}

/**
 * Sends a table as a file, part by part: no more of it is held than one month of one basin, but in a workbook or in
 * Parquet, which are written on a thread of their own. When the reader goes away the work stops, and nothing is left of it.
 */
export async function sendFile(
  res: Response,
  twin: Twin,
  about: About,
  parts: AsyncIterable<readonly PublishedCell[]>,
  context: FileContext,
): Promise<void> {
  const { table, version, period } = about;
  const { asked, format, words } = context;
  const { title, definition } = catalogueEntry(table, words);
  const gone = new AbortController();
  res.once('close', () => gone.abort());
  const body = {
    csv: () => csvOf(table, parts, version, format),
    json: () =>
      jsonOf(table, parts, version, {
        table: table.id,
        title,
        definition,
        denominator: table.denominator,
        source: table.source,
        version,
        ...asked,
      }),
    xlsx: () => workbook('xlsx', about, parts, context, gone.signal),
    ods: () => workbook('ods', about, parts, context, gone.signal),
    parquet: () => parquet(about, parts, context, gone.signal),
  }[twin]();
  res.set('Cache-Control', 'no-store').set('Content-Type', types[twin]);
  if (twin !== 'json') {
    const name = words.t(`indicators.file.name-${version}`);
    res.attachment(`${table.id}-${period.from}-${period.to}-${name}.${twin}`).set('Content-Type', types[twin]);
  }
  await sendParts(res, body);
}

/** The Table Schema of a table's files. */
export function sendSchema(res: Response, table: IndicatorTable, version: Version, words: Words): void {
  const { title, definition, unit, source } = catalogueEntry(table, words);
  const description = [definition, unit, source].join(' – ');
  const say = (column: string) => columnMeaning(column, version, words);
  res.set('Cache-Control', 'no-store').json(schemaOf(table, version, { title, description, say }));
}
