import { stringify } from 'csv-stringify/sync';
import type { Directory } from '../directory/directory.ts';
import type { Words } from '../web/words.ts';
import type { IndicatorTable } from './catalogue.ts';
import { catalogueEntry } from './catalogue-view.ts';
import { columnMeaning } from './definitions.ts';
import type { Editions } from './editions.ts';
import { columnsOf, csvOf, rowOf, schemaOf } from './files.ts';
import { labelsOf } from './labels.ts';

/** True for the tables that are open to everybody once published: those that name no structure. */
export const isOpen = ({ dimensions }: IndicatorTable): boolean => !dimensions.includes('partner');

/** The columns of the file that says every code of the others in words. */
const codeColumns = ['column', 'code', 'label'] as const;

/** The quarters of an edition, each read when the one before was sent. */
async function* partsOf(table: IndicatorTable, editions: Editions, quarters: readonly string[]) {
  for (const quarter of quarters) yield await editions.read(table.id, { from: quarter, to: quarter }, null);
}

/** A table in all quarters that were published, as RFC 4180 CSV, quarter by quarter. */
export const openTable = (table: IndicatorTable, editions: Editions, quarters: readonly string[]) =>
  csvOf(table, partsOf(table, editions, quarters), 'public', 'rfc4180');

/** Every code that stands in the open tables, with the column it stands in and what it means, as RFC 4180 CSV. */
export async function openCodes(
  tables: readonly IndicatorTable[],
  editions: Editions,
  quarters: readonly string[],
  directory: Directory,
  words: Words,
): Promise<string> {
  const labels = labelsOf(directory, words);
  const seen = new Map<string, readonly string[]>();
  for (const table of tables) {
    const columns = columnsOf(table, 'public').slice(0, -2);
    for await (const cells of partsOf(table, editions, quarters)) {
      for (const cell of cells) {
        const row = rowOf(table, cell);
        for (const [at, column] of columns.entries()) seen.set(`${column} ${row[at]}`, [column, String(row[at])]);
      }
    }
  }
  const rows = [...seen].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, row]) => row as [string, string]);
  return stringify([codeColumns, ...rows.map(([column, code]) => [column, code, labels.code(column, code)])], {
    record_delimiter: '\r\n',
    escape_formulas: true,
  });
}

/** What the metadata of the open data is made from. */
export interface PackageFacts {
  tables: readonly IndicatorTable[];
  /** The quarters that were published, in order. */
  quarters: readonly string[];
  words: Words;
  /** Without a final slash. */
  publicUrl: string;
  /** The short name of the licence (SPDX), null while nobody has chosen one. */
  licence: string | null;
}

/** The metadata of the open data (Data Package, version 2): a file for each table, and one for the codes, each with its Table Schema. */
export function dataPackage({ tables, quarters, words, publicUrl, licence }: PackageFacts) {
  const { t, lang } = words;
  const csv = { format: 'csv', mediatype: 'text/csv', encoding: 'utf-8' };
  const resource = (table: IndicatorTable) => {
    const { title, definition, unit, source } = catalogueEntry(table, words);
    const description = [definition, unit, source].join(' – ');
    const say = (column: string) => columnMeaning(column, 'public', words);
    const schema = schemaOf(table, 'public', { title, description, say });
    return { name: table.id, path: `${table.id}.csv`, title, description, ...csv, schema };
  };
  const codes = {
    name: 'codes',
    path: 'codes.csv',
    title: t('open-data.codes'),
    ...csv,
    schema: {
      $schema: 'https://datapackage.org/profiles/2.0/tableschema.json',
      fields: codeColumns.map((name) => ({ name, title: t(`indicators.file.${name}`), type: 'string' })),
      primaryKey: ['column', 'code'],
    },
  };
  return {
    $schema: 'https://datapackage.org/profiles/2.0/datapackage.json',
    name: 'aiguillage-indicators',
    title: t('open-data.dataset'),
    description: [t('open-data.lead'), t('open-data.frozen'), t('indicators.rounded')].join(' '),
    homepage: `${publicUrl}/open-data`,
    languages: [lang],
    ...(quarters.length > 0 && { version: quarters.at(-1) }),
    ...(licence && { licenses: [{ name: licence }] }),
    contributors: [{ title: `${t('common.service')}, ${t('common.region')}`, roles: ['publisher'] }],
    resources: [...tables.map(resource), codes],
  };
}
