import type { Problem } from '../../flows/problem.ts';
import { type Vocabulary, vocabularySchema } from '../../flows/schema.ts';
import { type ContentFile, readYaml, yamlFilesIn } from './read.ts';

/** A vocabulary with its file, for sentences that name a line. */
export type VocabularyFile = ContentFile<Vocabulary>;

/** Reads flows/vocabulary/*.yaml; what does not fit its shape is added to the problems, and its file left out. */
export function readVocabularies(root: string, problems: Problem[]): VocabularyFile[] {
  return yamlFilesIn(root, 'flows/vocabulary')
    .map((file) => readYaml(root, file, vocabularySchema, problems))
    .filter((file) => file !== null);
}
