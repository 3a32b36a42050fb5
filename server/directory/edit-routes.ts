import { randomBytes } from 'node:crypto';
import type { Request, Response } from 'express';
import type { SignedIn } from '../access/middleware.ts';
import { looksAfter } from '../access/rights.ts';
import { dayOf } from '../calendar.ts';
import { AppError } from '../errors.ts';
import type { Answers } from '../web/guarded.ts';
import { hrefOf } from './directory-view.ts';
import { type Fields, fieldsOf } from './form.ts';
import { type DirectoryLines, type KeepingDeps, keptRecord, personOf, wrongIn } from './keeper.ts';
import { type Losses, lossesBetween } from './losses.ts';
import { blankRecord, readPartner } from './partner-form.ts';
import { partnerFormView } from './partner-form-view.ts';
import type { Wrong } from './partner-view.ts';
import type { PartnerRecord } from './schema.ts';
import { type Change, changedFields, editReasons } from './version.ts';

type EditLine = Extract<keyof DirectoryLines, `${string}/edit` | `${string} /directory/new`>;
type Req = Request<Record<string, string>>;

/** A form that is on its way: the record it stands on, and where it is sent. */
interface Form {
  before: PartnerRecord;
  version: number;
  action: string;
  back: string;
}

/** The edit page of a card, and the page of a new one. What people would lose by it is shown before it is saved. */
export function editAnswers(deps: KeepingDeps): Pick<Answers<DirectoryLines>, EditLine> {
  const { live, versions, page, clock } = deps;
  const today = () => dayOf(clock());

  const show = (
    res: Response,
    { before, ...form }: Form,
    typed: Fields | null,
    wrong: Wrong | null,
    losses: Losses | null,
  ) => {
    const view = partnerFormView(before, { ...form, brief: false, typed, wrong, losses }, live.current());
    page.render(res, 'partner-edit', view, wrong ? 422 : 200);
  };

  const formOf = (req: Req, res: Response): Form => {
    const before = keptRecord(req, res, deps);
    const back = hrefOf(before.id);
    return { before, version: live.versionOf(before.id), action: `${back}/edit`, back };
  };
  const blank = (): Form => ({
    before: blankRecord(`own:${randomBytes(6).toString('hex')}`),
    version: 0,
    action: '/directory/new',
    back: '/directory',
  });

  /** What people would lose if a record took the place of the one before. */
  const lossesOf = (before: PartnerRecord, record: PartnerRecord): Losses => {
    const now = live.current();
    if (!now.record(before.id)) return { alone: [], withoutSite: [] };
    const all = now.partners.map(({ id }) => (id === record.id ? record : (now.record(id) as PartnerRecord)));
    return lossesBetween(now, now.withPartners(all, today(), ''), before);
  };

  const save = async (res: Response, form: Form, typed: Fields, reason: Change['reason'] | undefined) => {
    const { before, version } = form;
    const now = live.current();
    const person = personOf(res) as SignedIn;
    let saved = before;
    try {
      const record = readPartner(typed, before, now, today());
      if (changedFields(before, record).length === 0) return res.redirect(303, form.back);
      if (!looksAfter(person, now.commune(record.commune)?.group ?? null)) {
        throw new AppError('invalid', 'commune-other-group', {}, 'commune');
      }
      if (!reason) throw new AppError('invalid', 'edit-reason', {}, 'reason');
      const losses = lossesOf(before, record);
      const lost = losses.alone.length + losses.withoutSite.length;
      if (lost > 0 && typed('accept-losses') !== 'yes') {
        return show(res, form, typed, { key: 'edit-losses', values: { count: lost }, field: 'accept-losses' }, losses);
      }
      await versions.append([{ record, version, reason }], { account: person.id });
      saved = record;
    } catch (error) {
      return show(res, form, typed, wrongIn(error), null);
    }
    await live.refresh();
    res.redirect(303, hrefOf(saved.id));
  };

  return {
    'GET /directory/new': (_req, res) => show(res, blank(), null, null, null),
    'POST /directory/new': (req, res) => save(res, blank(), fieldsOf(req.body), 'new'),
    'GET /directory/:partner/edit': (req, res) => show(res, formOf(req, res), null, null, null),
    'POST /directory/:partner/edit': (req, res) => {
      const typed = fieldsOf(req.body);
      const reason = editReasons.find((known) => known === typed('reason'));
      return save(res, { ...formOf(req, res), version: Number(typed('version')) }, typed, reason);
    },
  };
}
