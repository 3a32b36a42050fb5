import type { Tree } from '../../flows/schema.ts';
import type { Commune } from '../directory/commune.ts';
import type { Directory } from '../directory/directory.ts';
import type { ReceptionEvent } from '../indicators/indicator.ts';
import { receptionEvent } from '../interview/counting.ts';
import type { Engine } from '../interview/engine.ts';
import { outside, startInterview } from '../interview/interview.ts';
import { orient } from '../interview/orientation.ts';
import { lottery, repeatable } from './chance.ts';
import type { SimulatedVisit } from './simulated-fates.ts';

/**
 * Invented proportions, for the demonstration only: how often each need comes in a hundred visits, and the months
 * (1 to 12) in which it comes twice as often. A need left out comes once.
 */
const visits: Record<string, { share: number; peak: readonly number[] }> = {
  'find-training': { share: 18, peak: [1, 9, 10] },
  'fund-training': { share: 14, peak: [1, 9, 11] },
  'job-search': { share: 12, peak: [1, 9] },
  'summer-job': { share: 11, peak: [2, 3, 4, 5, 6] },
  'cep-cpf-info': { share: 9, peak: [1, 11] },
  'choose-occupation': { share: 8, peak: [1, 2, 3] },
  apprenticeship: { share: 7, peak: [3, 4, 5, 6, 9] },
  'career-change': { share: 4, peak: [1, 9] },
  'french-language': { share: 4, peak: [9] },
  dropout: { share: 4, peak: [10, 11, 2] },
  housing: { share: 3, peak: [8, 9] },
  mobility: { share: 3, peak: [] },
  vae: { share: 3, peak: [] },
  'student-reorientation': { share: 3, peak: [11, 12, 1] },
  'job-loss': { share: 3, peak: [6, 12] },
  'basic-skills': { share: 2, peak: [] },
};
const rareShare = 1;
/** How full the doors are in each month, January first: empty in August, full when school begins. */
const fullness = [1.2, 1, 1.1, 1, 0.85, 1, 0.7, 0.4, 1.5, 1.2, 1.05, 0.65];
const languages = [...Array<string>(44).fill('fr'), 'fr-x-simple', 'fr-x-simple', 'en', 'ar', 'uk', 'pt'];
const deskNetworks = ['info-jeunes', 'mission-locale', 'france-travail', 'cio', 'cap-emploi', 'cma'];
const receptionsAYear = 16_000;
const dayLength = 86_400_000;

/**
 * The receptions of the days before `until` (YYYY-MM-DD), as many years of them as asked, day by day: the people of the
 * scenario book, each walked through the real tree, in the seasons above and in the region's towns by their size. The
 * same every time.
 */
export function* simulatedVisits(
  { tree, engine, directory }: { tree: Tree; engine: Engine; directory: Directory },
  until: string,
  years: number,
): Generator<SimulatedVisit> {
  const chance = repeatable(41_018);
  const told = new Map(
    tree.stories.map(({ need, stories }) => {
      const outcomes = stories.flatMap(({ answers, commune, on }) => {
        if (on !== undefined) return [];
        const found = orient(engine, directory, {
          need,
          answers,
          commune: commune ?? null,
          deskPartner: null,
          day: until,
        });
        return found?.status === 'outcome' ? [{ outcome: found, answers, abroad: commune === outside }] : [];
      });
      return [need, outcomes];
    }),
  );
  const needs = [...told.keys()].filter((need) => told.get(need)?.length);
  const needOf = fullness.map((_, month) =>
    lottery(needs, (need) => {
      const { share = rareShare, peak = [] } = visits[need] ?? {};
      return share * (peak.includes(month + 1) ? 2 : 1);
    }),
  );
  const town = lottery<Commune>(directory.communes, ({ population }) => population);
  const staffed = directory.partners.filter(
    ({ network, status }) => status === 'active' && deskNetworks.includes(network),
  );
  const desks = new Map(
    directory.basins.map(({ id }) => [
      id,
      staffed.filter(({ communeCode }) => directory.commune(communeCode)?.basin === id),
    ]),
  );
  const channels = lottery(['desk', 'kiosk', 'web'] as const, (one) => ({ desk: 7, kiosk: 2, web: 1 })[one]);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(chance() * list.length)] as T;
  const end = Date.parse(`${until}T00:00:00Z`);

  for (let at = end - years * 365 * dayLength; at < end; at += dayLength) {
    const date = new Date(at);
    const day = date.toISOString().slice(0, 10);
    const weekday = date.getUTCDay();
    if (weekday === 0 || weekday === 6) continue;
    const growth = 1 - (0.12 * (end - at)) / (365 * dayLength);
    const usual = (receptionsAYear / 260) * (fullness[date.getUTCMonth()] as number) * growth;
    const received = Math.round(usual * (weekday === 1 ? 1.25 : 0.94) * (0.8 + 0.4 * chance()));
    for (let visitor = 0; visitor < received; visitor += 1) {
      const commune = town(chance());
      const channel = channels(chance());
      const desk = channel === 'desk' ? (pick(desks.get(commune.basin) ?? []) ?? null) : null;
      const language = pick(languages);
      const wanted = new Set([needOf[date.getUTCMonth()]?.(chance()) as string]);
      if (chance() < 0.14) wanted.add(needOf[date.getUTCMonth()]?.(chance()) as string);
      let counted: readonly string[] = [];
      for (const need of wanted) {
        const { outcome, answers, abroad } = pick(told.get(need) ?? []);
        const asked = outcome.rule.outcome === 'go' || desk !== null;
        const home = abroad ? outside : asked ? commune.code : null;
        const start = { id: '', channel, speaksFor: 'self', deskPartner: desk?.id ?? null, commune: home } as const;
        const interview = { ...startInterview({ ...start, flowVersion: '' }, need, 0), answers, counted };
        const event = receptionEvent(interview, outcome, directory, language, day);
        const first = outcome.recommendations.find(({ role }) => role === 'first')?.resolution;
        yield {
          event,
          day,
          rule: outcome.rule.id,
          network: first?.network.id ?? null,
          partner: first?.partner?.id ?? null,
        };
        counted = [...counted, need];
      }
    }
  }
}

/** The same people, by what is counted of each of them alone. */
export function* simulatedReceptions(...asked: Parameters<typeof simulatedVisits>): Generator<ReceptionEvent> {
  for (const { event } of simulatedVisits(...asked)) yield event;
}
