import { addDays } from '../../server/calendar.ts';
import { createInboxes } from '../../server/liaison/inboxes.ts';
import { createSlips } from '../../server/liaison/slips.ts';
import { databases } from '../support/databases.ts';
import { copy, draft, movingClock, secret } from './drafts.ts';

const partner = copy.first.place?.partner as string;

test.each(databases)('on $name, what waits longest is in the inbox of a structure that gets hundreds after it', async ({
  open,
}) => {
  const database = await open();
  const { clock, forward } = movingClock();
  const slips = createSlips(database, secret, clock);
  const first = await slips.issue({ ...draft, issueKey: 'first' });
  const row = await database.selectFrom('slips').selectAll().executeTakeFirstOrThrow();
  const [event] = await database.selectFrom('slipEvents').selectAll().execute();
  const issuedOn = addDays(row.issuedOn, 5);
  const later = Array.from({ length: 320 }, (_, n) => ({
    ...row,
    id: `later ${n}`,
    issueKey: `i${n}`,
    visitorKey: `v${n}`,
    tokenKey: `t${n}`,
    replyKey: `r${n}`,
    issuedOn,
  }));
  for (let from = 0; from < later.length; from += 100) {
    const part = later.slice(from, from + 100);
    await database.insertInto('slips').values(part).execute();
    const events = part.map(({ id }) => ({ ...(event as NonNullable<typeof event>), slip: id, day: issuedOn }));
    await database.insertInto('slipEvents').values(events).execute();
  }
  forward(6);
  const listed = (await createInboxes(database, clock).received(partner)).map(({ id }) => id);
  expect(listed).toContain(first.id);
  expect(new Set(listed).size).toBe(listed.length);
});
