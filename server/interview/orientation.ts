import type { Compiled } from '../../flows/compile.ts';
import { type Change, changes, why } from '../../flows/explain.ts';
import type { Answers, Rule } from '../../flows/schema.ts';
import type { Step, Walk } from '../../flows/walk.ts';
import type { Directory } from '../directory/directory.ts';
import type { Place, Resolution } from '../directory/partner.ts';
import type { Engine } from './engine.ts';
import { outside, position, profile } from './interview.ts';

/** One place to go: the network the rule names, and who receives people for it near this person. */
export interface Recommendation {
  role: 'first' | 'also';
  resolution: Resolution;
}

/** What is asked about one person's need. */
export interface OrientationRequest {
  need: string;
  answers: Answers;
  /** INSEE code, `outside`, or null when it is not known. */
  commune: string | null;
  deskPartner: string | null;
  day: string;
}

/** What comes back, to the pages and to the API alike: the next question, or the outcome with its reasons. */
export type Orientation =
  | {
      status: 'question';
      compiled: Compiled;
      walked: Walk;
      question: string;
      options: readonly string[];
      path: readonly Step[];
    }
  | { status: 'commune'; compiled: Compiled; walked: Walk; path: readonly Step[] }
  | {
      status: 'outcome';
      compiled: Compiled;
      walked: Walk;
      path: readonly Step[];
      rule: Rule;
      recommendations: readonly Recommendation[];
      /** The questions whose answers made the result. */
      why: readonly string[];
      changes: readonly Change[];
    };

/** Where the person is, for the directory. Unknown INSEE codes are refused before this. */
export function placeOf(directory: Directory, commune: string | null): Place {
  if (commune === outside) return { kind: 'outside' };
  const found = commune === null ? undefined : directory.commune(commune);
  return found ? { kind: 'commune', commune: found } : { kind: 'unknown' };
}

/**
 * Follows the answers through the need and, at the end, finds for each network of the rule who receives people near
 * the person. Null when the need does not exist. Pure but for the memories of its parts.
 */
export function orient(engine: Engine, directory: Directory, request: OrientationRequest): Orientation | null {
  const compiled = engine.need(request.need, request.day);
  if (!compiled) return null;
  const { commune } = request;
  const at = position(compiled, request.answers, commune);
  const shared = { compiled, walked: at.walked, path: at.path };
  if (at.kind === 'question') return { ...shared, status: 'question', question: at.question, options: at.options };
  if (at.kind === 'commune') return { ...shared, status: 'commune' };
  const { rule } = at;
  const place = placeOf(directory, commune);
  const recommend = (role: 'first' | 'also') => (network: string) => ({
    role,
    resolution: directory.resolve(network, place, request.deskPartner),
  });
  return {
    ...shared,
    status: 'outcome',
    rule,
    recommendations: [...rule.first.map(recommend('first')), ...rule.also.map(recommend('also'))],
    why: why(compiled, at.walked),
    changes: changes(
      compiled,
      profile(Object.fromEntries(at.path.map(({ question, option }) => [question, option])), commune),
    ),
  };
}
