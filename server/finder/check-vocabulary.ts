import type { Problem } from '../../flows/problem.ts';
import type { VocabularyFile } from '../content/vocabulary.ts';
import { createLexicon } from './lexicon.ts';

/** What a vocabulary may point to. */
export interface Pointed {
  needs: ReadonlySet<string>;
  networks: ReadonlySet<string>;
  help: ReadonlySet<string>;
}

/** Every id that does not exist and every saying of which nothing is left to search by, each with file and line. */
export function checkVocabularies(files: readonly VocabularyFile[], pointed: Pointed): Problem[] {
  const lexicon = createLexicon(
    files.map(({ value }) => value),
    [],
  );
  return files.flatMap(({ file, value, line }) => {
    const at = (level: Problem['level'], code: string, path: PropertyKey[], values: Problem['values']): Problem => ({
      level,
      code,
      file,
      line: line(path),
      values,
    });
    const unknown = (ids: readonly string[], known: ReadonlySet<string>, kind: string, path: PropertyKey[]) =>
      ids.flatMap((id, place) => (known.has(id) ? [] : [at('error', 'unknown-id', [...path, place], { id, kind })]));
    const empty = (sayings: readonly string[], path: PropertyKey[]) =>
      sayings.flatMap((saying, place) =>
        lexicon.read(saying).telling.length > 0 ? [] : [at('error', 'saying-empty', [...path, place], { saying })],
      );
    return [
      ...value.distress.flatMap(({ help }, place) => unknown(help, pointed.help, 'help', ['distress', place, 'help'])),
      ...Object.entries(value.needs).flatMap(([need, { networks, words, phrases }]) => [
        ...(pointed.needs.has(need) ? [] : [at('error', 'unknown-id', ['needs', need], { id: need, kind: 'need' })]),
        ...unknown(networks, pointed.networks, 'network', ['needs', need, 'networks']),
        ...Object.entries(words).flatMap(([weight, list]) => empty(list, ['needs', need, 'words', weight])),
        ...empty(phrases, ['needs', need, 'phrases']),
      ]),
    ];
  });
}
