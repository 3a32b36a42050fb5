import type { Request, Response, Router } from 'express';
import { routeTable } from '../route-table.ts';
import { sayDay } from '../web/format.ts';
import { guardedRouter } from '../web/guarded.ts';
import type { Words } from '../web/words.ts';
import { catalogueParts } from './catalogue-view.ts';
import { columnMeaning } from './definitions.ts';
import { labelsOf } from './labels.ts';
import { dataPackage, isOpen, openCodes, openTable } from './open-data.ts';
import type { IndicatorDeps } from './routes.ts';
import { sendParts } from './sending.ts';

/** What the open data stands on. */
export interface OpenDataDeps extends Pick<IndicatorDeps, 'publication' | 'editions' | 'directory' | 'page' | 'guard'> {
  /** The words of the metadata, the same for everybody. */
  words: Words;
  /** Without a final slash. */
  publicUrl: string;
  licence: string | null;
}

/** `/open-data`: what was published, for everybody, with what a machine needs to read it. Nothing here comes from a counter. */
export function openDataRoutes({ publication, editions, directory, page, guard, ...facts }: OpenDataDeps): Router {
  const tables = publication.tables.filter(isOpen);
  const quartersOf = async () => (await editions.list()).map(({ quarter }) => quarter);
  /** What every code means, made once after each publication: it goes through all that was ever published. */
  let codes = { until: '', text: '' };
  const codesOf = async (quarters: readonly string[]) => {
    const until = quarters.join();
    if (codes.until !== until || codes.text === '')
      codes = { until, text: await openCodes(tables, editions, quarters, directory, facts.words) };
    return codes.text;
  };
  /** Read by programs of other sites; an hour old at most. */
  const open = (res: Response) =>
    res.set('Access-Control-Allow-Origin', '*').set('Cache-Control', 'public, max-age=3600');

  return guardedRouter(
    routeTable.openData,
    {
      'GET /open-data': async (_req: Request, res: Response) => {
        const words = res.locals.words as Words;
        const labels = labelsOf(directory, words);
        const published = (await editions.list()).reverse();
        page.render(res, 'open-data', {
          parts: catalogueParts(tables, words),
          quarters: published.map(({ quarter, publishedOn }) => ({
            quarter,
            name: labels.period(quarter),
            day: sayDay(publishedOn, words),
          })),
          count: columnMeaning('count', 'public', words),
          licence: facts.licence,
        });
      },
      'GET /open-data/:file': async (req, res, next) => {
        const file = req.params.file as string;
        const quarters = await quartersOf();
        if (file === 'datapackage.json') return open(res).json(dataPackage({ ...facts, tables, quarters }));
        const table = tables.find(({ id }) => file === `${id}.csv`);
        if (!table && file !== 'codes.csv') return next();
        open(res).attachment(file).type('text/csv; charset=utf-8');
        return table ? sendParts(res, openTable(table, editions, quarters)) : res.send(await codesOf(quarters));
      },
    },
    guard,
  );
}
