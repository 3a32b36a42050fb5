import type { Request, Response } from 'express';
import { looksAfter } from '../access/rights.ts';
import { dayOf } from '../calendar.ts';
import { AppError } from '../errors.ts';
import type { Answers } from '../web/guarded.ts';
import { handedOnce } from '../web/handed-once.ts';
import type { Words } from '../web/words.ts';
import { reportReasons } from './confirmation.ts';
import { directoryView, hrefOf } from './directory-view.ts';
import { checks, type DirectoryLines, type KeepingDeps, keeps, personOf, wrongIn } from './keeper.ts';
import { lossesBetween, networksTouched } from './losses.ts';
import type { Partner } from './partner.ts';
import { fieldsOf, readMethod, readPartner } from './partner-form.ts';
import { partnerFormView, partnerView, type Wrong } from './partner-view.ts';
import type { PartnerRecord } from './schema.ts';
import { changedFields, editReasons } from './version.ts';

const text = (value: unknown): string => (typeof value === 'string' ? value.slice(0, 200).trim() : '');

/** How long a one-minute link is good for. */
const linkDays = 60;

export function linkUntil(now: Date): string {
  return dayOf(new Date(now.getTime() + linkDays * 86_400_000));
}

type PartnerLine = Exclude<
  Extract<keyof DirectoryLines, `${string} /directory/:partner${string}`> | 'GET /directory',
  `${string}/proposal`
>;
type Req = Request<Record<string, string>>;

/** `/directory`, a partner's card, its edit page: read by anybody, confirmed by desks, changed by its keepers. */
export function partnerAnswers(deps: KeepingDeps): Pick<Answers<DirectoryLines>, PartnerLine> {
  const { live, base, versions, signals, links, page, publicUrl, secure, clock } = deps;
  const { directory } = live;
  const linked = handedOnce('partner-link', '/directory', /^[\w.-]{1,400}$/, secure);
  const wordsOf = (res: Response) => res.locals.words as Words;

  const recordOf = (req: Req): PartnerRecord => {
    const record = directory.record(req.params.partner ?? '');
    if (!record) throw new AppError('not-found', 'partner-gone');
    return record;
  };
  /** The site of the address, if the person keeps it: another group's is as unknown as one that never was. */
  const kept = (req: Req, res: Response): PartnerRecord => {
    const record = recordOf(req);
    if (!keeps(res, deps, record.id)) throw new AppError('not-found', 'partner-gone');
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
        shipped: base.record(id),
        proposal: edit ? await signals.proposal(id) : null,
      },
      now,
      wordsOf(res),
      clock(),
    );
    page.render(res, 'partner', view);
  };

  const edit = async (req: Req, res: Response) => {
    const now = live.current();
    const before = kept(req, res);
    const typed = fieldsOf(req.body);
    const href = hrefOf(before.id);
    const version = Number(typed('version'));
    const again = (wrong: Wrong, losses: ReturnType<typeof lossesBetween> | null) => {
      const more = { action: `${href}/edit`, back: href, brief: false, version, typed, wrong, losses };
      page.render(res, 'partner-edit', partnerFormView(before, more, now), 422);
    };
    try {
      const reason = editReasons.find((known) => known === typed('reason'));
      const record = readPartner(typed, before, now, dayOf(clock()));
      if (changedFields(before, record).length === 0) return res.redirect(303, href);
      const to = now.commune(record.commune)?.group ?? null;
      const person = personOf(res);
      if (!person || !looksAfter(person, to)) throw new AppError('invalid', 'commune-other-group', {}, 'commune');
      if (!reason) throw new AppError('invalid', 'edit-reason', {}, 'reason');
      const all = now.partners.map(({ id }) => (id === record.id ? record : (now.record(id) as PartnerRecord)));
      const after = now.withPartners(all, dayOf(clock()), '');
      const losses = lossesBetween(now, after, networksTouched(now, [before, record]));
      if (losses.alone.length > 0 && typed('accept-losses') !== 'yes') {
        return again({ key: 'edit-losses', values: { count: losses.alone.length }, field: 'accept-losses' }, losses);
      }
      await versions.append([{ record, version, reason }], { account: person.id });
    } catch (error) {
      return again(wrongIn(error), null);
    }
    await live.refresh();
    res.redirect(303, href);
  };

  return {
    'GET /directory': (req, res) => {
      const asked = { q: text(req.query.q), commune: text(req.query.commune), network: text(req.query.network) };
      page.render(res, 'directory', directoryView(asked, live.current(), wordsOf(res), clock()));
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
      res.redirect(303, hrefOf(id));
    },
    'POST /directory/:partner/links': (req, res) => {
      const { id } = kept(req, res);
      linked.hand(res, links.make(id, linkUntil(clock())));
      res.redirect(303, hrefOf(id));
    },
    'GET /directory/:partner/edit': (req, res) => {
      const record = kept(req, res);
      const href = hrefOf(record.id);
      const more = { action: `${href}/edit`, back: href, brief: false, typed: null, wrong: null, losses: null };
      const version = live.versionOf(record.id);
      page.render(res, 'partner-edit', partnerFormView(record, { ...more, version }, live.current()));
    },
    'POST /directory/:partner/edit': edit,
  };
}
