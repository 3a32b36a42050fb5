/** One week of the season: its count, null where it is not told, undefined where nobody was counted. */
export interface ChartWeek {
  label: string;
  count: number | null | undefined;
  /** The same week a year before. */
  before?: number | null | undefined;
}

/** A bar in the units of the picture. */
interface Bar {
  x: number;
  y: number;
  height: number;
  /** `hidden`: hatched, always of one height, whatever the count. */
  kind: 'count' | 'hidden' | 'none';
  /** Above the bar; empty where there is no room for figures. */
  text: string;
  /** Below the axis; empty for most weeks where there are many. */
  label: string;
  /** Height of the line that stands for the year before, or null. */
  before: number | null;
}

export interface Chart {
  width: number;
  barWidth: number;
  bars: readonly Bar[];
  /** The weeks of the greatest and the least count told, for the sentence that says the picture; null without any. */
  peak: { label: string; count: number } | null;
  trough: { label: string; count: number } | null;
  /** How many weeks are hatched. */
  hidden: number;
}

const left = 36;
const wide = 680;
const floor = 180;
const tallest = 150;
const hiddenHeight = 26;
const roomForFigures = 26;
const roomForLabel = 30;

/** Lays out the weeks of a season. What is hidden has one height, so that a picture tells no more than the table. */
export function chartOf(weeks: readonly ChartWeek[]): Chart | null {
  const told = weeks.flatMap(({ label, count }) => (typeof count === 'number' ? [{ label, count }] : []));
  if (weeks.length < 2 || weeks.every(({ count }) => count === undefined)) return null;
  const highest = Math.max(1, ...weeks.flatMap(({ count, before }) => [count ?? 0, before ?? 0]));
  const step = Math.max(9, Math.min(52, Math.floor(wide / weeks.length)));
  const barWidth = Math.round(step * 0.66);
  const each = Math.ceil(roomForLabel / step);
  const scale = (count: number) => Math.round((count / highest) * tallest * 10) / 10;
  return {
    width: left + weeks.length * step + 6,
    barWidth,
    bars: weeks.map(({ label, count, before }, at) => {
      const height = count === null ? hiddenHeight : scale(count ?? 0);
      const figure = count === null ? 's' : String(count ?? '');
      return {
        x: left + at * step + Math.round((step - barWidth) / 2),
        y: floor - height,
        height,
        kind: count === null ? 'hidden' : count === undefined ? 'none' : 'count',
        text: step >= roomForFigures || count === null ? figure : '',
        label: at % each === 0 ? label : '',
        before: typeof before === 'number' ? floor - scale(before) : null,
      };
    }),
    peak: told.reduce<Chart['peak']>((best, one) => (best === null || one.count > best.count ? one : best), null),
    trough: told.reduce<Chart['trough']>((best, one) => (best === null || one.count < best.count ? one : best), null),
    hidden: weeks.filter(({ count }) => count === null).length,
  };
}
