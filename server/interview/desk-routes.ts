import type { Response, Router } from 'express';
import type { Account } from '../access/account.ts';
import { wrongWith } from '../access/wrong.ts';
import { dayOf } from '../calendar.ts';
import { AppError } from '../errors.ts';
import { routeTable } from '../route-table.ts';
import { type Guard, guardedRouter } from '../web/guarded.ts';
import type { DeskPage, DeskSaid } from './desk-page.ts';
import type { HandedOver } from './hand-over.ts';
import { wordsOf } from './pages.ts';
import { begin, type InterviewDeps } from './routes.ts';
import { placeOfDesk } from './starts.ts';

const text = (value: unknown): string => (typeof value === 'string' ? value.trim().slice(0, 40) : '');

/** More people than this with one request do not stand at one desk. */
const mostAtOnce = 20;

function readNumber(typed: string): number {
  const number = /^\d{1,2}$/.test(typed) ? Number(typed) : 0;
  if (number < 1 || number > mostAtOnce) throw new AppError('invalid', 'number-range', { most: mostAtOnce }, 'number');
  return number;
}

/** `/desk` and the small forms beside it: people counted together, and the digits of somebody who comes from the kiosk. */
export function deskRoutes(deps: InterviewDeps & { desk: DeskPage; guard: Guard }): Router {
  const { page, desk, directory, engine, counting, handOvers, clock, guard } = deps;

  const show = async (res: Response, said: DeskSaid) =>
    page.render(res, 'desk', await desk(res, said), said.mistake ? 422 : 200);

  return guardedRouter(
    routeTable.desk,
    {
      'GET /desk': async (req, res) => {
        const counted = Number(text(req.query.counted));
        await show(res, { counted: counted >= 1 && counted <= mostAtOnce ? counted : 0 });
      },
      'POST /desk/counts': async (req, res) => {
        const form = { need: text(req.body?.several), number: text(req.body?.number), digits: '' };
        const account = res.locals.account as Account;
        const now = clock();
        const wrong = await wrongWith(async () => {
          if (!engine.need(form.need, dayOf(now))) throw new AppError('invalid', 'unknown-need', {}, 'several');
          const number = readNumber(form.number);
          const several = {
            need: form.need,
            number,
            training: account.training,
            ...placeOfDesk(directory, account.partner),
          };
          await counting.countSeveral(several, now, wordsOf(res).lang);
          res.redirect(303, `/desk?counted=${number}`);
        });
        if (wrong) await show(res, { form, mistake: wrong });
      },
      'POST /desk/hand-overs': async (req, res) => {
        const account = res.locals.account as Account;
        const digits = text(req.body?.digits);
        let handed: HandedOver | null = null;
        const wrong = await wrongWith(async () => {
          handed = handOvers.take(account.partner as string, digits);
        });
        if (wrong || !handed) return show(res, { form: { need: '', number: '', digits }, mistake: wrong });
        const { need, speaksFor, training } = handed as HandedOver;
        const start = { need, speaksFor, training: account.training || training };
        await begin(deps, res, { channel: 'desk', ...start, ...placeOfDesk(directory, account.partner) }, handed);
      },
    },
    guard,
  );
}
