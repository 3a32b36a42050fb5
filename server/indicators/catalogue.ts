import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { isOpinionQuestion, opinionIds } from '../opinion/opinion.ts';
import { type CountedBy, dimensions, seriesOf, slipDimensions, weekSeries } from './indicator.ts';

const id = z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'kebab-case');

const countedBy: readonly CountedBy[] = [...dimensions, ...slipDimensions];

/** What one unit of a table is: tables of one unit hang together by their sums, and are hidden together. */
const denominators = [
  'reception',
  'need',
  'slip',
  'slip-reply',
  'slip-call',
  'wrong-door',
  'silence',
  'slip-helped',
  'answered-me',
  'helped-me',
  'nobody-replied',
  'opinion',
] as const;

const tableSchema = z
  .strictObject({
    id,
    period: z.enum(['month', 'week']),
    dimensions: z.array(z.enum([...dimensions, ...slipDimensions, ...opinionIds])).max(2),
    denominator: z.enum(denominators),
    source: id,
  })
  .check(({ value, issues }) => {
    const fail = (message: string) => issues.push({ code: 'custom', message: `${value.id}: ${message}`, input: value });
    if (value.denominator === 'opinion' || value.dimensions.some(isOpinionQuestion)) {
      const alone = value.dimensions.length === 1 && isOpinionQuestion(value.dimensions[0]);
      if (!alone || value.denominator !== 'opinion' || value.period !== 'month')
        fail('opinions are counted by month, one question a table');
      return;
    }
    const places = value.dimensions.map((dimension) => countedBy.indexOf(dimension));
    if (places.some((place, index) => index > 0 && place <= (places[index - 1] as number)))
      fail(`dimensions in the order ${countedBy.join(', ')}, each once`);
    const ofReceptions = value.dimensions.length === 0;
    if ((value.denominator === 'reception') !== ofReceptions)
      fail('receptions have no dimension, needs and slips have one or two');
    const ofSlips = !['reception', 'need'].includes(value.denominator);
    if (value.dimensions.some((by) => (slipDimensions as readonly string[]).includes(by) !== ofSlips))
      fail('needs and slips are counted by dimensions of their own');
    if (value.period === 'week' && !ofReceptions) fail('weeks count receptions');
  });

const fileSchema = z.strictObject({
  tables: z
    .array(tableSchema)
    .min(1)
    .refine((tables) => new Set(tables.map((table) => table.id)).size === tables.length, 'id used twice'),
});

/** One table that may be read and published. */
export interface IndicatorTable {
  id: string;
  /** By month and basin, or by week for the whole region. */
  period: 'month' | 'week';
  dimensions: readonly CountedBy[];
  /** What one unit is. */
  denominator: (typeof denominators)[number];
  source: string;
  /** The series of counters it is read from. */
  series: string;
}

function seriesOfTable({ period, denominator, dimensions: by }: z.output<typeof tableSchema>): string {
  if (period === 'week') return weekSeries;
  return denominator === 'reception' || denominator === 'need' ? seriesOf(by) : `${denominator}:${seriesOf(by)}`;
}

/** The list of tables cannot be used; the message is one sentence a line. */
export class CatalogueError extends Error {}

/** Reads data/indicators.yaml. Throws a CatalogueError with the table and the reason when a line cannot be served. */
export function loadCatalogue(folder: string): readonly IndicatorTable[] {
  const file = join(folder, 'indicators.yaml');
  const parsed = fileSchema.safeParse(parse(readFileSync(file, 'utf8')));
  if (!parsed.success) {
    throw new CatalogueError(
      parsed.error.issues.map((issue) => `${file}, ${issue.path.join('.')}: ${issue.message}`).join('\n'),
    );
  }
  return parsed.data.tables.map((table) => ({
    ...table,
    series: seriesOfTable(table),
  }));
}
