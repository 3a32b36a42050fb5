import { randomUUID } from 'node:crypto';
import { dayOf } from '../calendar.ts';
import { digester, sealer } from '../seal.ts';
import type { Database } from '../storage/database.ts';
import { newReplyCode, newReplyToken, newVisitorCode } from './code.ts';
import { type SlipCodes, slipCodesSchema, slipCopySchema } from './copy.ts';
import { type SlipRow, toEvent, toRow } from './event-rows.ts';
import { isReply, replyTypes, type SlipAct, type SlipEvent, stateOf } from './lifecycle.ts';
import { cellsOfAct, cellsOfIssue, isCounted, type SlipCounting } from './quality.ts';
import type { FollowDraft, IssuedSlip, Slip, SlipDraft, Slips } from './slip.ts';

export type { Slips } from './slip.ts';

/** A collision of random codes is drawn again; more than this many in a row is no accident. */
const mostDraws = 5;

/** The answers that tell that a structure has room. */
const tookSomebody = ['accepted', 'appointment', 'helped'];

/** A slip has a dozen places at most; one that is lost more often than that is a fault. */
const mostRaces = 20;

/**
 * Keeps slips in the database; every secret is a digest and an encrypted copy there (design D3). What `counting` counts
 * is written in the transaction of what it counts; null counts nothing.
 */
