import { createHash } from 'node:crypto';
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

const parsedByBuild = new Map<string, Record<string, unknown>>();

/**
 * What the build read in the very same text (`dist/texts.json`, by hash); undefined when it never saw it, or when there
 * was no build. A file that was changed since is another text.
 */
function fromBuild(root: string, text: string): unknown {
  const file = join(root, 'dist/texts.json');
  const texts = parsedByBuild.get(file) ?? (existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {});
  parsedByBuild.set(file, texts);
  return texts[createHash('sha256').update(text).digest('base64url')];
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
  const text = readFileSync(join(root, file), 'utf8');
  const known = fromBuild(root, text);
  let made: { document: Document; lines: LineCounter } | undefined;
  // Lines are asked for when something is wrong: until then a text that is known is not parsed.
  const parsed = () => {
    if (made) return made;
    const lines = new LineCounter();
    made = { document: parseDocument(text, { lineCounter: lines }), lines };
    return made;
  };
  const line = (path: readonly PropertyKey[]) => locate(parsed().document, parsed().lines, path);
  const errors = known === undefined ? parsed().document.errors : [];
  for (const error of errors) {
    problems.push({
      level: 'error',
      code: 'yaml',
      file,
      line: error.linePos?.[0].line ?? 1,
      values: { detail: error.message.split('\n')[0] ?? '' },
    });
  }
  if (errors.length > 0) return null;
  const result = schema.safeParse(known ?? parsed().document.toJS());
  if (result.success) return { file, value: result.data, line };
  for (const issue of result.error.issues) {
    problems.push({
      level: 'error',
      code: 'shape',
      file,
      line: line(issue.path),
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
