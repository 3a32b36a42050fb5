import type { Directory } from '../directory/directory.ts';
import type { Words } from '../web/words.ts';
import type { IndicatorTable } from './catalogue.ts';
import { type CountedBy, sensitiveNeed } from './indicator.ts';
import { hidden } from './small-count.ts';

/** How the ids of cells are said to people. */
export interface Labels {
  /** A basin, a group, or one of the places that are neither. */
  area(id: string): string;
  value(dimension: CountedBy, id: string): string;
  /** A month « octobre 2026 », a quarter « 3e trimestre 2026 » or a week « 2026, semaine 41 ». */
  period(id: string): string;
  title(table: IndicatorTable): string;
  /** An id by the column of a file it stands in. */
  code(column: string, id: string): string;
}

/** Labels in the words of a request. What has no words yet is shown by its id, never left blank. */
export function labelsOf(directory: Directory, words: Words): Labels {
  const areas = new Map([...directory.groups, ...directory.basins].map(({ id, name }) => [id, name]));
  const say = (key: string): string | null => (words.has(key) ? words.t(key) : null);
  const month = new Intl.DateTimeFormat(words.locale, { month: 'long', year: 'numeric', timeZone: 'UTC' });
  const network = (id: string) =>
    id === sensitiveNeed ? say('indicators.values.need.sensitive') : (directory.network(id)?.name ?? null);
  const known: Partial<Record<CountedBy, (id: string) => string | null>> = {
    need: (id) => say(`needs.${id}.title`),
    network: (id) => directory.network(id)?.name ?? null,
    deskType: (id) => directory.network(id)?.name ?? null,
    fromNetwork: network,
    toNetwork: network,
    partner: (id) => directory.partner(id)?.name ?? null,
    rule: (id) => {
      const [need = '', rule = ''] = id.split('/');
      const title = say(`needs.${need}.title`);
      return title && words.t('indicators.rule', { need: title, rule });
    },
    age: (id) => say(`questions.age.options.${id}.text`),
    status: (id) => say(`questions.status.options.${id}.text`),
    language: (id) => say(`language.names.${id}`),
  };
  const labels: Labels = {
    area: (id) => areas.get(id) ?? say(`indicators.basins.${id}`) ?? id,
    value: (dimension, id) =>
      id === hidden
        ? words.t('indicators.withheld')
        : (say(`indicators.values.${dimension}.${id}`) ?? known[dimension]?.(id) ?? id),
    period(id) {
      const [ofYear, quarter] = id.split('-Q');
      if (quarter !== undefined) return words.t(`indicators.quarter.${quarter}`, { year: ofYear as string });
      const [year, week] = id.split('-W');
      if (week !== undefined) return words.t('indicators.week', { week: Number(week), year: year as string });
      return month.format(new Date(`${id}-01T00:00:00Z`));
    },
    title: ({ id }) => words.t(`indicators.tables.${id}.title`),
    code(column, id) {
      if (['month', 'quarter', 'week'].includes(column)) return labels.period(id);
      return ['basin', 'group'].includes(column) ? labels.area(id) : labels.value(column as CountedBy, id);
    },
  };
  return labels;
}
