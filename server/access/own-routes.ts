import type { Request, Response } from 'express';
import { dayOf } from '../calendar.ts';
import { sayDay } from '../web/format.ts';
import type { Answers } from '../web/guarded.ts';
import type { Words } from '../web/words.ts';
import { endSession, type SignedIn } from './middleware.ts';
import type { AccessDeps, AccessLines } from './routes.ts';
import { handleOf } from './sessions.ts';
import { type Wrong, wrongWith } from './wrong.ts';

type OwnLine = Extract<keyof AccessLines, `${string} /account${string}`>;

/** `/account`: one's own sessions and tokens, seen and ended, and the switch of the exercise. */
export function ownAnswers({
  accounts,
  sessions,
  tokens,
  page,
  publicUrl,
  secure,
}: AccessDeps): Pick<Answers<AccessLines>, OwnLine> {
  const show = async (
    req: Request,
    res: Response,
    { made = null, wrong = null }: { made?: { token: string; name: string } | null; wrong?: Wrong | null } = {},
  ) => {
    const account = res.locals.account as SignedIn;
    const { locale } = res.locals.words as Words;
    const words = res.locals.words as Words;
    const hour = new Intl.DateTimeFormat(locale, { timeStyle: 'short', timeZone: 'Europe/Paris' });
    const moment = (instant: string) =>
      words.t('access.own.moment', {
        day: sayDay(dayOf(new Date(instant)), words),
        time: hour.format(new Date(instant)).replace(':', '\u00a0h\u00a0'),
      });
    const here = handleOf(req.sessionID);
    const list = (await sessions.of(account)).map(({ handle, startedAt, seenAt }) => ({
      handle,
      here: handle === here,
      startedAt: moment(startedAt),
      seenAt: moment(seenAt),
    }));
    const day = (on: string) => sayDay(on, words);
    const own = account.role === 'agent' ? null : await tokens.of(account.id);
    const view = {
      name: account.name,
      role: account.role,
      training: account.training,
      list,
      tokens: own?.map(({ handle, name, until, usedOn }) => ({
        handle,
        name,
        until: day(until),
        usedOn: usedOn && day(usedOn),
      })),
      example: `${publicUrl}/indicators/needs.csv`,
      made,
      typed: wrong && typeof req.body?.name === 'string' ? req.body.name.slice(0, 200) : '',
      wrong,
    };
    page.render(res, 'account', view, wrong ? 422 : 200);
  };
  return {
    'GET /account': (req, res) => show(req, res),
    'POST /account/sessions/:handle/end': async (req, res) => {
      const { id } = res.locals.account as SignedIn;
      await sessions.end(id, req.params.handle ?? '');
      res.redirect(303, '/account');
    },
    'POST /account/sessions/end': async (req, res) => {
      const { id } = res.locals.account as SignedIn;
      await sessions.endAll(id);
      await endSession(req, res, secure);
      res.redirect(303, '/account');
    },
    'POST /account/tokens': async (req, res) => {
      const { id } = res.locals.account as SignedIn;
      const wrong = await wrongWith(async () => show(req, res, { made: await tokens.make(id, req.body?.name) }));
      if (wrong) await show(req, res, { wrong });
    },
    'POST /account/tokens/:handle/end': async (req, res) => {
      const { id } = res.locals.account as SignedIn;
      await tokens.end(id, req.params.handle ?? '');
      res.redirect(303, '/account#tokens');
    },
    'POST /account/training': async (req, res) => {
      const { id } = res.locals.account as SignedIn;
      await accounts.train(id, req.body?.training === 'on');
      res.redirect(303, '/account');
    },
  };
}
