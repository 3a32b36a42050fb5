import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createChores } from '../../server/liaison/chores.ts';
import { keptDays, silentDays, stateOf } from '../../server/liaison/lifecycle.ts';
import { createSlips } from '../../server/liaison/slips.ts';
import { openDatabase } from '../../server/storage/database.ts';
import { databases } from '../support/databases.ts';
import { draft, movingClock, secret, sensitiveDraft } from './drafts.ts';

const typesOf = (slip: { events: readonly { type: string }[] } | null) => slip?.events.map(({ type }) => type);

describe.each(databases)('on $name', ({ open }) => {
  const opened = async () => {
    const database = await open();
    const { clock, forward } = movingClock();
    const slips = createSlips(database, secret, clock);
    return { database, clock, forward, slips, chores: createChores(database, slips, clock) };
  };

  test('twenty posts at once of one interview make one slip, and all are given the same codes', async () => {
    const { slips, database } = await opened();
    const issued = await Promise.all(Array.from({ length: 20 }, () => slips.issue(draft)));
    expect(new Set(issued.map(({ id }) => id)).size).toBe(1);
    expect(new Set(issued.map(({ codes }) => JSON.stringify(codes))).size).toBe(1);
    expect(await database.selectFrom('slips').selectAll().execute()).toHaveLength(1);
    expect(await database.selectFrom('slipEvents').selectAll().execute()).toHaveLength(1);
    expect(await slips.issue(draft)).toEqual(issued[0]);
  });

  test('another interview, or another outcome of the same one, is another slip with other codes', async () => {
    const { slips } = await opened();
    const one = await slips.issue(draft);
    const other = await slips.issue({ ...draft, issueKey: 'the same interview, another outcome' });
    expect(other.id).not.toBe(one.id);
    for (const code of ['visitor', 'reply', 'token'] as const) expect(other.codes[code]).not.toBe(one.codes[code]);
  });

  test('the copy stays as it was sealed, codes included, whatever becomes of the directory', async () => {
    const { slips } = await opened();
    const issued = await slips.issue(draft);
    // The same interview is posted again after its partner moved: the paper that was printed stands.
    const moved = { ...draft.copy, directoryVersion: '000000000000', first: { ...draft.copy.first, place: null } };
    const again = await slips.issue({ ...draft, copy: moved });
    expect(again.copy).toEqual(draft.copy);
    expect(await slips.findByIssueKey(draft.issueKey)).toEqual(issued);
    expect((await slips.findByReplyToken(issued.codes.token))?.copy).toEqual(draft.copy);
    expect((await slips.findByVisitorCode(issued.codes.visitor))?.copy).toEqual(draft.copy);
  });

  test('each secret opens its own side only, and no side shows a secret', async () => {
    const { slips } = await opened();
    const { codes } = await slips.issue(draft);
    const all = [codes.visitor, codes.reply, codes.token];
    for (const other of all.filter((code) => code !== codes.visitor)) {
      expect(await slips.findByVisitorCode(other)).toBeNull();
    }
    for (const other of all.filter((code) => code !== codes.token))
      expect(await slips.findByReplyToken(other)).toBeNull();
    for (const other of all.filter((code) => code !== codes.reply))
      expect(await slips.findByReplyCode(other)).toBeNull();
    expect(await slips.findByReplyCode(codes.reply)).toBe(codes.token);
    const seen = [await slips.findByVisitorCode(codes.visitor), await slips.findByReplyToken(codes.token)];
    for (const code of all) expect(JSON.stringify(seen)).not.toContain(code);
  });

  test('of two replies that race for the same place one is written', async () => {
    const { slips } = await opened();
    const { id, codes } = await slips.issue(draft);
    const written = await Promise.all([
      slips.append({ id }, [{ type: 'opened' }, { type: 'helped' }], 1),
      slips.append({ id }, [{ type: 'opened' }, { type: 'full', until: '2026-12-20' }], 1),
    ]);
    expect(written.filter(Boolean)).toHaveLength(1);
    const events = typesOf(await slips.findByReplyToken(codes.token));
    expect(events).toHaveLength(3);
    expect(events?.slice(0, 2)).toEqual(['issued', 'opened']);
  });

  test('of fifty final replies at once one wins, and the others are shown what was answered', async () => {
    const { slips } = await opened();
    const { codes } = await slips.issue(draft);
    const replies = await Promise.all(
      Array.from({ length: 50 }, async (_, index) => {
        const slip = await slips.findByReplyToken(codes.token);
        if (!slip) throw new Error('the slip is there');
        return slips.record(slip, index % 2 ? { type: 'helped' } : { type: 'refused', reason: 'not-ours' });
      }),
    );
    expect(replies.filter(({ done }) => done)).toHaveLength(1);
    const final = stateOf((await slips.findByReplyToken(codes.token))?.events ?? [], '2026-11-24').state;
    for (const { slip } of replies) expect(stateOf(slip.events, '2026-11-24').state).toBe(final);
  });

  test('a reply and a word of the visitor at the same instant are both kept', async () => {
    const { slips } = await opened();
    const { codes } = await slips.issue(draft);
    const slip = await slips.findByVisitorCode(codes.visitor);
    if (!slip) throw new Error('the slip is there');
    const both = await Promise.all([
      slips.record(slip, { type: 'nobody-replied' }),
      slips.record(slip, { type: 'appointment', on: '2026-12-01', half: 'afternoon' }),
    ]);
    expect(both.map(({ done }) => done)).toEqual([true, true]);
    const life = stateOf((await slips.findByVisitorCode(codes.visitor))?.events ?? [], '2026-11-24');
    expect(life.state).toBe('appointment');
    expect(life.reply).toEqual({ type: 'appointment', on: '2026-12-01', half: 'afternoon', day: '2026-11-24' });
    expect(life.said).toEqual(['nobody-replied']);
  });

  test('the visitor says a thing once, however often it is sent', async () => {
    const { slips } = await opened();
    const { codes } = await slips.issue(draft);
    const slip = await slips.findByVisitorCode(codes.visitor);
    if (!slip) throw new Error('the slip is there');
    const sent = await Promise.all(Array.from({ length: 10 }, () => slips.record(slip, { type: 'helped-me' })));
    expect(sent.every(({ done }) => done)).toBe(true);
    expect(typesOf(await slips.findByVisitorCode(codes.visitor))).toEqual(['issued', 'helped-me']);
  });

  test('when its time is over a slip is found by nothing, then erased with its events', async () => {
    const { slips, chores, database, forward } = await opened();
    const silent = await slips.issue(draft);
    const answered = await slips.issue({ ...draft, issueKey: 'answered at once' });
    await slips.record(answered, { type: 'helped' });
    await slips.record(answered, { type: 'answered-me' });

    forward(keptDays - 1);
    expect(await chores.spent(10)).toEqual([]);
    expect(await slips.findByVisitorCode(answered.codes.visitor)).not.toBeNull();
    forward(1);
    expect(await slips.findByVisitorCode(answered.codes.visitor)).toBeNull();
    expect(await slips.findByReplyToken(answered.codes.token)).toBeNull();
    expect(await slips.findByReplyCode(answered.codes.reply)).toBeNull();
    expect(await slips.findByIssueKey('answered at once')).toBeNull();
    expect(await chores.spent(10)).toEqual([answered.id]);
    await chores.erase([answered.id]);
    expect(await chores.spent(10)).toEqual([]);

    forward(silentDays);
    expect(await chores.spent(10)).toEqual([silent.id]);
    await chores.erase([silent.id]);
    for (const table of ['slips', 'slipEvents'] as const) {
      expect(await database.selectFrom(table).selectAll().execute()).toEqual([]);
    }
  });

  test('a sensitive slip is a row that names no need, no network, no place and no desk', async () => {
    const { slips, database } = await opened();
    const { codes } = await slips.issue(sensitiveDraft);
    expect(await database.selectFrom('slips').selectAll().executeTakeFirst()).toMatchObject({
      need: null,
      network: null,
      fromPartner: null,
      toPartner: null,
      basin: null,
    });
    expect((await slips.findByReplyToken(codes.token))?.copy.first.network).toBe('cap-emploi');
  });

  test('days are all that is kept of when', async () => {
    const { slips, database } = await opened();
    await slips.record(await slips.issue(draft), { type: 'helped' });
    const rows = [
      ...(await database.selectFrom('slips').selectAll().execute()),
      ...(await database.selectFrom('slipEvents').selectAll().execute()),
    ];
    const open = JSON.stringify(rows.map((row) => ({ ...row, sealedCodes: '', sealedCopy: '' })));
    expect(open).toContain('2026-11-24');
    expect(open).not.toMatch(/\d\d:\d\d/);
  });

  test('a copy that was changed, or moved to another slip, does not open', async () => {
    const { slips, database } = await opened();
    const one = await slips.issue(draft);
    const two = await slips.issue(sensitiveDraft);
    const sealed = await database.selectFrom('slips').select('sealedCopy').where('id', '=', two.id).executeTakeFirst();
    await database
      .updateTable('slips')
      .set(sealed ?? {})
      .where('id', '=', one.id)
      .execute();
    await expect(slips.findByReplyToken(one.codes.token)).rejects.toThrow();
  });

  test('while SECRET changes, slips of before are found and opened, and new ones are made under the new secret', async () => {
    const { slips, database, clock } = await opened();
    const old = await slips.issue(draft);
    const fresh = 'another secret, of forty characters too';
    const both = createSlips(database, `${fresh},${secret}`, clock);
    expect((await both.findByVisitorCode(old.codes.visitor))?.copy).toEqual(draft.copy);
    expect(await both.findByReplyCode(old.codes.reply)).toBe(old.codes.token);
    // The same interview, posted again after the change, is still the same slip.
    expect(await both.issue(draft)).toEqual(old);
    const next = await both.issue({ ...draft, issueKey: 'after the change' });
    const onlyFresh = createSlips(database, fresh, clock);
    expect((await onlyFresh.findByVisitorCode(next.codes.visitor))?.id).toBe(next.id);
    expect(await onlyFresh.findByVisitorCode(old.codes.visitor)).toBeNull();
    expect(await slips.findByVisitorCode(next.codes.visitor)).toBeNull();
  });

  test('under another SECRET the same database opens nothing', async () => {
    const { slips, database, clock } = await opened();
    const { codes } = await slips.issue(draft);
    const stranger = createSlips(database, `${secret} changed`, clock);
    expect(await stranger.findByVisitorCode(codes.visitor)).toBeNull();
    expect(await stranger.findByReplyToken(codes.token)).toBeNull();
    expect(await stranger.findByReplyCode(codes.reply)).toBeNull();
    expect(await stranger.findByIssueKey(draft.issueKey)).toBeNull();
  });
});

test('whoever reads the database file finds no code, no partner of a sensitive slip, nothing that was said', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'aiguillage-slips-'));
  try {
    const database = await openDatabase(`sqlite:${join(folder, 'slips.sqlite')}`);
    const slips = createSlips(database, secret, movingClock().clock);
    const { codes } = await slips.issue(sensitiveDraft);
    await slips.record((await slips.findByReplyToken(codes.token)) ?? (await slips.issue(sensitiveDraft)), {
      type: 'redirected',
      network: null,
    });
    await database.destroy();
    const bytes = readdirSync(folder).map((name) => readFileSync(join(folder, name), 'latin1'));
    const { need, first } = sensitiveDraft.copy;
    const secrets = [
      codes.visitor,
      codes.visitor.replaceAll('-', ''),
      codes.reply,
      codes.token,
      sensitiveDraft.issueKey,
    ];
    for (const hidden of [...secrets, need.id, 'Handicap', first.network, first.networkName, first.place?.partner]) {
      expect(bytes.filter((file) => hidden && file.includes(hidden))).toHaveLength(0);
    }
    expect(bytes.join()).toContain('2026-11-24');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
