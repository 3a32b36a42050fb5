import type { Request, Response } from 'express';
import { dayOf, monthOf } from '../calendar.ts';
import { AppError } from '../errors.ts';
import type { Answers } from '../web/guarded.ts';
import type { Words } from '../web/words.ts';
import { confirmationQueue, recommendations } from './confirmation.ts';
import { hrefOf, listed } from './directory-view.ts';
import { fieldsOf } from './form.ts';
import { type DirectoryLines, type KeepingDeps, keeps, personOf, wrongIn } from './keeper.ts';
import { readContact } from './partner-form.ts';
import { partnerFormView } from './partner-form-view.ts';
import { partnerView } from './partner-view.ts';
import type { PartnerRecord } from './schema.ts';
import { changedFields } from './version.ts';

/** How many a week are asked for: an hour of calls. */
const perWeek = 12;

type ConfirmationLine =
  | 'GET /directory/queue'
  | 'POST /directory/:partner/proposal'
  | Extract<keyof DirectoryLines, `${string} /directory/confirm/${string}`>;
type Req = Request<Record<string, string>>;

/** The same month a year before, YYYY-MM. */
const yearBefore = (month: string) => `${Number(month.slice(0, 4)) - 1}${month.slice(4)}`;

/** What the person has to check, the most recommended first. */
export async function dueFor(res: Response, deps: KeepingDeps, recommended: ReadonlyMap<string, number>) {
  const state = { recommended, reports: await deps.signals.reports(), proposals: await deps.signals.proposed() };
  const queue = confirmationQueue(deps.live.current(), state, dayOf(deps.clock()));
  return queue.filter(({ partner }) => keeps(res, deps, partner.id));
}

/** « À confirmer cette semaine », the one-minute page of a partner, and what a keeper does with its proposal. */
export function confirmationAnswers(deps: KeepingDeps): Pick<Answers<DirectoryLines>, ConfirmationLine> {
  const { live, versions, signals, links, page, firstDoors, clock } = deps;
  const wordsOf = (res: Response) => res.locals.words as Words;
  const today = () => dayOf(clock());

  const showQueue = async (_req: Req, res: Response) => {
    const now = live.current();
    const words = wordsOf(res);
    const month = monthOf(today());
    const often = recommendations(now, await firstDoors(yearBefore(month), month));
    const queue = await dueFor(res, deps, often);
    page.render(res, 'partner-queue', {
      total: queue.length,
      due: queue.slice(0, perWeek).map(({ partner, because, reports: told }) => ({
        ...listed(partner, null, now, words, clock()),
        because,
        reports: told,
      })),
    });
  };

  const tokenOf = ({ params: { token = '' } }: Req) => token;
  /** The record of a link; `gone` when the link is too old, was changed, or its partner left. */
  const recordOf = ({ params: { token = '' } }: Req): PartnerRecord => {
    const id = links.read(token, today());
    const record = id === null ? undefined : live.current().record(id);
    if (!record) throw new AppError('gone', 'partner-link-gone');
    return record;
  };

  const showCheck = (res: Response, token: string, record: PartnerRecord, done: 'same' | 'proposed' | null) => {
    const now = live.current();
    const partner = now.partner(record.id);
    if (!partner) throw new AppError('gone', 'partner-link-gone');
    const more = {
      may: { confirm: false, edit: false },
      thanked: false,
      link: null,
      history: [],
      checks: [],
      names: null,
      shipped: undefined,
      proposal: null,
    };
    const view = partnerView(partner, more, now, wordsOf(res), clock());
    page.render(res, 'partner-check', { ...view, action: `/directory/confirm/${token}`, done });
  };

  const formOf = (token: string) => ({
    action: `/directory/confirm/${token}/change`,
    back: `/directory/confirm/${token}`,
    brief: true,
    losses: null,
  });

  return {
    'GET /directory/queue': showQueue,
    'GET /directory/confirm/:token': (req, res) => {
      const done = req.query.done === 'same' || req.query.done === 'proposed' ? req.query.done : null;
      showCheck(res, tokenOf(req), recordOf(req), done);
    },
    'POST /directory/confirm/:token': async (req, res) => {
      const { id } = recordOf(req);
      await versions.confirm({ partner: id, day: today(), role: 'partner', method: 'partner' });
      await live.refresh();
      res.redirect(303, `/directory/confirm/${tokenOf(req)}?done=same`);
    },
    'GET /directory/confirm/:token/change': (req, res) => {
      const record = recordOf(req);
      const more = { ...formOf(tokenOf(req)), version: live.versionOf(record.id), typed: null, wrong: null };
      page.render(res, 'partner-edit', partnerFormView(record, more, live.current()));
    },
    'POST /directory/confirm/:token/change': async (req, res) => {
      const token = tokenOf(req);
      const before = recordOf(req);
      const typed = fieldsOf(req.body);
      try {
        const record = readContact(typed, before, today());
        if (changedFields(before, record).length > 0) await signals.propose(record, today());
      } catch (error) {
        const more = { ...formOf(token), version: live.versionOf(before.id), typed, wrong: wrongIn(error) };
        return page.render(res, 'partner-edit', partnerFormView(before, more, live.current()), 422);
      }
      res.redirect(303, `/directory/confirm/${token}?done=proposed`);
    },
    'POST /directory/:partner/proposal': async (req, res) => {
      const { partner: id = '' } = req.params;
      const before = live.current().record(id);
      if (!before || !keeps(res, deps, id)) throw new AppError('not-found', 'partner-gone');
      const proposal = await signals.proposal(id);
      if (!proposal) throw new AppError('conflict', 'proposal-gone');
      if (fieldsOf(req.body)('answer') === 'accept') {
        // Only what a partner may correct is taken: the rest may have changed since it was proposed.
        const { address, postal_code, recorded_on, phone, phone_date, website, appointment } = proposal.record;
        const { opening_hours, opening_hours_date } = proposal.record;
        const said = { address, postal_code, recorded_on, phone, phone_date, website, appointment };
        const record = { ...before, ...said, opening_hours, opening_hours_date };
        const change = { record, version: live.versionOf(id), reason: 'partner-said' as const };
        await versions.append([change], { account: personOf(res)?.id ?? null });
        await versions.confirm({ partner: id, day: proposal.day, role: 'partner', method: 'partner' });
      }
      await signals.settle(id);
      await live.refresh();
      res.redirect(303, hrefOf(id));
    },
  };
}
