import SqliteFile from 'better-sqlite3';
import pg from 'pg';
import type { Database } from '../../server/storage/database.ts';
import { runApp } from '../support/app.ts';
import { visitor, walkTo } from '../support/browser-less.ts';
import { databases } from '../support/databases.ts';

const pupil = { age: '16-17', status: 'pupil', 'job-kind': 'ordinary' };

/** Makes the n-th call that reaches a database fail, whichever engine; gives how many calls there were. */
async function withFault<T>(n: number, work: () => Promise<T>): Promise<{ result: T; calls: number }> {
  const { prepare } = SqliteFile.prototype;
  const { query } = pg.Client.prototype;
  let calls = 0;
  const isFault = () => {
    calls += 1;
    return calls === n;
  };
  SqliteFile.prototype.prepare = function (this: SqliteFile.Database, source: string) {
    if (isFault()) throw new Error('the disk does not answer');
    return prepare.call(this, source);
  } as typeof prepare;
  pg.Client.prototype.query = function (this: pg.Client, ...args: unknown[]) {
    if (isFault()) return Promise.reject(new Error('the server does not answer'));
    return (query as (...all: unknown[]) => unknown).apply(this, args);
  } as typeof query;
  try {
    return { result: await work(), calls };
  } finally {
    SqliteFile.prototype.prepare = prepare;
    pg.Client.prototype.query = query;
  }
}

/** Everything that slips left in a database, and whether it hangs together. */
async function left(database: Database) {
  const slips = await database.selectFrom('slips').select(['id', 'previous']).execute();
  const events = await database.selectFrom('slipEvents').select(['slip', 'seq', 'type']).execute();
  const counts = await database.selectFrom('counts').select(['series', 'count']).execute();
  const counted = (series: string) =>
    counts.filter((cell) => cell.series === series).reduce((sum, { count }) => sum + Number(count), 0);
  const of = (type: string) => events.filter((event) => event.type === type).length;
  return {
    slips: slips.length,
    issued: of('issued'),
    countedSlips: counted('slip:toNetwork'),
    opened: of('opened'),
    redirected: of('redirected'),
    countedReplies: counted('slip-reply:toNetwork'),
    countedWrongDoors: counted('wrong-door:rule'),
    following: slips.filter(({ previous }) => previous !== null).length,
  };
}
const nothing = { opened: 0, redirected: 0, countedReplies: 0, countedWrongDoors: 0, following: 0 };
const issuedOnce = { slips: 1, issued: 1, countedSlips: 1, ...nothing };

describe.each(databases)('on $name', ({ name, open }) => {
  test('a fault at any database call of issuing a slip leaves a whole slip or none, and no false success', async () => {
    for (let n = 1; ; n += 1) {
      const database = await open();
      const { app } = await runApp({ database });
      const person = visitor(app);
      await walkTo(person, 'summer-job', pupil);
      const address = person.seen.path.replace('/outcome', '/slip');
      const { result, calls } = await withFault(n, () => person.post(address));
      const after = await left(database);
      if (calls < n) {
        expect(result.page).toBe('slip');
        process.stderr.write(`${name}: a fault at each of the ${calls} database calls of a slip\n`);
        return;
      }
      expect(result.status).toBe(500);
      if (after.slips === 0) expect(after).toEqual({ slips: 0, issued: 0, countedSlips: 0, ...nothing });
      else expect(after).toEqual(issuedOnce);
      // Tried again, it is one slip.
      expect((await person.post(address)).page).toBe('slip');
      expect(await left(database)).toEqual(issuedOnce);
    }
  }, 120_000);

  test('a fault at any database call of a reply that redirects leaves all of it or nothing', async () => {
    for (let n = 1; ; n += 1) {
      const database = await open();
      const { app } = await runApp({ database });
      const person = visitor(app);
      await walkTo(person, 'summer-job', pupil);
      await person.send('slip');
      const reply = new URL(person.seen.main.querySelector('[data-reply]')?.text.trim() as string).pathname;
      const partner = visitor(app);
      const form = { answer: 'redirected', network: 'cio' };
      const whole = {
        slips: 2,
        issued: 2,
        countedSlips: 2,
        opened: 1,
        redirected: 1,
        countedReplies: 1,
        countedWrongDoors: 1,
        following: 1,
      };
      const { result, calls } = await withFault(n, () => partner.post(reply, form));
      const after = await left(database);
      if (calls < n) {
        expect(result.main.getAttribute('data-state')).toBe('redirected');
        expect(after).toEqual(whole);
        process.stderr.write(`${name}: a fault at each of the ${calls} database calls of a redirection\n`);
        return;
      }
      expect(result.status).toBe(500);
      expect(after.redirected === 0 ? issuedOnce : whole).toEqual(after);
      const again = await partner.post(reply, form);
      expect([200, 409]).toContain(again.status);
      expect(await left(database)).toEqual(whole);
    }
  }, 120_000);
});
