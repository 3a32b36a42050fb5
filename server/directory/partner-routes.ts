import type { Request, Response } from 'express';
import { dayOf } from '../calendar.ts';
import { AppError } from '../errors.ts';
import type { Answers } from '../web/guarded.ts';
import { handedOnce } from '../web/handed-once.ts';
import type { Words } from '../web/words.ts';
import { reportReasons } from './confirmation.ts';
import { dueFor } from './confirmation-routes.ts';
import { directoryView, hrefOf } from './directory-view.ts';
import { fieldsOf } from './form.ts';
import { checks, type DirectoryLines, type KeepingDeps, keeps, keptRecord, personOf } from './keeper.ts';
import type { Partner } from './partner.ts';
import { readMethod } from './partner-form.ts';
import { partnerView } from './partner-view.ts';
import { repertoireView } from './repertoire-view.ts';
import type { PartnerRecord } from './schema.ts';

const text = (value: unknown): string => (typeof value === 'string' ? value.slice(0, 200).trim() : '');

/** How long a one-minute link is good for. */
const linkDays = 60;

export function linkUntil(now: Date): string {
  return dayOf(new Date(now.getTime() + linkDays * 86_400_000));
}

type PartnerLine = Exclude<
  | Extract<keyof DirectoryLines, `${string} /directory/:partner${string}`>
  | 'GET /directory'
  | 'GET /directory/basins/:basin',
  `${string}/${'proposal' | 'edit'}`
>;
type Req = Request<Record<string, string>>;

/** `/directory` and a partner's card: read by anybody, confirmed by desks. */
export function partnerAnswers(deps: KeepingDeps): Pick<Answers<DirectoryLines>, PartnerLine> {
  const { live, base, versions, signals, links, names, page, publicUrl, secure, clock } = deps;
  const { directory } = live;
  const linked = handedOnce('partner-link', '/directory', /^[\w.-]{1,400}$/, secure);
  const wordsOf = (res: Response) => res.locals.words as Words;

  const recordOf = (req: Req): PartnerRecord => {
    const record = directory.record(req.params.partner ?? '');
    if (!record) throw new AppError('not-found', 'partner-gone');
    return record;
  };

  const showCard = async (req: Req, res: Response) => {
    const now = live.current();
    const { id } = recordOf(req);
    const edit = keeps(res, deps, id);
    const token = edit ? linked.take(req, res) : null;
    const view = partnerView(
      now.partner(id) as Partner,
      {
        may: { confirm: checks(res, deps, id), edit },
        thanked: req.query.thanks === 'yes',
        link: token && links.read(token, dayOf(clock())) === id ? `${publicUrl}/directory/confirm/${token}` : null,
        // Who changed what is the team's business; visitors see the dates of the card only.
        history: personOf(res) ? await versions.history(id) : [],
        checks: personOf(res) ? await versions.checksOf(id) : [],
        names: edit ? await names() : null,
        shipped: base.record(id),
        proposal: edit ? await signals.proposal(id) : null,
      },
      now,
      wordsOf(res),
      clock(),
    );
    page.render(res, 'partner', view);
  };

  return {
    'GET /directory': async (req, res) => {
      const asked = { q: text(req.query.q), commune: text(req.query.commune), network: text(req.query.network) };
      const keeper = (personOf(res)?.role ?? 'agent') !== 'agent';
      const due = keeper ? (await dueFor(res, deps, new Map())).length : null;
      page.render(res, 'directory', { ...directoryView(asked, live.current(), wordsOf(res), clock()), due });
    },
    'GET /directory/basins/:basin': (req, res) => {
      const now = live.current();
      const view = repertoireView(req.params.basin ?? '', now, wordsOf(res), clock(), dayOf(clock()));
      if (!view) throw new AppError('not-found', 'unknown-basin');
      page.render(res, 'repertoire', view);
    },
    'GET /directory/:partner': showCard,
    'POST /directory/:partner/reports': async (req, res) => {
      const { id } = recordOf(req);
      const reason = reportReasons.find((known) => known === text(req.body?.reason));
      if (!reason) throw new AppError('invalid', 'report-missing', {}, 'reason');
      await signals.report(id, reason);
      res.redirect(303, `${hrefOf(id)}?thanks=yes`);
    },
    'POST /directory/:partner/confirmations': async (req, res) => {
      const { id } = recordOf(req);
      if (!checks(res, deps, id)) throw new AppError('not-found', 'partner-gone');
      const role = keeps(res, deps, id) ? 'coordinator' : 'agent';
      await versions.confirm({ partner: id, day: dayOf(clock()), role, method: readMethod(fieldsOf(req.body)) });
      await live.refresh();
      res.redirect(303, req.body?.back === 'queue' ? '/directory/queue' : hrefOf(id));
    },
    'POST /directory/:partner/links': (req, res) => {
      const { id } = keptRecord(req, res, deps);
      linked.hand(res, links.make(id, linkUntil(clock())));
      res.redirect(303, hrefOf(id));
    },
  };
}
