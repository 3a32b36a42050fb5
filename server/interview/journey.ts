import type { Step } from '../../flows/walk.ts';
import type { Directory } from '../directory/directory.ts';
import type { Words } from '../web/words.ts';
import { currentNeed, type Interview, outside, residence } from './interview.ts';

/** One answered (or open) stop of the line that runs beside every page. */
export interface JourneyStop {
  label: string;
  text: string;
  /** Where to change it, or null. */
  change: string | null;
  /** What another answer would have led to. */
  otherwise: readonly string[];
}

/** The line that runs beside every page, and the name of a commune on it. */
export interface Journeys {
  /** Need, answers of the path, and the commune once it is known; `otherwise` says what other answers would have led to. */
  journey(
    words: Words,
    interview: Interview,
    path: readonly Step[],
    otherwise?: (question: string) => readonly string[],
  ): JourneyStop[];
  communeText(code: string, words: Words): string;
}

/** Draws journeys over a directory. */
export function journeys(directory: Directory): Journeys {
  const communeText = (code: string, words: Words): string =>
    code === outside ? words.t('interview.commune.outside') : (directory.commune(code)?.label ?? code);

  /** The line so far: need, answers of the path before `until`, and the commune once it is known. */
  const journey = (
    words: Words,
    interview: Interview,
    path: readonly Step[],
    otherwise: (question: string) => readonly string[] = () => [],
  ): JourneyStop[] => {
    const base = `/interviews/${interview.id}`;
    const need: JourneyStop = {
      label: words.t('interview.journey.need'),
      text: words.t(`needs.${currentNeed(interview)}.title`),
      change: `${base}/need`,
      otherwise: [],
    };
    const answers = path.map(({ question, option }, index) => ({
      label: words.t(`questions.${question}.label`),
      text: words.t(`questions.${question}.options.${option}.text`),
      change: `${base}/${index + 1}`,
      otherwise: otherwise(question),
    }));
    const commune: JourneyStop[] =
      interview.commune === null
        ? []
        : [
            {
              label: words.t('interview.journey.commune'),
              text: communeText(interview.commune, words),
              change: `${base}/commune`,
              otherwise: otherwise(residence),
            },
          ];
    return [need, ...answers, ...commune];
  };

  return { journey, communeText };
}
