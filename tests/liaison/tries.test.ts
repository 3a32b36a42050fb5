import supertest from 'supertest';
import { newReplyCode, newReplyToken, newVisitorCode } from '../../server/liaison/code.ts';
import { createSlips } from '../../server/liaison/slips.ts';
import { publicUrl, type RunningApp, runApp, secret } from '../support/app.ts';
import { draft } from './drafts.ts';

let running: RunningApp;
const clock = () => new Date('2026-11-24T09:30:00Z');
beforeEach(async () => {
  running = await runApp({
    settings: { publicUrl, secure: false, trustProxy: 1, rateLimits: 'on', smtp: null, dataLicence: null },
  });
});
afterEach(() => running.database.destroy());

/** A person behind an address of the internet. */
const from = (address: string) => {
  const agent = supertest(running.app);
  const seen = async (sent: supertest.Test) => (await sent.set('X-Forwarded-For', address)).status;
  return {
    open: (path: string) => seen(agent.get(path)),
    type: (path: string, code: string) => seen(agent.post(path).type('form').send({ code })),
  };
};

test.each([
  ['visitor codes in addresses', (person: ReturnType<typeof from>) => person.open(`/slips/${newVisitorCode()}`), 404],
  ['visitor codes typed', (person: ReturnType<typeof from>) => person.type('/slips', newVisitorCode()), 422],
  ['reply tokens in addresses', (person: ReturnType<typeof from>) => person.open(`/replies/${newReplyToken()}`), 404],
  ['reply codes typed', (person: ReturnType<typeof from>) => person.type('/replies', newReplyCode()), 422],
])('whoever tries %s is slowed down, and nobody else', async (_what, tries, answered) => {
  const guesser = from('192.0.2.1');
  const statuses: number[] = [];
  for (let n = 0; n < 62; n += 1) statuses.push(await tries(guesser));
  expect(new Set(statuses.slice(0, 60))).toEqual(new Set([answered]));
  expect(statuses.slice(60)).toEqual([429, 429]);
  // A good code is of no use to the one who guessed: it is not told from a wrong one.
  const { codes } = await createSlips(running.database, secret, clock).issue(draft);
  expect(await guesser.open(`/slips/${codes.visitor}`)).toBe(429);
  expect(await from('192.0.2.2').open(`/slips/${codes.visitor}`)).toBe(200);
});

test('a site that opens and answers a hundred good slips is not slowed down', async () => {
  const { codes } = await createSlips(running.database, secret, clock).issue(draft);
  const site = from('192.0.2.1');
  const statuses = new Set<number>();
  for (let n = 0; n < 50; n += 1) {
    statuses.add(await site.open(`/replies/${codes.token}`));
    statuses.add(await site.type('/replies', codes.reply));
  }
  expect([...statuses].sort()).toEqual([200, 303]);
});
