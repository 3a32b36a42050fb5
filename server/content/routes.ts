import express, { type RequestHandler, type Router } from 'express';
import type { Story, Tree } from '../../flows/schema.ts';
import { AppError } from '../errors.ts';
import type { Page } from '../web/page.ts';
import type { Words } from '../web/words.ts';

/** What the book of stories stands on. */
export interface StoryDeps {
  tree: Tree;
  networkName(id: string): string;
  communeName(code: string): string;
  page: Page;
  /** Lets signed-in people through. */
  allow: RequestHandler;
}

function storyView(story: Story, { networkName, communeName }: StoryDeps, { t }: Words) {
  const { expect } = story;
  return {
    id: story.id,
    who: story.who,
    says: story.says,
    answers: Object.entries(story.answers).map(([question, option]) => ({
      label: t(`questions.${question}.label`),
      text: t(`questions.${question}.options.${option}.text`),
    })),
    commune: story.commune === undefined ? null : communeName(story.commune),
    on: story.on ?? null,
    rule: expect.rule,
    door: expect.first === undefined ? null : networkName(expect.first),
    answer: expect.answer === undefined ? null : t(`answers.${expect.answer}.title`),
    never: story.never.map(networkName),
    signedBy: story.validated_by,
  };
}

/** `/stories` and `/stories/:need`: the scenario book, to be read, printed and signed. */
export function storyRoutes(deps: StoryDeps): Router {
  const { tree, page, allow } = deps;
  const router = express.Router();
  router.use('/stories', allow);
  router.get('/stories', (_req, res) => {
    const { t } = res.locals.words as Words;
    const needs = tree.stories.map(({ need, stories }) => ({
      need,
      title: t(`needs.${need}.desk`),
      told: stories.length,
      signed: stories.filter(({ validated_by }) => validated_by !== null).length,
    }));
    page.render(res, 'stories', { needs, told: needs.reduce((sum, { told }) => sum + told, 0) });
  });
  router.get('/stories/:need', (req, res) => {
    const file = tree.stories.find(({ need }) => need === req.params.need);
    if (!file) throw new AppError('not-found', 'not-found');
    const words = res.locals.words as Words;
    page.render(res, 'story-book', {
      title: words.t(`needs.${file.need}.desk`),
      stories: file.stories.map((story) => storyView(story, deps, words)),
    });
  });
  return router;
}
