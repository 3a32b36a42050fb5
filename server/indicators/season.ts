import type { Words } from '../web/words.ts';
import { type Chart, chartOf } from './chart.ts';
import type { Labels } from './labels.ts';
import { yearBefore } from './period.ts';
import type { PublishedCell } from './publication.ts';
import { hidden } from './small-count.ts';

const countOf = ({ count }: PublishedCell): number | null => (count === hidden ? null : count);

/** The weeks of a table, in order, as a picture beside the same weeks a year before, and the sentence that says it. */
export function seasonOf(
  cells: readonly PublishedCell[],
  before: readonly PublishedCell[],
  labels: Labels,
  words: Words,
): { chart: Chart | null; label: string } {
  const yearAgo = new Map(before.map((cell) => [cell.period, countOf(cell)]));
  const weeks = [...cells].sort((one, other) => (one.period < other.period ? -1 : 1));
  const chart = chartOf(
    weeks.map((cell) => ({
      label: String(Number(cell.period.slice(6))),
      count: countOf(cell),
      before: yearAgo.get(yearBefore(cell.period)),
    })),
  );
  const [first, last] = [weeks[0], weeks.at(-1)];
  if (!chart || !first || !last) return { chart: null, label: '' };
  const { peak, trough, hidden: silent } = chart;
  const sentences = [
    words.t('indicators.chart.span', { first: labels.period(first.period), last: labels.period(last.period) }),
    peak && trough
      ? words.t('indicators.chart.shape', {
          peak: peak.label,
          most: peak.count,
          trough: trough.label,
          least: trough.count,
        })
      : '',
    silent > 0 ? words.t('indicators.chart.silent', { count: silent }) : '',
  ];
  return { chart, label: sentences.filter(Boolean).join(' ') };
}
