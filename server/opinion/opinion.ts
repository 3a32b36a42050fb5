import { AppError } from '../errors.ts';

/** The barometer: what a visitor may say after an outcome, each question with its closed answers. */
export const opinionQuestions = {
  'first-visit': ['yes', 'no'],
  'been-elsewhere': ['yes', 'no'],
  'knows-next': ['1', '2', '3', '4'],
  satisfaction: ['1', '2', '3', '4'],
} as const;

export type OpinionQuestion = keyof typeof opinionQuestions;

/** The questions of the barometer, in the order they are asked. */
export const opinionIds = Object.keys(opinionQuestions) as OpinionQuestion[];

/** True for the id of a question of the barometer. */
export function isOpinionQuestion(id: unknown): id is OpinionQuestion {
  return typeof id === 'string' && id in opinionQuestions;
}

/** One answer of the barometer. */
export interface Opinion {
  question: OpinionQuestion;
  answer: string;
}

/**
 * Reads a form: the answers given to the questions that are asked, none of which is owed. Throws `invalid` on an answer
 * that no question offers.
 */
export function readOpinions(body: Record<string, unknown> | undefined, asked: readonly OpinionQuestion[]): Opinion[] {
  return asked.flatMap((question) => {
    const answer = body?.[question];
    if (answer === undefined || answer === '') return [];
    const offered: readonly string[] = opinionQuestions[question];
    if (typeof answer !== 'string' || !offered.includes(answer)) {
      throw new AppError('invalid', 'unknown-option', {}, question);
    }
    return [{ question, answer }];
  });
}
