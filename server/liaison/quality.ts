import { monthOf, workingDaysBetween } from '../calendar.ts';
import { type Cell, region, sensitiveNeed, type Tally, unknown } from '../indicators/indicator.ts';
import { isReply, isStatement, type RefusalReason, type SlipAct } from './lifecycle.ts';

/** What is counted of a slip; places and rule are null when it is sensitive, and `network` tells that it is. */
export interface CountedSlip {
  issuedOn: string;
  need: string | null;
  rule: string | null;
  network: string | null;
  fromNetwork: string | null;
  toPartner: string | null;
}

/** How slips are counted: in the very transaction that writes what is counted, so that nothing is lost or doubled. */
export interface SlipCounting {
  holidays: ReadonlySet<string>;
  tally: Tally;
}

/** Bands of working days until the first reply, each from its first day on. */
export const delayBands = [
  { id: '0-2', from: 0 },
  { id: '3-5', from: 3 },
  { id: '6-10', from: 6 },
  { id: '11-20', from: 11 },
  { id: '21-plus', from: 21 },
] as const;

/** The band of a number of working days. */
export function bandOf(days: number): string {
  return (delayBands.findLast(({ from }) => days >= from) ?? delayBands[0]).id;
}

/** Reasons that say the door was the wrong one, besides a redirection: what coordinators correct the tables by. */
const wrongDoors: readonly RefusalReason[] = ['not-ours', 'out-of-area', 'not-eligible'];

const ends = ({ network, fromNetwork }: CountedSlip) =>
  network === null ? { from: sensitiveNeed, to: sensitiveNeed } : { from: fromNetwork ?? unknown, to: network };

/** Counters are of the region and the month of issue: a rate then has its whole past in one cell. */
const at = (slip: CountedSlip, series: string, a: string, b = ''): Cell => ({
  series,
  period: monthOf(slip.issuedOn),
  basin: region,
  a,
  b,
});

/** What issuing a slip adds one to. */
export function cellsOfIssue(slip: CountedSlip): Cell[] {
  const { from, to } = ends(slip);
  return [at(slip, 'slip:toNetwork', to), at(slip, 'slip:fromNetwork+toNetwork', from, to)];
}

/** True for what is counted when it happens. */
export function isCounted(act: SlipAct): boolean {
  return isReply(act) || isStatement(act.type) || act.type === 'no-reply' || act.type === 'called-together';
}

/** What an act on a day adds one to, given whether the structure had answered before. */
export function cellsOfAct(
  slip: CountedSlip,
  act: SlipAct,
  answeredBefore: boolean,
  day: string,
  holidays: ReadonlySet<string>,
): Cell[] {
  const { from, to } = ends(slip);
  const cells: Cell[] = [];
  if (isReply(act) && !answeredBefore) {
    const band = bandOf(workingDaysBetween(slip.issuedOn, day, holidays));
    cells.push(
      at(slip, 'slip-reply:toNetwork', to),
      at(slip, 'slip-reply:toNetwork+delay', to, band),
      at(slip, 'slip-reply:fromNetwork+toNetwork', from, to),
    );
  }
  if (act.type === 'called-together') {
    cells.push(at(slip, 'slip-call:toNetwork', to), at(slip, 'slip-call:fromNetwork+toNetwork', from, to));
  }
  // Help is said by two who may not agree: each is counted for itself, and neither for a slip sent.
  if (act.type === 'helped') cells.push(at(slip, 'slip-helped:toNetwork', to));
  if (isStatement(act.type)) cells.push(at(slip, `${act.type}:toNetwork`, to));
  const door = act.type === 'redirected' ? act.type : act.type === 'refused' ? act.reason : null;
  if (door !== null && slip.need !== null && (door === 'redirected' || wrongDoors.includes(door))) {
    const rule = `${slip.need}/${slip.rule ?? unknown}`;
    cells.push(at(slip, 'wrong-door:rule', rule), at(slip, 'wrong-door:rule+door', rule, door));
  }
  if (act.type === 'no-reply') {
    cells.push(at(slip, 'silence:toNetwork', to));
    if (slip.toPartner !== null) cells.push(at(slip, 'silence:partner', slip.toPartner));
  }
  return cells;
}
