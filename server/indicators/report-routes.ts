import type { RequestHandler, Router } from 'express';
import { dayOf } from '../calendar.ts';
import { AppError } from '../errors.ts';
import { routeTable } from '../route-table.ts';
import { sayDay } from '../web/format.ts';
import { guardedRouter } from '../web/guarded.ts';
import type { Words } from '../web/words.ts';
import { lastClosed, textOf } from './asked.ts';
import type { DoorsOf } from './doors.ts';
import { partKey } from './editions.ts';
import { labelsOf } from './labels.ts';
import { quarterMonths, yearBefore } from './period.ts';
import { type ReportView, reportTables, reportView } from './report-view.ts';
import type { IndicatorDeps } from './routes.ts';

/**
 * `/indicators/report?quarter=2026-Q3&group=spro-41`: a quarter of a group on one page, for the partners' meeting. Without
 * either: the last published quarter, the first group of the reader. It is made of published figures, so anybody who may
 * come here may read any group.
 */
export function reportRoutes(
  { publication, editions, directory, page, guard, scope, clock }: IndicatorDeps,
  doorsOf: DoorsOf,
): Router {
  const { tables } = publication;
  const show: RequestHandler = async (req, res) => {
    const words = res.locals.words as Words;
    const labels = labelsOf(directory, words);
    const published = await editions.list();
    const today = dayOf(clock());
    const quarter = textOf(req.query.quarter) || (published.at(-1)?.quarter ?? lastClosed(today));
    const mine = scope(res);
    const home = directory.basins.find(({ id }) => mine === null || mine.includes(id))?.group;
    const group = directory.groups.find(({ id }) => id === (textOf(req.query.group) || home));
    if (!group || quarterMonths(quarter) === null) throw new AppError('not-found', 'not-found');

    const edition = published.find((known) => known.quarter === quarter);
    const before = yearBefore(quarter);
    const cells = await editions.readAll(edition ? reportTables(tables) : [], [quarter, before]);
    const known = [...new Set([...published.map((one) => one.quarter), quarter, lastClosed(today)])].sort();
    const neighbour = (step: 1 | -1) => {
      const other = published[published.findIndex((one) => one.quarter === quarter) + step]?.quarter;
      return edition && other ? `/indicators/report?quarter=${other}&group=${group.id}` : null;
    };
    const view: ReportView = {
      quarter,
      group: group.id,
      title: group.name,
      period: labels.period(quarter),
      day: edition ? sayDay(edition.publishedOn, words) : null,
      quarters: known.reverse().map((id) => ({ id, name: labels.period(id) })),
      groups: directory.groups,
      previous: neighbour(-1),
      next: neighbour(1),
      ...reportView(quarter, group.id, {
        tables,
        directory,
        words,
        published: ({ id }, at) => cells.get(partKey(id, at)) ?? [],
        doors: edition ? await doorsOf(group.id, today) : [],
      }),
    };
    page.render(res, 'indicator-report', view);
  };
  return guardedRouter(routeTable.report, { 'GET /indicators/report': show }, guard);
}
