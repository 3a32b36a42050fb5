import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Document, isNode, LineCounter, parseDocument } from 'yaml';
import type { z } from 'zod';
import type { Problem } from '../../flows/problem.ts';

/** A content file as read: what it says, and on which line each part of it stands. */
export interface ContentFile<T> {
  /** Path from the project's folder, as people name it. */
  file: string;
  value: T;
  /** The line (from 1) of the value at a path such as ['rules', 2, 'when']; the nearest part above when it is absent. */
  line(path: readonly PropertyKey[]): number;
}

/** The line of the value at a path of a document; of the nearest part above when it is absent. */
export function locate(document: Document, lines: LineCounter, path: readonly PropertyKey[]): number {
  for (let length = path.length; length > 0; length -= 1) {
    const node = document.getIn(path.slice(0, length) as string[], true);
    if (isNode(node) && node.range) return lines.linePos(node.range[0]).line;
  }
  return 1;
}

/**
 * Reads one YAML file against its schema. A file that cannot be read, is no YAML, or does not fit the schema adds its
 * problems (file, line) to the list and gives null: nothing is thrown, so that all problems are told at once.
 */
export function readYaml<S extends z.ZodType>(
  root: string,
  file: string,
  schema: S,
  problems: Problem[],
): ContentFile<z.output<S>> | null {
  if (!existsSync(join(root, file))) {
    problems.push({ level: 'error', code: 'file-missing', file, line: 1, values: {} });
    return null;
  }
  const lines = new LineCounter();
  const document = parseDocument(readFileSync(join(root, file), 'utf8'), { lineCounter: lines });
  for (const error of document.errors) {
    problems.push({
      level: 'error',
      code: 'yaml',
      file,
      line: error.linePos?.[0].line ?? 1,
      values: { detail: error.message.split('\n')[0] ?? '' },
    });
  }
  if (document.errors.length > 0) return null;
  const parsed = schema.safeParse(document.toJS());
  if (parsed.success) return { file, value: parsed.data, line: (path) => locate(document, lines, path) };
  for (const issue of parsed.error.issues) {
    problems.push({
      level: 'error',
      code: 'shape',
      file,
      line: locate(document, lines, issue.path),
      values: { at: issue.path.map(String).join('.'), detail: issue.message },
    });
  }
  return null;
}

/** The YAML files of a folder, by name, in alphabetical order. */
export function yamlFilesIn(root: string, folder: string): string[] {
  return readdirSync(join(root, folder))
    .filter((name) => name.endsWith('.yaml'))
    .sort()
    .map((name) => `${folder}/${name}`);
}
