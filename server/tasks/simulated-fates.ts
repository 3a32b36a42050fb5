import { addDays, addWorkingDays } from '../calendar.ts';
import { type Cell, opinionCells, type ReceptionEvent } from '../indicators/indicator.ts';
import type { RefusalReason, SlipAct } from '../liaison/lifecycle.ts';
import { type CountedSlip, cellsOfAct, cellsOfIssue } from '../liaison/quality.ts';
import type { Opinion } from '../opinion/opinion.ts';
import { lottery, repeatable } from './chance.ts';

/** Somebody received, with what a slip would say of the door they were sent to. */
export interface SimulatedVisit {
  event: ReceptionEvent;
  day: string;
  rule: string;
  /** The first network and its partner, where there are any. */
  network: string | null;
  partner: string | null;
}

/** Invented proportions, for the demonstration only. */
const slipShare = 0.55;
const opinionShare = 0.3;
const silenceDays = 30;
const delays = lottery([0, 1, 2, 3, 4, 6, 8, 12, 18, 25], (days) => 30 / (days + 2));
const scores = lottery(['4', '3', '2', '1'], (score) => ({ 4: 52, 3: 31, 2: 11, 1: 6 })[score] ?? 0);
const wrong = lottery<RefusalReason>(['not-ours', 'out-of-area', 'not-eligible'], (reason) =>
  reason === 'not-ours' ? 3 : 1,
);

/** How surely a network answers, from 0.35 to 0.9: some do not play along. */
function faith(network: string): number {
  let mixed = 7;
  for (const letter of network) mixed = (mixed * 31 + letter.charCodeAt(0)) % 997;
  return 0.35 + (0.55 * mixed) / 997;
}

/** What becomes of the slips of simulated people until a day, and what they say of it: as cells, nothing else. */
export function simulatedFates(until: string, holidays: ReadonlySet<string>): (visit: SimulatedVisit) => Cell[] {
  const chance = repeatable(36_044);
  const slipCells = ({ event, day, rule, network, partner }: SimulatedVisit): Cell[] => {
    const quiet = event.sensitive;
    const slip: CountedSlip = {
      issuedOn: day,
      need: quiet ? null : event.need,
      rule: quiet ? null : rule,
      network: quiet ? null : network,
      fromNetwork: event.deskType,
      toPartner: quiet ? null : partner,
    };
    const issued = cellsOfIssue(slip);
    const act = (told: SlipAct, on: string) => [...issued, ...cellsOfAct(slip, told, false, on, holidays)];
    const answers = chance() < faith(network ?? '');
    const answeredOn = addWorkingDays(day, delays(chance()), holidays);
    const isWrong = chance() < 0.07;
    const reason = wrong(chance());
    if (answers && answeredOn < until)
      return act(isWrong ? { type: 'refused', reason } : { type: 'helped' }, answeredOn);
    const silentOn = addDays(day, silenceDays);
    return !answers && silentOn < until ? act({ type: 'no-reply' }, silentOn) : issued;
  };
  const opinionsOf = (): Opinion[] => [
    { question: 'first-visit', answer: chance() < 0.62 ? 'yes' : 'no' },
    { question: 'been-elsewhere', answer: chance() < 0.35 ? 'yes' : 'no' },
    { question: 'knows-next', answer: scores(chance()) },
    { question: 'satisfaction', answer: scores(chance()) },
  ];
  return (visit) => {
    const { event } = visit;
    const isSent = event.outcome === 'go' && visit.network !== null && event.channel !== 'web';
    const slips = isSent && chance() < slipShare ? slipCells(visit) : [];
    const opinions = event.firstOfInterview && chance() < opinionShare ? opinionCells(event, opinionsOf()) : [];
    return [...slips, ...opinions];
  };
}
