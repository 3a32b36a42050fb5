import { blockings, type Need } from '../../flows/schema.ts';
import type { Directory } from '../directory/directory.ts';
import type { Engine } from './engine.ts';
import type { Interview } from './interview.ts';
import { type Orientation, orient } from './orientation.ts';

export type Outcome = Extract<Orientation, { status: 'outcome' }>;

/** How soon a need is to be treated: what blocks the rest first (safety, roof, money, French, school), then projects. */
const rankOf = ({ blocks }: Need): number => (blocks === undefined ? blockings.length : blockings.indexOf(blocks));

/**
 * The needs of an interview whose outcome is reached with the answers given so far, the most blocking first; needs
 * that block equally stay in the order they were said. A need still waiting for an answer is left out.
 */
export function outcomesOf(engine: Engine, directory: Directory, interview: Interview, day: string): Outcome[] {
  const { answers, commune, deskPartner } = interview;
  return interview.needs
    .flatMap((need) => {
      const orientation = orient(engine, directory, { need, answers, commune, deskPartner, day });
      return orientation?.status === 'outcome' ? [orientation] : [];
    })
    .sort((a, b) => rankOf(a.compiled.need) - rankOf(b.compiled.need));
}

/** Whether one need is to be treated before another. */
export function blocksBefore(one: Outcome, other: Outcome): boolean {
  return rankOf(one.compiled.need) < rankOf(other.compiled.need);
}
