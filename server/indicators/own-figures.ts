import { type Count, ownActs, ownSeries } from './indicator.ts';
import { type Figure, protect } from './protect.ts';
import { smallestInside } from './small-count.ts';

export { ownSeries };

/** What one desk may know of its own month; `count` is null where it is small, or would give a small one away. */
export interface OwnFigures {
  acts: readonly { id: (typeof ownActs)[number]; count: number | null }[];
  needs: readonly { id: string; count: number | null }[];
}

/**
 * The figures of one structure out of those of its basin. Its needs add up to a number it can guess (its receptions), so
 * they are protected together with their sum taken as known.
 */
export function ownFigures(partner: string, acts: readonly Count[], needs: readonly Count[]): OwnFigures {
  const own = (counts: readonly Count[]) => counts.filter(({ a }) => a === partner);
  const done = new Map(own(acts).map(({ b, count }) => [b, count]));
  const asked = own(needs);
  const actFigures: Figure[] = ownActs.map((id) => ({ count: done.get(id) ?? 0, told: 'printed' }));
  const needFigures: Figure[] = asked.map(({ count }) => ({ count, told: 'printed' }));
  const total = asked.reduce((sum, { count }) => sum + count, 0);
  const figures: Figure[] = [...actFigures, ...needFigures, { count: total, told: 'known' }];
  const parts = needFigures.map((_, place) => actFigures.length + place);
  const fates = protect({ figures, sums: [{ total: figures.length - 1, parts }], rows: [] }, smallestInside);
  const tell = (place: number) => (fates[place] === 'told' ? (figures[place] as Figure).count : null);
  return {
    acts: ownActs.map((id, place) => ({ id, count: tell(place) })),
    needs: asked.map(({ b }, place) => ({ id: b, count: tell(actFigures.length + place) })),
  };
}
