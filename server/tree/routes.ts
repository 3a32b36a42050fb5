import express, { type RequestHandler, type Response, type Router } from 'express';
import type { Compiled } from '../../flows/compile.ts';
import { toMachineText, toMermaid } from '../../flows/diagram.ts';
import { countPaths, walk } from '../../flows/walk.ts';
import { dayOf } from '../calendar.ts';
import type { Directory } from '../directory/directory.ts';
import { AppError } from '../errors.ts';
import type { Engine } from '../interview/engine.ts';
import type { Page } from '../web/page.ts';
import type { Words } from '../web/words.ts';
import { radar } from './coverage.ts';
import { basinCoverage, regionCoverage } from './coverage-view.ts';
import { diagramWords } from './diagram-words.ts';
import { treeView } from './tree-view.ts';

/** What the pages that show the tree stand on. */
export interface TreeDeps {
  engine: Engine;
  directory: Directory;
  page: Page;
  /** Lets signed-in people through. */
  allow: RequestHandler;
  clock: () => Date;
}

/** The answers of a form: every field that is one text; what is no answer of the need is ignored by the walk. */
export function answersIn(body: unknown): Record<string, string> {
  const fields = Object.entries((body ?? {}) as Record<string, unknown>);
  return Object.fromEntries(fields.flatMap(([key, value]) => (typeof value === 'string' ? [[key, value]] : [])));
}

/**
 * `/tree` and `/tree/:need`: every need as a picture and as a list, with its text for Mermaid and for Stately. A post
 * lights the way of the answers sent and changes nothing: answers never stand in an address.
 * `/coverage` and `/coverage/:basin`: who receives people, need by basin and commune by need.
 */
export function treeRoutes({ engine, directory, page, allow, clock }: TreeDeps): Router {
  const router = express.Router();
  router.use('/tree', allow);

  const wordsOf = (res: Response) => res.locals.words as Words;
  const find = (id: unknown): Compiled => {
    const compiled = typeof id === 'string' ? engine.need(id, dayOf(clock())) : undefined;
    if (!compiled) throw new AppError('not-found', 'not-found');
    return compiled;
  };
  const show = (res: Response, compiled: Compiled, answers: Record<string, string> | null) => {
    const words = wordsOf(res);
    const view = treeView(
      compiled,
      words.t(`needs.${compiled.need.need}.desk`),
      words.locale,
      { picture: diagramWords(directory, words, 'short'), list: diagramWords(directory, words, 'whole') },
      answers ? walk(compiled, answers) : null,
    );
    page.render(res, 'tree', view);
  };

  router.get('/tree', (_req, res) => {
    const { t } = wordsOf(res);
    const needs = engine.content.tree.needs.map(({ need }) => {
      const compiled = find(need);
      return {
        need,
        title: t(`needs.${need}.desk`),
        states: compiled.nodes.size,
        paths: countPaths(compiled),
        longest: compiled.root.longest,
      };
    });
    page.render(res, 'trees', { needs });
  });
  router.get('/tree/:need', (req, res) => show(res, find(req.params.need), null));
  router.post('/tree/:need', (req, res) => show(res, find(req.params.need), answersIn(req.body)));

  router.use('/coverage', allow);
  const reach = radar(directory);
  const contextOf = (res: Response) => ({ engine, directory, radar: reach, words: wordsOf(res), day: dayOf(clock()) });
  router.get('/coverage', (_req, res) => page.render(res, 'coverage', regionCoverage(contextOf(res))));
  router.get('/coverage/:basin', (req, res) => {
    const view = basinCoverage(contextOf(res), req.params.basin);
    if (!view) throw new AppError('not-found', 'not-found');
    page.render(res, 'coverage', view);
  });

  const texts = { 'mermaid.mmd': toMermaid, 'machine.js': toMachineText };
  for (const [name, write] of Object.entries(texts)) {
    router.get(`/tree/:need/${name}`, (req, res) => {
      const compiled = find(req.params.need);
      res
        .set('Cache-Control', 'no-store')
        .attachment(`${compiled.need.need}-${name}`)
        .type('text/plain')
        .send(write(compiled, diagramWords(directory, wordsOf(res), 'whole')));
    });
  }
  return router;
}
