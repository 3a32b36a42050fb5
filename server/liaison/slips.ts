import { randomUUID } from 'node:crypto';
import { dayOf } from '../calendar.ts';
import { digester, sealer } from '../seal.ts';
import type { Database } from '../storage/database.ts';
import type { SlipsTables } from '../storage/tables/slips.ts';
import { newReplyCode, newReplyToken, newVisitorCode } from './code.ts';
import { type SlipCodes, slipCodesSchema, slipCopySchema } from './copy.ts';
import { addDays, isReply, keptDays, type SlipAct, type SlipEvent, stateOf } from './lifecycle.ts';
import type { IssuedSlip, Slip, SlipDraft, Slips, SpentSlip } from './slip.ts';

export type { Slips } from './slip.ts';

type SlipRow = SlipsTables['slips'];
type EventRow = SlipsTables['slipEvents'];

/** A collision of random codes is drawn again; more than this many in a row is no accident. */
const mostDraws = 5;

/** A slip has a dozen places at most; one that is lost more often than that is a fault. */
const mostRaces = 20;

const pageSize = 500;

/** Rows are only ever written by `toRow`, so the columns a type needs are there. */
function toEvent(row: EventRow): SlipEvent {
  const { type, day, network, reason } = row;
  const details = type === 'appointment' ? { on: row.appointmentOn, half: row.appointmentHalf } : {};
  const where = type === 'redirected' ? { network } : {};
  const why = type === 'refused' ? { reason } : {};
  return { type, day, ...details, ...where, ...why } as SlipEvent;
}

function toRow(slip: string, seq: number, act: SlipAct | { type: 'issued' }, day: string): EventRow {
  return {
    slip,
    seq,
    type: act.type,
    day,
    appointmentOn: act.type === 'appointment' ? act.on : null,
    appointmentHalf: act.type === 'appointment' ? act.half : null,
    network: act.type === 'redirected' ? act.network : null,
    reason: act.type === 'refused' ? act.reason : null,
  };
}

