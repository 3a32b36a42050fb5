import type { Request, Response, Router } from 'express';
import { chooseDesk, deskChoices } from '../access/invitation.ts';
import type { SignedIn } from '../access/middleware.ts';
import { groupOf, looksAfter } from '../access/rights.ts';
import { type Wrong, wrongWith } from '../access/wrong.ts';
import { dayOf } from '../calendar.ts';
import type { Directory } from '../directory/directory.ts';
import { AppError } from '../errors.ts';
import { routeTable } from '../route-table.ts';
import { type Guard, guardedRouter } from '../web/guarded.ts';
import type { Page } from '../web/page.ts';
import type { Words } from '../web/words.ts';
import { type Contact, readAddress } from './contact.ts';
import type { Contacts } from './contacts.ts';
import { contactsView, type TypedContact } from './contacts-view.ts';
import type { Digests } from './digests.ts';

export interface MailDeps {
  contacts: Contacts;
  digests: Digests;
  directory: Directory;
  /** A mail server is set: without one the printable list of the inbox stands in. */
  sendsMail: boolean;
  page: Page;
  guard: Guard;
  clock: () => Date;
}

const text = (value: unknown): string => (typeof value === 'string' ? value.slice(0, 300) : '');

const accountOf = (res: Response): SignedIn => res.locals.account as SignedIn;

/**
 * `/contacts`: where the structures of one's groups are written to; nobody else reads an address. `/digests/:token`: whoever
 * got a mail stops these mails, by a post: scanners of mail open every link.
 */
export function mailRoutes(deps: MailDeps): Router {
  const { contacts, digests, directory, sendsMail, page, guard, clock } = deps;
  const mine = (account: SignedIn, partner: string) => looksAfter(account, groupOf(directory, partner));
  // Asked of the directory of now: what was edited since the start is offered.
  const choices = () => deskChoices(directory.partners);
  const labelOf = (partner: string, among = choices()) =>
    among.find((choice) => choice.partner === partner)?.label ?? partner;

  const show = async (res: Response, typed: TypedContact, wrong: Wrong | null) => {
    const account = accountOf(res);
    const some = (await contacts.all()).filter(({ partner }) => mine(account, partner));
    const all = choices();
    const offered = all.filter(({ partner }) => mine(account, partner));
    const context = {
      latest: await digests.latest(),
      nameOf: (partner: string) => labelOf(partner, all),
      words: res.locals.words as Words,
      now: clock(),
    };
    const view = contactsView(some, { typed, choices: offered, wrong, sendsMail }, context);
    page.render(res, 'contacts', view, wrong ? 422 : 200);
  };

  /** The contact of an id, if the person looks after its group; of another group it is as unknown as one that never was. */
  const managed = async (res: Response, id: unknown): Promise<Contact> => {
    const contact = (await contacts.all()).find((known) => known.id === id);
    if (!contact || !mine(accountOf(res), contact.partner)) throw new AppError('not-found', 'contact-unknown');
    return contact;
  };

  const showMute = async (req: Request<Record<string, string>>, res: Response) => {
    const token = req.params.token ?? '';
    const contact = await contacts.byMuteToken(token);
    if (!contact) throw new AppError('not-found', 'digest-unknown');
    const partner = directory.partner(contact.partner)?.name ?? '';
    page.render(res, 'digest-mute', { action: `/digests/${token}`, partner, muted: contact.mutedOn !== null });
  };
  const tokenHolder = async (req: Request<Record<string, string>>): Promise<Contact> => {
    const contact = await contacts.byMuteToken(req.params.token ?? '');
    if (!contact) throw new AppError('not-found', 'digest-unknown');
    return contact;
  };

  return guardedRouter(
    routeTable.mail,
    {
      'GET /contacts': async (req, res) => {
        const edited = text(req.query.change);
        const contact = edited === '' ? null : await managed(res, edited);
        const typed = contact
          ? { partner: labelOf(contact.partner), address: contact.address ?? '' }
          : { partner: '', address: '' };
        await show(res, typed, null);
      },
      'POST /contacts': async (req, res) => {
        const typed = { partner: text(req.body?.partner), address: text(req.body?.address) };
        const wrong = await wrongWith(async () => {
          if (typed.partner.trim() === '') throw new AppError('invalid', 'contact-partner-missing', {}, 'partner');
          const allowed = choices().filter(({ partner }) => mine(accountOf(res), partner));
          const partner = chooseDesk(typed.partner.trim(), allowed);
          await contacts.set(partner, readAddress(typed.address));
          await digests.forgive(partner);
          res.redirect(303, '/contacts');
        });
        if (wrong) await show(res, typed, wrong);
      },
      'POST /contacts/:contact/muting': async (req, res) => {
        await contacts.mute((await managed(res, req.params.contact)).id, dayOf(clock()));
        res.redirect(303, '/contacts');
      },
      'POST /contacts/:contact/resumption': async (req, res) => {
        await contacts.resume((await managed(res, req.params.contact)).id);
        res.redirect(303, '/contacts');
      },
      'POST /contacts/:contact/removal': async (req, res) => {
        await contacts.remove((await managed(res, req.params.contact)).id);
        res.redirect(303, '/contacts');
      },
      'GET /digests/:token': showMute,
      'POST /digests/:token': async (req, res) => {
        await contacts.mute((await tokenHolder(req)).id, dayOf(clock()));
        // The button of mail programs (RFC 8058) follows no redirect.
        if (req.body?.['List-Unsubscribe'] === 'One-Click') return showMute(req, res);
        res.redirect(303, `/digests/${req.params.token}`);
      },
      'POST /digests/:token/resumption': async (req, res) => {
        await contacts.resume((await tokenHolder(req)).id);
        res.redirect(303, `/digests/${req.params.token}`);
      },
    },
    guard,
  );
}
