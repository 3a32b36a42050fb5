/** A question of the barometer that is asked. No answer is ever kept: those are counters. */
interface OpinionQuestionRow {
  question: string;
}

export interface OpinionsTables {
  opinionQuestions: OpinionQuestionRow;
}
