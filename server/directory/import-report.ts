import type { Words } from '../web/words.ts';
import type { Directory } from './directory.ts';
import { readRows } from './import-file.ts';
import { type PlanLine, planImport } from './import-plan.ts';
import { readRow } from './import-sources.ts';
import type { Preview } from './imports.ts';

/** How many lines of each kind, in the order a report tells them. */
export const kinds = ['added', 'changed', 'same', 'vanished', 'refused'] as const;

/** A file on its way to be compared. */
function begin(bytes: Uint8Array, directory: Directory) {
  const { format, rows } = readRows(bytes);
  const found = rows.map(({ row, line }) => readRow(format, row, line));
  return { format, total: rows.length, plan: planImport(format, found, directory) };
}

/** Reads a file and compares it with the directory. Throws UnreadableFile when it is no file of a known kind. */
export function previewFile(bytes: Uint8Array, directory: Directory): Pick<Preview, 'format' | 'lines'> {
  const { format, plan } = begin(bytes, directory);
  let next = plan.next();
  while (!next.done) next = plan.next();
  return { format, lines: next.value };
}

/** The same without holding up anybody: between two steps others are served, and told how far it is. */
export async function previewGently(
  bytes: Uint8Array,
  directory: Directory,
  progress: (done: number, total: number) => void = () => {},
): Promise<Pick<Preview, 'format' | 'lines'>> {
  const { format, total, plan } = begin(bytes, directory);
  for (let next = plan.next(); ; next = plan.next()) {
    if (next.done) return { format, lines: next.value };
    progress(next.value, total);
    await new Promise((resolve) => setImmediate(resolve));
  }
}

/** The lines as somebody may take them over, who keeps the sites of some communes only: the others are refused. */
export function within(
  lines: readonly PlanLine[],
  directory: Directory,
  keeps: (commune: string) => boolean,
): PlanLine[] {
  return lines.flatMap((line): PlanLine[] => {
    const before = directory.record(line.id);
    const touched = [before?.commune, line.record?.commune].filter((commune) => commune !== undefined);
    if (touched.every(keeps)) return [line];
    if (line.kind === 'vanished') return [];
    return [line.record === null ? line : { ...line, kind: 'refused', refusal: 'other-group', record: null }];
  });
}

/** What a line says besides its name: why it is refused, which fields change (`named`), what is doubtful. */
export function sayLine({ refusal, fields, suspicions }: PlanLine, { t }: Words, named = true): string {
  return [
    ...(refusal ? [t(`directory.refusal.${refusal}`)] : []),
    ...(named ? fields.map((field) => t(`directory.fields.${field}`)) : []),
    ...suspicions.map((suspicion) => t(`directory.suspicion.${suspicion}`)),
  ].join(' · ');
}

/** The whole report as lines of text. */
export function sayReport({ format, lines }: Pick<Preview, 'format' | 'lines'>, words: Words): string[] {
  const counted = kinds.map((kind) => {
    const count = lines.filter((line) => line.kind === kind).length;
    return words.t(`directory.import.count.${kind}`, { count });
  });
  const told = lines
    .filter(({ kind, suspicions }) => kind !== 'same' || suspicions.length > 0)
    .map((line) => {
      const place = line.line > 0 ? words.t('directory.import.line', { line: line.line }) : '–';
      const said = sayLine(line, words);
      return `${place}  ${words.t(`directory.import.kind.${line.kind}`)}  ${line.id}  ${line.name}${said ? `  (${said})` : ''}`;
    });
  return [words.t(`directory.import.format.${format}`), ...counted, ...told];
}
