import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { z } from 'zod';
import type { Problem } from '../../flows/problem.ts';
import {
  documentsFileSchema,
  factsFileSchema,
  linksFileSchema,
  needSchema,
  questionsFileSchema,
  sourcesFileSchema,
  storiesFileSchema,
  type Tree,
  themesFileSchema,
} from '../../flows/schema.ts';
import { type Pictograms, readPictograms } from './pictograms.ts';
import { type ContentFile, readYaml, yamlFilesIn } from './read.ts';
import { readVocabularies, type VocabularyFile } from './vocabulary.ts';

/** The tree with the place of every part of it, for sentences that name a file and a line. */
export interface Content {
  tree: Tree;
  /** Drawings beside needs and answers in simple French. */
  pictograms: Pictograms;
  /** The words people come with, one file a language. */
  vocabularies: readonly VocabularyFile[];
  /** Short hash of every file of flows/: two interviews with the same version saw the same tree and the same words. */
  version: string;
  line(file: string, path: readonly PropertyKey[]): number;
}

/** Everything under flows/ that an interview meets, in a stable order: tables, lists and words. */
function dataFiles(root: string): string[] {
  return readdirSync(join(root, 'flows'), { recursive: true, encoding: 'utf8' })
    .filter(
      (name) =>
        (name.endsWith('.yaml') || name.endsWith('.json')) && !/^(scenarios|vocabulary|translations)\//.test(name),
    )
    .map((name) => `flows/${name}`)
    .sort();
}

function versionOf(root: string): string {
  const hash = createHash('sha256');
  for (const file of dataFiles(root))
    hash
      .update(file)
      .update('\0')
      .update(readFileSync(join(root, file)))
      .update('\0');
  return hash.digest('hex').slice(0, 12);
}

/**
 * Reads the tree from the flows/ folder under `root`. Promises every problem of shape at once, each with file and line;
 * `content` is null as soon as there is one.
 */
export function readContent(root: string): { content: Content | null; problems: Problem[] } {
  const problems: Problem[] = [];
  const files = new Map<string, ContentFile<unknown>>();
  const read = <S extends z.ZodType>(file: string, schema: S): z.output<S> | null => {
    const found = readYaml(root, file, schema, problems);
    if (found) files.set(file, found);
    return found?.value ?? null;
  };
  const questions = read('flows/questions.yaml', questionsFileSchema);
  const themes = read('flows/themes.yaml', themesFileSchema);
  const facts = read('flows/facts.yaml', factsFileSchema);
  const documents = read('flows/documents.yaml', documentsFileSchema);
  const links = read('flows/links.yaml', linksFileSchema);
  const sources = read('flows/sources.yaml', sourcesFileSchema);
  const needs = yamlFilesIn(root, 'flows/needs').map((file) => {
    const need = read(file, needSchema);
    if (need && `flows/needs/${need.need}.yaml` !== file) {
      problems.push({ level: 'error', code: 'need-file-name', file, line: 1, values: { need: need.need } });
    }
    return need;
  });
  const stories = yamlFilesIn(root, 'flows/scenarios').map((file) => read(file, storiesFileSchema));
  const vocabularies = readVocabularies(root, problems);
  const pictograms = readPictograms(root, problems);
  const complete =
    questions && themes && facts && documents && links && sources && !needs.includes(null) && !stories.includes(null);
  if (!complete || problems.length > 0) return { content: null, problems };
  const tree: Tree = {
    ...questions,
    ...themes,
    ...facts,
    ...documents,
    ...links,
    ...sources,
    needs: needs.filter((need) => need !== null),
    stories: stories.filter((file) => file !== null),
  };
  const content: Content = {
    tree,
    pictograms,
    vocabularies,
    version: versionOf(root),
    line: (file, path) => files.get(file)?.line(path) ?? 1,
  };
  return { content, problems };
}
