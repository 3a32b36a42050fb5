import type { Request, Response, Router } from 'express';
import { dayOf, monthOf } from '../calendar.ts';
import type { Directory } from '../directory/directory.ts';
import { AppError } from '../errors.ts';
import { routeTable } from '../route-table.ts';
import { sayDay } from '../web/format.ts';
import { type Guard, guardedRouter } from '../web/guarded.ts';
import type { Page } from '../web/page.ts';
import type { Words } from '../web/words.ts';
import { type Asked, areasOf, askedIn, periodOf, textOf } from './asked.ts';
import { LeakError } from './audit.ts';
import type { IndicatorTable } from './catalogue.ts';
import { type CatalogueView, catalogueParts, nearestTable } from './catalogue-view.ts';
import type { Editions } from './editions.ts';
import { csvFormats } from './files.ts';
import { indicatorView } from './indicator-view.ts';
import { labelsOf } from './labels.ts';
import { monthsOf, type Period, quartersOf, readPeriod } from './period.ts';
import type { Publication } from './publication.ts';
import type { Publishing } from './publishing.ts';
import { withinReach } from './reach.ts';
import { allOf, aYearBefore, createReading, type Wanted } from './reading.ts';
import { sendFile, sendSchema, type Twin, twins } from './sending.ts';
import { smallestInside, smallestOutside } from './small-count.ts';

/** What the pages of figures stand on. */
export interface IndicatorDeps {
  publication: Publication;
  editions: Editions;
  publishing: Publishing;
  directory: Directory;
  page: Page;
  guard: Guard;
  /** The basins whose figures the person of a request reads, or null for all of them. */
  scope(res: Response): readonly string[] | null;
  clock: () => Date;
}

const wordsOf = (res: Response) => res.locals.words as Words;

/** `/indicators`, its tables and their twins, and the publication of quarters: the same cells, through the same doors. */
export function indicatorRoutes(deps: IndicatorDeps): Router {
  const { publication, editions, publishing, directory, page, guard, scope, clock } = deps;
  const { tables } = publication;
  const read = createReading(publication, editions);
  /** What of a table a request may read: structures are told of to their own groups alone, published or not. */
  async function* reading(res: Response, table: IndicatorTable, wanted: Wanted) {
    for await (const cells of read(table, wanted)) yield withinReach(table, cells, scope(res), directory);
  }
  const today = () => dayOf(clock());

  const showCatalogue = async (
    res: Response,
    { missing = null, refused = null }: Partial<Pick<CatalogueView, 'refused'>> & { missing?: string | null },
    status = 200,
  ) => {
    const words = wordsOf(res);
    const labels = labelsOf(directory, words);
    const published = (await editions.list()).map(({ quarter, publishedOn }) => ({
      quarter,
      day: sayDay(publishedOn, words),
    }));
    const waiting = (await publishing.waiting()).map((quarter) => ({ quarter, day: null }));
    const quarters = [...published, ...waiting].sort((one, other) => (one.quarter < other.quarter ? 1 : -1));
    const view: CatalogueView = {
      parts: catalogueParts(tables, words),
      missing: missing === null ? null : { asked: missing, nearest: nearestTable(missing, tables, words) },
      quarters: quarters.map(({ quarter, day }) => ({ quarter, day, name: labels.period(quarter) })),
      refused,
    };
    page.render(res, 'indicators', view, status);
  };

  const showTable = async (req: Request, res: Response, table: IndicatorTable) => {
    const asked = askedIn(req);
    let period: Period = readPeriod('', '', today());
    let areas: readonly string[] | null = null;
    let wrong: AppError | null = null;
    try {
      areas = areasOf(asked, table, directory, scope(res));
      period = periodOf(asked, table, today());
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== 'invalid') throw error;
      wrong = error;
    }
    const cellsOf = (some: Period) =>
      wrong ? [] : allOf(reading(res, table, { ...some, version: asked.version, smallest: smallestInside, areas }));
    const cells = await cellsOf(period);
    const before = asked.compared ? await cellsOf(aYearBefore(period)) : [];
    const published = new Set((await editions.list()).map(({ quarter }) => quarter));
    const periods =
      asked.version === 'public' ? quartersOf(period).filter((quarter) => published.has(quarter)) : monthsOf(period);
    const isKnown = (at: string) => asked.version === 'screen' || published.has(at);
    const shown: Asked = wrong ? asked : { ...asked, ...period };
    const context = { directory, words: wordsOf(res), running: monthOf(today()), wrong, mine: scope(res) };
    page.render(
      res,
      'indicator',
      indicatorView(table, { cells, before, periods, isKnown }, shown, context),
      wrong ? 422 : 200,
    );
  };

  const sendTwin = async (req: Request, res: Response, table: IndicatorTable, twin: Twin) => {
    const asked = askedIn(req);
    const format = csvFormats.find((known) => known === (textOf(req.query.format) || 'fr'));
    if (!format) throw new AppError('invalid', 'unknown-format', {}, 'format');
    const areas = areasOf(asked, table, directory, scope(res));
    const period = periodOf(asked, table, today());
    const words = wordsOf(res);
    const { version } = asked;
    const area = asked.basin ? labelsOf(directory, words).area(asked.basin) : words.t('indicators.everywhere');
    const parts = reading(res, table, { ...period, version, smallest: smallestOutside, areas });
    await sendFile(res, twin, { table, version, period, area }, parts, {
      tables,
      directory,
      words,
      asked: { ...period, basin: asked.basin || null },
      format,
    });
  };

  return guardedRouter(
    routeTable.indicators,
    {
      'GET /indicators': (_req, res) => showCatalogue(res, {}),
      'POST /indicators/editions': async (req, res) => {
        try {
          await publishing.publish(textOf(req.body?.quarter));
        } catch (error) {
          if (!(error instanceof LeakError)) throw error;
          const words = wordsOf(res);
          await showCatalogue(res, { refused: sayLeak(error, tables, directory, words) }, 409);
          return;
        }
        res.redirect(303, '/indicators#published');
      },
      'GET /indicators/:name': async (req, res) => {
        const name = req.params.name as string;
        const [, id = '', twin = ''] =
          /^([a-z0-9-]+?)(?:\.(csv|json|xlsx|ods|parquet|schema\.json))?$/.exec(name) ?? [];
        const table = tables.find((known) => known.id === id);
        if (!table) {
          if (twin !== 'json') return showCatalogue(res, { missing: name.slice(0, 60) }, 404);
          const nearest = nearestTable(id, tables, wordsOf(res)).id;
          res.status(404).set('Cache-Control', 'no-store');
          res.json({ table: id, nearest, tables: tables.map((known) => known.id) });
          return;
        }
        if (twin === 'schema.json') return sendSchema(res, table, askedIn(req).version, wordsOf(res));
        const file = twins.find((known) => known === twin);
        return file ? sendTwin(req, res, table, file) : showTable(req, res, table);
      },
    },
    guard,
  );
}

/** Which cell kept a quarter from being published, in one sentence without any count. */
function sayLeak(
  { leak, cell }: LeakError,
  tables: readonly IndicatorTable[],
  directory: Directory,
  words: Words,
): string {
  const labels = labelsOf(directory, words);
  const table = tables.find(({ series }) => series === cell.series);
  const values = [cell.a, cell.b]
    .slice(0, table?.dimensions.length)
    .map((id, at) => labels.value(table?.dimensions[at] ?? 'need', id));
  const place = [labels.period(cell.period), labels.area(cell.basin), ...values].join(', ');
  return words.t(`indicators.leaks.${leak}`, { table: table ? labels.title(table) : cell.series, place });
}
