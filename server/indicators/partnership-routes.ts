import type { RequestHandler, Router } from 'express';
import { dayOf } from '../calendar.ts';
import { AppError } from '../errors.ts';
import { routeTable } from '../route-table.ts';
import { guardedRouter } from '../web/guarded.ts';
import type { Words } from '../web/words.ts';
import { textOf as text } from './asked.ts';
import type { CountedBy } from './indicator.ts';
import { labelsOf } from './labels.ts';
import { exchanges, medianBands, told } from './partnership.ts';
import { type Period, readPeriod } from './period.ts';
import type { PublishedCell } from './publication.ts';
import { withinReach } from './reach.ts';
import type { IndicatorDeps } from './routes.ts';
import { hidden, smallestInside } from './small-count.ts';

/**
 * `/partnerships`: how well the networks answer each other, for coordinators. Everything it says comes out of the door of
 * publication; `bands` are the delays of first replies, in order. Networks and rules are told of the whole region, silent
 * structures of one's own groups.
 */
export function partnershipRoutes(
  { publication, directory, page, guard, scope, clock }: IndicatorDeps,
  bands: readonly string[],
): Router {
  const show: RequestHandler = async (req, res) => {
    const words = res.locals.words as Words;
    const labels = labelsOf(directory, words);
    const asked = { from: text(req.query.from), to: text(req.query.to) };
    const today = dayOf(clock());
    let period: Period = readPeriod('', '', today);
    let wrong: AppError | null = null;
    try {
      period = readPeriod(asked.from, asked.to, today);
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      wrong = error;
    }
    const cells = async (id: string): Promise<PublishedCell[]> => {
      const table = publication.tables.find((known) => known.id === id);
      if (!table) throw new Error(`no table ${id}`);
      if (wrong) return [];
      return withinReach(
        table,
        await publication.show(table, { ...period, basins: null, smallest: smallestInside }),
        scope(res),
        directory,
      );
    };
    const byName = <T extends { name: string }>(lines: T[]): T[] =>
      lines.sort((one, other) => new Intl.Collator(words.locale).compare(one.name, other.name));
    const say = (by: readonly CountedBy[], values: readonly string[]) =>
      values.map((value, at) => labels.value(by[at] as CountedBy, value));

    const issued = await cells('slips');
    const medians = medianBands(await cells('slip-delays'), bands);
    const calls = new Map(
      exchanges(issued, await cells('slip-calls')).map(({ ends, answered }) => [ends[0] as string, answered]),
    );
    const networks = exchanges(issued, await cells('slip-replies')).map(({ ends, ...rest }) => {
      const median = medians.get(ends[0] as string) ?? null;
      return {
        ...rest,
        name: labels.value('toNetwork', ends[0] as string),
        called: calls.get(ends[0] as string) ?? null,
        median: median === null ? null : labels.value('delay', median),
      };
    });
    // A slip sent is not help: what became of it is said by the structure and by the person, side by side.
    const saidIn = async (id: string) =>
      new Map(exchanges(issued, await cells(id)).map(({ ends, answered }) => [ends[0] as string, answered]));
    const says = await Promise.all(['slips-helped', 'helped-me', 'answered-me', 'nobody-replied'].map(saidIn));
    const fates = told(issued).map(({ values: [to = ''] }) => ({
      name: labels.value('toNetwork', to),
      counts: says.map((said) => said.get(to) ?? null),
    }));
    const pairs = exchanges(await cells('slips-between'), await cells('slip-replies-between')).map(
      ({ ends, ...rest }) => {
        const [name = '', to = ''] = say(['fromNetwork', 'toNetwork'], ends);
        return { ...rest, name, to };
      },
    );
    const doors = told(await cells('wrong-doors-by-reason')).map(({ values, count }) => {
      const [name = '', door = ''] = say(['rule', 'door'], values);
      return { name, door, count, need: (values[0] as string).split('/')[0] as string };
    });
    const silent = told(await cells('silent-partners')).map(({ values, count }) => ({
      name: labels.value('partner', values[0] as string),
      phone: directory.partner(values[0] as string)?.phone ?? null,
      count,
    }));
    const view = {
      asked: wrong ? asked : period,
      networks: byName(networks),
      fates: byName(fates),
      pairs: byName(pairs),
      doors: byName(doors),
      silent: byName(silent),
      hasHidden: issued.some(({ count }) => count === hidden),
      wrong: wrong && { key: wrong.key, values: wrong.values, field: wrong.field },
    };
    page.render(res, 'partnerships', view, wrong ? 422 : 200);
  };
  return guardedRouter(routeTable.partnership, { 'GET /partnerships': show }, guard);
}