/** Keeps slips in the database; every secret is a digest and an encrypted copy there (design D3). */
export function createSlips(database: Database, secret: string, clock: () => Date): Slips {
  const issueKeyOf = digester(secret, 'slip issue key');
  const visitorKeyOf = digester(secret, 'slip visitor code');
  const tokenKeyOf = digester(secret, 'slip reply token');
  const replyKeyOf = digester(secret, 'slip reply code');
  const codesSeal = sealer(secret, 'slip codes');
  const copySeal = sealer(secret, 'slip copy');
  const today = () => dayOf(clock());

  const eventsOf = async (id: string): Promise<SlipEvent[]> => {
    const rows = await database.selectFrom('slipEvents').selectAll().where('slip', '=', id).orderBy('seq').execute();
    return rows.map(toEvent);
  };
  const find = async (
    column: 'issueKey' | 'visitorKey' | 'tokenKey' | 'replyKey',
    key: string,
  ): Promise<{ row: SlipRow; slip: Slip } | null> => {
    const row = await database.selectFrom('slips').selectAll().where(column, '=', key).executeTakeFirst();
    if (!row) return null;
    const events = await eventsOf(row.id);
    if (events.length === 0 || today() >= stateOf(events, today()).erasedOn) return null;
    const copy = slipCopySchema.parse(copySeal.open(row.sealedCopy, row.id));
    return { row, slip: { id: row.id, copy, events } };
  };
  const codesOf = (row: SlipRow): SlipCodes => slipCodesSchema.parse(codesSeal.open(row.sealedCodes, row.id));
  const findByIssueKey = async (issueKey: string): Promise<IssuedSlip | null> => {
    const found = await find('issueKey', issueKeyOf(issueKey));
    return found && { ...found.slip, codes: codesOf(found.row) };
  };

  const draw = ({ issueKey, copy, fromPartner, basin }: SlipDraft): SlipRow => {
    const id = randomUUID();
    const codes: SlipCodes = { visitor: newVisitorCode(), reply: newReplyCode(), token: newReplyToken() };
    const named = copy.sensitive
      ? { need: null, network: null, fromPartner: null, toPartner: null, basin: null }
      : {
          need: copy.need.id,
          network: copy.first.network,
          fromPartner: fromPartner,
          toPartner: copy.first.place?.partner ?? null,
          basin,
        };
    return {
      id,
      issueKey: issueKeyOf(issueKey),
      visitorKey: visitorKeyOf(codes.visitor),
      tokenKey: tokenKeyOf(codes.token),
      replyKey: replyKeyOf(codes.reply),
      issuedOn: today(),
      ...named,
      sealedCodes: codesSeal.seal(codes, id),
      sealedCopy: copySeal.seal(copy, id),
    };
  };

  const append: Slips['append'] = async ({ id }, acts, expectedSeq) => {
    const rows = acts.map((act, index) => toRow(id, expectedSeq + index, act, today()));
    const [first, ...rest] = rows;
    if (!first) return true;
    return database.transaction().execute(async (transaction) => {
      // Places are taken in order: whoever has the first of them has those that follow.
      const taken = await transaction
        .insertInto('slipEvents')
        .values(first)
        .onConflict((conflict) => conflict.doNothing())
        .returning('seq')
        .executeTakeFirst();
      if (!taken) return false;
      if (rest.length > 0) await transaction.insertInto('slipEvents').values(rest).execute();
      return true;
    });
  };

  return {
    findByIssueKey,
    append,

    async issue(draft) {
      for (let drawn = 0; drawn < mostDraws; drawn += 1) {
        const row = draw(draft);
        await database.transaction().execute(async (transaction) => {
          const inserted = await transaction
            .insertInto('slips')
            .values(row)
            .onConflict((conflict) => conflict.doNothing())
            .returning('id')
            .executeTakeFirst();
          if (!inserted) return;
          const issued = toRow(row.id, 0, { type: 'issued' }, row.issuedOn);
          await transaction.insertInto('slipEvents').values(issued).execute();
        });
        const issued = await findByIssueKey(draft.issueKey);
        if (issued) return issued;
      }
      throw new Error('no slip could be issued: its codes are taken');
    },

    findByVisitorCode: async (code) => (await find('visitorKey', visitorKeyOf(code)))?.slip ?? null,
    findByReplyToken: async (token) => (await find('tokenKey', tokenKeyOf(token)))?.slip ?? null,
    async findByReplyCode(code) {
      const found = await find('replyKey', replyKeyOf(code));
      return found && codesOf(found.row).token;
    },

    async record(slip, act) {
      let current = slip;
      for (let race = 0; race < mostRaces; race += 1) {
        const life = stateOf(current.events, today());
        if (life.said.some((said) => said === act.type)) return { done: true, slip: current };
        if (!life.allows(act.type)) return { done: false, slip: current };
        const unopened = isReply(act) && !current.events.some(({ type }) => type === 'opened');
        const acts: SlipAct[] = unopened ? [{ type: 'opened' }, act] : [act];
        const done = await append(current, acts, life.length);
        current = { ...current, events: await eventsOf(current.id) };
        if (done) return { done, slip: current };
      }
      throw new Error('no event could be added: its place was taken every time');
    },

    async spent(limit) {
      const day = today();
      const found: SpentSlip[] = [];
      for (let after = ''; ; ) {
        const rows = await database
          .selectFrom('slips')
          .select([
            'id',
            'issuedOn as issuedOn',
            'need',
            'network',
            'fromPartner as fromPartner',
            'toPartner as toPartner',
            'basin',
          ])
          .where('issuedOn', '<=', addDays(day, -keptDays))
          .where('id', '>', after)
          .orderBy('id')
          .limit(pageSize)
          .execute();
        for (const row of rows) {
          const { state, said, erasedOn } = stateOf(await eventsOf(row.id), day);
          if (day >= erasedOn) found.push({ ...row, state, said });
          if (found.length >= limit) return found;
        }
        const last = rows.at(-1);
        if (!last || rows.length < pageSize) return found;
        after = last.id;
      }
    },
    async erase(ids) {
      if (ids.length === 0) return;
      await database
        .deleteFrom('slips')
        .where('id', 'in', [...ids])
        .execute();
    },
  };
}
