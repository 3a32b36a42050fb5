import type { DiagramWords } from '../../flows/diagram.ts';
import type { Directory } from '../directory/directory.ts';
import type { Words } from '../web/words.ts';

/**
 * The words of a language for pictures of the tree. `length`: `short` writes options as the desk does (« 16–17 »),
 * `whole` as the person reads them.
 */
export function diagramWords(
  directory: Pick<Directory, 'network'>,
  { t, has }: Pick<Words, 't' | 'has'>,
  length: 'short' | 'whole',
): DiagramWords {
  return {
    question: (id) => t(`questions.${id}.label`),
    option: (question, option) => {
      const key = `questions.${question}.options.${option}`;
      return length === 'short' && has(`${key}.short`) ? t(`${key}.short`) : t(`${key}.text`);
    },
    arrival: (rule) => {
      const [first] = rule.first;
      if (rule.answer || first === undefined) return t(`answers.${rule.answer ?? ''}.title`);
      return directory.network(first)?.name ?? first;
    },
  };
}
