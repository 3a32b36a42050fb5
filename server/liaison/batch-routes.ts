import express, { type Response, type Router } from 'express';
import type { Page } from '../web/page.ts';
import type { Words } from '../web/words.ts';
import { type BatchLine, batchAnswers, batchSize, type LineFate, readLines, replyOf } from './batch.ts';
import { readCode } from './code.ts';
import type { Slips } from './slip.ts';

/**
 * `/replies/batch`: a pile of paper codes on one screen, each line answered for itself. What could not be written stays on
 * the screen to be corrected; what was written is not sent again. To be mounted before the replies by token.
 */
export function batchRoutes({ slips, page }: { slips: Slips; page: Page }): Router {
  const router = express.Router();

  const show = (
    res: Response,
    recorded: number,
    left: readonly (BatchLine & { fate: LineFate })[],
    status = 200,
  ): void => {
    const words = res.locals.words as Words;
    const lines = Array.from({ length: batchSize }, (_, index) => {
      const line = left[index];
      return {
        code: line?.code ?? '',
        wrong: line ? words.t(`batch.fates.${line.fate}`) : null,
        fate: line?.fate ?? null,
        answers: batchAnswers.map((id) => ({
          id,
          text: words.t(`batch.answers.${id.replace(':', '-')}`),
          chosen: line?.answer === id,
        })),
      };
    });
    page.render(res, 'reply-batch', { lines, recorded, wrong: left.length }, status);
  };

  const take = async ({ code, answer }: BatchLine): Promise<LineFate> => {
    const reply = replyOf(answer);
    const read = readCode(code);
    if (!read) return 'typing';
    if (!reply) return 'answer';
    const token = await slips.findByReplyCode(read);
    const slip = token && (await slips.findByReplyToken(token));
    if (!slip) return 'unknown';
    return (await slips.record(slip, reply)).done ? 'recorded' : 'late';
  };

  router.get('/replies/batch', (req, res) => {
    const recorded = Number(req.query.recorded);
    res.set('Cache-Control', 'no-store');
    show(res, Number.isInteger(recorded) && recorded > 0 && recorded <= batchSize ? recorded : 0, []);
  });
  router.post('/replies/batch', async (req, res) => {
    const lines = readLines(req.body);
    const left: (BatchLine & { fate: LineFate })[] = [];
    // One after the other: the same code twice in a pile is answered once.
    for (const line of lines) {
      const fate = await take(line);
      if (fate !== 'recorded') left.push({ ...line, fate });
    }
    const recorded = lines.length - left.length;
    if (left.length > 0) return show(res, recorded, left, 422);
    res.redirect(303, `/replies/batch${recorded > 0 ? `?recorded=${recorded}` : ''}`);
  });
  return router;
}
