import type { Request, Response, Router } from 'express';
import { chooseDesk, deskChoices } from '../access/invitation.ts';
import type { SignedIn } from '../access/middleware.ts';
import { groupOf, looksAfter } from '../access/rights.ts';
import { type Wrong, wrongWith } from '../access/wrong.ts';
import { dayOf, monthOf } from '../calendar.ts';
import type { Directory } from '../directory/directory.ts';
import { AppError } from '../errors.ts';
import type { Indicators } from '../indicators/indicator.ts';
import { ownFigures, ownSeries } from '../indicators/own-figures.ts';
import { routeTable } from '../route-table.ts';
import { type Guard, guardedRouter } from '../web/guarded.ts';
import { handedOnce } from '../web/handed-once.ts';
import type { Page } from '../web/page.ts';
import type { Words } from '../web/words.ts';
import { readDesk, readPairingCode, type TypedDesk } from './desk.ts';
import { desksView, figuresView } from './desk-view.ts';
import type { Desks } from './desks.ts';
import { keepPairing, kioskOf } from './kiosk.ts';

export interface DesksDeps {
  desks: Desks;
  directory: Directory;
  indicators: Pick<Indicators, 'read'>;
  page: Page;
  guard: Guard;
  secure: boolean;
  clock: () => Date;
}

const text = (value: unknown): string => (typeof value === 'string' ? value.slice(0, 300) : '');

const readForm = (body: Record<string, unknown> | undefined): TypedDesk => ({
  kind: text(body?.kind),
  partner: text(body?.partner),
  event: text(body?.event),
  firstDay: text(body?.firstDay),
  lastDay: text(body?.lastDay),
});

const accountOf = (res: Response): SignedIn => res.locals.account as SignedIn;

/**
 * `/desks`: the desks and kiosks of one's groups; `/kiosk/pairing`: where a screen is given its place; `/desk/figures`:
 * what one's own desk did this month. A desk of another group is as unknown as one that never was.
 */
export function desksRoutes(deps: DesksDeps): Router {
  const { desks, directory, indicators, page, guard, secure, clock } = deps;
  const codes = handedOnce('pairing', '/desks', /^[\w-]{9}\.[\w-]{36}$/, secure);
  const mine = (account: SignedIn, partner: string) => looksAfter(account, groupOf(directory, partner));
  // Asked of the directory of now: what was edited since the start is offered.
  const choicesOf = (account: SignedIn) =>
    deskChoices(directory.partners).filter(({ partner }) => mine(account, partner));

  const show = async (
    res: Response,
    typed: TypedDesk,
    offered: { code: string; desk: string } | null,
    wrong: Wrong | null,
  ) => {
    const account = accountOf(res);
    const some = (await desks.all()).filter(({ partner, closed }) => !closed && mine(account, partner));
    const form = { typed, offered, wrong, choices: choicesOf(account) };
    const context = { directory, words: res.locals.words as Words, day: dayOf(clock()) };
    page.render(res, 'desks', desksView(some, form, context), wrong ? 422 : 200);
  };

  /** The desk of the address, if the person looks after its group. */
  const managed = async (req: Request<Record<string, string>>, res: Response) => {
    const desk = await desks.find(req.params.desk ?? '');
    if (!desk || desk.closed || !mine(accountOf(res), desk.partner)) throw new AppError('not-found', 'desk-unknown');
    return desk;
  };

  const showPairing = (res: Response, wrong: string | null) => {
    res.locals.channel = 'kiosk';
    const kiosk = kioskOf(res);
    const partner = kiosk ? (directory.partner(kiosk.partner)?.name ?? kiosk.partner) : null;
    page.render(res, 'kiosk-pairing', { partner, event: kiosk?.event ?? null, wrong }, wrong ? 422 : 200);
  };

  return guardedRouter(
    routeTable.desks,
    {
      'GET /desks': async (req, res) => {
        const [code, desk] = codes.take(req, res)?.split('.') ?? [];
        await show(res, readForm({}), code && desk ? { code, desk } : null, null);
      },
      'POST /desks': async (req, res) => {
        const typed = readForm(req.body);
        const wrong = await wrongWith(async () => {
          const allowed = choicesOf(accountOf(res));
          await desks.create(readDesk(typed, (name) => chooseDesk(name, allowed)));
          res.redirect(303, '/desks');
        });
        if (wrong) await show(res, typed, null, wrong);
      },
      'POST /desks/:desk/pairing': async (req, res) => {
        const { id } = await managed(req, res);
        codes.hand(res, `${await desks.offerPairing(id)}.${id}`);
        res.redirect(303, '/desks');
      },
      'POST /desks/:desk/revocation': async (req, res) => {
        await desks.revoke((await managed(req, res)).id);
        res.redirect(303, '/desks');
      },
      'POST /desks/:desk/closing': async (req, res) => {
        await desks.close((await managed(req, res)).id);
        res.redirect(303, '/desks');
      },
      'GET /kiosk/pairing': (_req, res) => showPairing(res, null),
      'POST /kiosk/pairing': async (req, res) => {
        const code = readPairingCode(text(req.body?.code));
        const token = code ? await desks.pair(code) : null;
        if (!token) return showPairing(res, 'pairing-wrong');
        keepPairing(res, token, secure);
        res.redirect(303, '/kiosk/pairing');
      },
      'GET /desk/figures': async (_req, res) => {
        const partner = directory.partner(accountOf(res).partner ?? '');
        if (!partner) throw new AppError('not-found', 'desk-unknown');
        const month = monthOf(dayOf(clock()));
        const basin = directory.commune(partner.communeCode)?.basin;
        const read = (series: string) =>
          indicators.read(series, { from: month, to: month, basins: basin ? [basin] : [] });
        const figures = ownFigures(partner.id, await read(ownSeries.acts), await read(ownSeries.needs));
        page.render(res, 'desk-figures', figuresView(partner.name, month, figures, res.locals.words as Words));
      },
    },
    guard,
  );
}
