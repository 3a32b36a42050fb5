import express, { type Request, type RequestHandler, type Response, type Router } from 'express';
import { dayOf, monthOf } from '../calendar.ts';
import type { Directory } from '../directory/directory.ts';
import { AppError } from '../errors.ts';
import type { Page } from '../web/page.ts';
import type { Words } from '../web/words.ts';
import type { IndicatorTable } from './catalogue.ts';
import { csvFormats, csvOf, jsonOf } from './files.ts';
import { outside, region, slipDimensions, unknown } from './indicator.ts';
import { type Asked, catalogueEntry, indicatorView } from './indicator-view.ts';
import { monthsOf, type Period, readPeriod } from './period.ts';
import type { Publication, PublicationFilter } from './publication.ts';
import { withinReach } from './reach.ts';

/** What the pages of figures stand on. */
export interface IndicatorDeps {
  publication: Publication;
  directory: Directory;
  page: Page;
  /** Lets those through who look after a group, and nobody else. */
  allow: RequestHandler;
  /** The basins whose figures the person of a request reads, or null for all of them. */
  scope(res: Response): readonly string[] | null;
  clock: () => Date;
}

const text = (value: unknown): string => (typeof value === 'string' ? value.trim().slice(0, 60) : '');

const askedIn = ({ query }: Request): Asked => ({
  from: text(query.from),
  to: text(query.to),
  basin: text(query.basin),
});

/** `/indicators` and `/indicators/:table` with its `.csv` and `.json` twins: the same cells, through the same door. */
export function indicatorRoutes({ publication, directory, page, allow, scope, clock }: IndicatorDeps): Router {
  const router = express.Router();
  router.use('/indicators', allow);

  const today = () => dayOf(clock());
  /**
   * The basins of an area: one basin, those of a group, or null for all of them. What the person does not look after is
   * as unknown as what does not exist, but with 404.
   */
  const basinsOf = (area: string, table: IndicatorTable, mine: readonly string[] | null): readonly string[] | null => {
    if (table.period === 'week') return null;
    // Slips are counted in the region as a whole, whoever reads them.
    const ofSlips = (slipDimensions as readonly string[]).includes(table.dimensions[0] ?? '');
    if (area === '') return ofSlips ? null : mine;
    const found = areaOf(area);
    if (mine && !found.every((basin) => mine.includes(basin))) throw new AppError('not-found', 'not-found');
    return found;
  };
  const areaOf = (area: string): readonly string[] => {
    const ofGroup = directory.basins.filter(({ group }) => group === area).map(({ id }) => id);
    if (ofGroup.length > 0) return ofGroup;
    const ids = [...directory.basins.map(({ id }) => id), outside, unknown, region];
    if (!ids.includes(area)) throw new AppError('invalid', 'unknown-basin', {}, 'basin');
    return [area];
  };

  const showCatalogue = (res: Response, missing: string | null, status = 200) => {
    const words = res.locals.words as Words;
    const tables = publication.tables.map((table) => catalogueEntry(table, words));
    page.render(res, 'indicators', { tables, missing }, status);
  };

  /** The cells of a table that the person of a request reads. */
  const cellsOf = async (res: Response, table: IndicatorTable, filter: PublicationFilter) =>
    withinReach(table, await publication.show(table, filter), scope(res), directory);

  const showTable = async (req: Request, res: Response, table: IndicatorTable) => {
    const asked = askedIn(req);
    let period: Period = readPeriod('', '', today());
    let basins: readonly string[] | null = null;
    let wrong: AppError | null = null;
    try {
      basins = basinsOf(asked.basin, table, scope(res));
      period = readPeriod(asked.from, asked.to, today());
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== 'invalid') throw error;
      wrong = error;
    }
    const cells = wrong ? [] : await cellsOf(res, table, { ...period, basins });
    const shown = wrong ? asked : { ...asked, ...period };
    const context = { directory, words: res.locals.words as Words, running: monthOf(today()), wrong, mine: scope(res) };
    page.render(res, 'indicator', indicatorView(table, cells, monthsOf(period), shown, context), wrong ? 422 : 200);
  };

  const sendFile = async (req: Request, res: Response, table: IndicatorTable, twin: string) => {
    const asked = askedIn(req);
    const format = csvFormats.find((known) => known === (text(req.query.format) || 'fr'));
    if (!format) throw new AppError('invalid', 'unknown-format', {}, 'format');
    const basins = basinsOf(asked.basin, table, scope(res));
    const period = readPeriod(asked.from, asked.to, today());
    const cells = await cellsOf(res, table, { ...period, basins });
    res.set('Cache-Control', 'no-store');
    if (twin === 'json') {
      res.json(jsonOf(table, cells, { ...period, basin: asked.basin || null }));
      return;
    }
    const name = `${table.id}-${period.from}-${period.to}.csv`;
    res
      .attachment(name)
      .type('text/csv')
      .send(csvOf(table, cells, format));
  };

  router.get('/indicators', (_req, res) => showCatalogue(res, null));
  router.get('/indicators/:name', async (req, res) => {
    const [, id = '', twin] = /^([a-z0-9-]+?)(?:\.(csv|json))?$/.exec(req.params.name) ?? [];
    const table = publication.tables.find((known) => known.id === id);
    if (table && twin) return sendFile(req, res, table, twin);
    if (table) return showTable(req, res, table);
    if (twin !== 'json') return showCatalogue(res, req.params.name.slice(0, 60), 404);
    res.status(404).set('Cache-Control', 'no-store');
    res.json({ table: id, tables: publication.tables.map((known) => known.id) });
  });
  return router;
}