export function createSlips(
  database: Database,
  secret: string,
  clock: () => Date,
  counting: SlipCounting | null = null,
): Slips {
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
    column: 'id' | 'issueKey' | 'visitorKey' | 'tokenKey' | 'replyKey' | 'previous',
    keys: readonly string[],
  ): Promise<{ row: SlipRow; slip: Slip } | null> => {
    const row = await database.selectFrom('slips').selectAll().where(column, 'in', keys).executeTakeFirst();
    if (!row) return null;
    const events = await eventsOf(row.id);
    if (events.length === 0 || today() >= stateOf(events, today()).erasedOn) return null;
    const copy = slipCopySchema.parse(copySeal.open(row.sealedCopy, row.id));
    return { row, slip: { id: row.id, copy, events } };
  };
  const codesOf = (row: SlipRow): SlipCodes => slipCodesSchema.parse(codesSeal.open(row.sealedCodes, row.id));
  const withCodes = (found: { row: SlipRow; slip: Slip } | null): IssuedSlip | null =>
    found && { ...found.slip, codes: codesOf(found.row) };
  const findByIssueKey = async (issueKey: string) => withCodes(await find('issueKey', issueKeyOf.every(issueKey)));

  const draw = ({ issueKey, copy, fromPartner, fromNetwork, basin }: SlipDraft, previous: string | null): SlipRow => {
    const id = randomUUID();
    const codes: SlipCodes = { visitor: newVisitorCode(), reply: newReplyCode(), token: newReplyToken() };
    const open = <T>(value: T): T | null => (copy.sensitive ? null : value);
    return {
      id,
      issueKey: issueKeyOf.first(issueKey),
      visitorKey: visitorKeyOf.first(codes.visitor),
      tokenKey: tokenKeyOf.first(codes.token),
      replyKey: replyKeyOf.first(codes.reply),
      issuedOn: today(),
      need: open(copy.need.id),
      rule: open(copy.rule),
      network: open(copy.first.network),
      fromNetwork: open(fromNetwork),
      fromPartner: open(fromPartner),
      toPartner: open(copy.first.place?.partner ?? null),
      basin: open(basin),
      replyBy: open(copy.replyBy),
      previous,
      sealedCodes: codesSeal.seal(codes, id),
      sealedCopy: copySeal.seal(copy, id),
    };
  };
  /** Writes a slip and the event that issued it; false when one of its keys is taken. */
  const insert = async (transaction: Database, row: SlipRow): Promise<boolean> => {
    const inserted = await transaction
      .insertInto('slips')
      .values(row)
      .onConflict((conflict) => conflict.doNothing())
      .returning('id')
      .executeTakeFirst();
    if (!inserted) return false;
    await transaction
      .insertInto('slipEvents')
      .values(toRow(row.id, 0, { type: 'issued' }, row.issuedOn))
      .execute();
    await counting?.tally(transaction, cellsOfIssue(row));
    return true;
  };

  const count = async (transaction: Database, id: string, acts: readonly SlipAct[], seq: number): Promise<void> => {
    if (!counting || !acts.some(isCounted)) return;
    const slip = await transaction.selectFrom('slips').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
    const answered = await transaction
      .selectFrom('slipEvents')
      .select('seq')
      .where('slip', '=', id)
      .where('seq', '<', seq)
      .where('type', 'in', replyTypes)
      .limit(1)
      .executeTakeFirst();
    const cells = acts.flatMap((act) => cellsOfAct(slip, act, answered !== undefined, today(), counting.holidays));
    await counting.tally(transaction, cells);
  };
  const appendIn = async (transaction: Database, id: string, acts: readonly SlipAct[], seq: number) => {
    const [first, ...rest] = acts.map((act, index) => toRow(id, seq + index, act, today()));
    if (!first) return true;
    // Places are taken in order: whoever has the first of them has those that follow.
    const taken = await transaction
      .insertInto('slipEvents')
      .values(first)
      .onConflict((conflict) => conflict.doNothing())
      .returning('seq')
      .executeTakeFirst();
    if (!taken) return false;
    if (rest.length > 0) await transaction.insertInto('slipEvents').values(rest).execute();
    await count(transaction, id, acts, seq);
    return true;
  };
  const follows = async (transaction: Database, id: string, follow: FollowDraft): Promise<void> => {
    const { basin } = await transaction
      .selectFrom('slips')
      .select('basin')
      .where('id', '=', id)
      .executeTakeFirstOrThrow();
    const row = draw({ ...follow, basin, issueKey: `follows ${id}` }, id);
    if (!(await insert(transaction, row))) throw new Error('a slip is followed by one at most');
  };

  return {
    findByIssueKey,

    append: ({ id }, acts, expectedSeq) =>
      database.transaction().execute((transaction) => appendIn(transaction, id, acts, expectedSeq)),

    async issue(draft) {
      // Looked for first: under a SECRET that changed, the key of an earlier post is another one.
      for (let drawn = 0; drawn <= mostDraws; drawn += 1) {
        const issued = await findByIssueKey(draft.issueKey);
        if (issued) return issued;
        const row = draw(draft, null);
        await database.transaction().execute((transaction) => insert(transaction, row));
      }
      throw new Error('no slip could be issued: its codes are taken');
    },

    findByVisitorCode: async (code) => (await find('visitorKey', visitorKeyOf.every(code)))?.slip ?? null,
    findByReplyToken: async (token) => (await find('tokenKey', tokenKeyOf.every(token)))?.slip ?? null,
    async findByReplyCode(code) {
      const found = await find('replyKey', replyKeyOf.every(code));
      return found && codesOf(found.row).token;
    },
    findNext: async ({ id }) => withCodes(await find('previous', [id])),
    async fullUntil(partner, need) {
      const said = (types: readonly string[]) =>
        database
          .selectFrom('slipEvents')
          .innerJoin('slips', 'slips.id', 'slipEvents.slip')
          .select(['slipEvents.day', 'slipEvents.untilOn'])
          .where('slips.toPartner', '=', partner)
          .where('slips.need', '=', need)
          .where('slipEvents.type', 'in', types)
          .limit(1);
      const full = await said(['full'])
        .orderBy('slipEvents.day', 'desc')
        .orderBy('slipEvents.untilOn', 'desc')
        .executeTakeFirst();
      if (!full?.untilOn || full.untilOn <= today()) return null;
      const took = await said(tookSomebody).where('slipEvents.day', '>', full.day).executeTakeFirst();
      return took ? null : full.untilOn;
    },
    async findById(id) {
      const found = await find('id', [id]);
      const slip = withCodes(found);
      return found && slip && { slip, desks: { from: found.row.fromPartner, to: found.row.toPartner } };
    },

    async record(slip, act, follow) {
      let current = slip;
      for (let race = 0; race < mostRaces; race += 1) {
        const life = stateOf(current.events, today());
        const known =
          act.type === 'called-together' ? life.calledTogether : life.said.some((said) => said === act.type);
        if (known) return { done: true, slip: current };
        if (!life.allows(act.type)) return { done: false, slip: current };
        const unopened = isReply(act) && !current.events.some(({ type }) => type === 'opened');
        const acts: SlipAct[] = unopened ? [{ type: 'opened' }, act] : [act];
        const done = await database.transaction().execute(async (transaction) => {
          if (!(await appendIn(transaction, current.id, acts, life.length))) return false;
          if (follow) await follows(transaction, current.id, follow);
          return true;
        });
        current = { ...current, events: await eventsOf(current.id) };
        if (done) return { done, slip: current };
      }
      throw new Error('no event could be added: its place was taken every time');
    },
  };
}
