import { dayOf } from '../calendar.ts';
import { sayDay } from '../web/format.ts';
import type { Answers } from '../web/guarded.ts';
import type { Words } from '../web/words.ts';
import { endSession, type SignedIn } from './middleware.ts';
import type { AccessDeps, AccessLines } from './routes.ts';
import { handleOf } from './sessions.ts';

type OwnLine = Extract<keyof AccessLines, `${string} /account${string}`>;

/** `/account`: one's own sessions, seen and ended, and the switch of the exercise. */
export function ownAnswers({ accounts, sessions, page, secure }: AccessDeps): Pick<Answers<AccessLines>, OwnLine> {
  return {
    'GET /account': async (req, res) => {
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
      page.render(res, 'account', { name: account.name, role: account.role, training: account.training, list });
    },
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
    'POST /account/training': async (req, res) => {
      const { id } = res.locals.account as SignedIn;
      await accounts.train(id, req.body?.training === 'on');
      res.redirect(303, '/account');
    },
  };
}
