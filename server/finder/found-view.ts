import type { EmergencyNumber } from '../directory/emergency.ts';
import type { NeedChoice, NeedView } from '../interview/need-choices.ts';
import type { Found } from './finder.ts';

/** What a start page shows of a search: the numbers first when it cannot wait, then the needs to choose from. */
export interface FoundView {
  /** What was typed, to be corrected; never given back on a kiosk, where the next person would read it. */
  q: string;
  hits: readonly NeedChoice[];
  help: readonly { id: string; number: string }[];
}

/** The numbers meant, in the order of data/emergency.yaml: what is for this moment first. */
export function helpNumbers(found: Found, numbers: readonly EmergencyNumber[]): { id: string; number: string }[] {
  return numbers.filter(({ id }) => found.help.includes(id)).map(({ id, number }) => ({ id, number }));
}

/** What was found, as a start page or the desk shows it. */
export function foundView(
  found: Found,
  start: Pick<NeedView, 'themes' | 'channel'>,
  numbers: readonly EmergencyNumber[],
  q: string,
): FoundView {
  const choices = new Map(start.themes.flatMap(({ needs }) => needs.map((need) => [need.id, need] as const)));
  return {
    q: start.channel === 'kiosk' ? '' : q,
    hits: found.needs.flatMap((id) => choices.get(id) ?? []),
    help: helpNumbers(found, numbers),
  };
}
