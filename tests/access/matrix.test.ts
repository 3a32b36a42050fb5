import { randomBytes } from 'node:crypto';
import supertest from 'supertest';
import type { Role } from '../../server/access/account.ts';
import { type Accounts, createAccounts } from '../../server/access/accounts.ts';
import { createHashing } from '../../server/access/hashing.ts';
import { createTokens } from '../../server/access/tokens.ts';
import { createDesks, type Desks } from '../../server/desks/desks.ts';
import { keepDirectory } from '../../server/directory/keeping.ts';
import { followDraft } from '../../server/liaison/follow.ts';
import { createSlips, type Slips } from '../../server/liaison/slips.ts';
import { createContacts } from '../../server/mail/contacts.ts';
import type { Words } from '../../server/web/words.ts';
import { copy, draft } from '../liaison/drafts.ts';
import { type RunningApp, region, runApp, secret } from '../support/app.ts';
import { type Declared, declared, undeclared } from '../support/routes.ts';

/**
 * Who may come where: each kind of person at each address of the route table, on objects of group A. What is another
 * group's is as unknown as what never was: 404.
 */
const blois = 'dila:cij-41018-01';
const tours = 'dila:cij-37261-01';
const password = 'une longue phrase de passe';
const people = ['stranger', 'kioskA', 'agentA', 'agentB', 'coordinatorA', 'coordinatorB', 'admin'] as const;
type Person = (typeof people)[number];

let running: RunningApp;
const kioskPlan = { partner: blois, kind: 'kiosk', event: null, firstDay: null, lastDay: null } as const;

let accounts: Accounts;
let slips: Slips;
let desks: Desks;
let hash: string;
const cookies = new Map<Person, string>();
const ids = new Map<Person, string>();

const cookieOf = (answer: supertest.Response): string =>
  ([answer.headers['set-cookie'] ?? []].flat() as string[]).map((set) => set.split(';')[0]).join('; ');

async function signIn(person: Person): Promise<string> {
  if (person === 'stranger') return '';
  if (person === 'kioskA') {
    const { id } = await desks.create(kioskPlan);
    return `kiosk=${await desks.pair(await desks.offerPairing(id))}`;
  }
  return cookieOf(await supertest(running.app).post('/sign-in').type('form').send({ name: person, password }));
}

async function join(name: string, role: Role, partner: string | null, groups: string[] = []): Promise<string> {
  const token = await accounts.invite({ role, partner, groups }, ids.get('admin') as string);
  return (await accounts.create(token, name, hash)).id;
}

beforeAll(async () => {
  running = await runApp();
  const clock = () => new Date('2026-11-24T09:30:00Z');
  accounts = createAccounts(running.database, clock);
  desks = createDesks(running.database, secret, clock);
  slips = createSlips(running.database, secret, clock);
  hash = await createHashing().hash(password);
  ids.set('admin', (await accounts.create((await accounts.firstLink()) as string, 'admin', hash)).id);
  ids.set('agentA', await join('agentA', 'agent', blois));
  ids.set('agentB', await join('agentB', 'agent', tours));
  ids.set('coordinatorA', await join('coordinatorA', 'coordinator', null, ['spro-41']));
  ids.set('coordinatorB', await join('coordinatorB', 'coordinator', null, ['spro-37']));
  // Somebody else who has group A, so that closing anybody is possible.
  await join('another A', 'coordinator', null, ['spro-41']);
  for (const person of people) cookies.set(person, await signIn(person));
});
afterAll(() => running.database.destroy());

const lookAfterA: readonly Person[] = ['coordinatorA', 'admin'];

/** A slip from one desk to another, which sent the person on. */
async function slipBetween(from: string, to: string): Promise<string> {
  const { directory, words } = region;
  const place = copy.first.place && { ...copy.first.place, partner: to };
  const slip = await slips.issue({
    ...draft,
    issueKey: randomBytes(6).toString('hex'),
    copy: { ...copy, first: { ...copy.first, place } },
    fromPartner: from,
  });
  const elsewhere = { day: '2026-11-24', directory, words: words.get('fr') as Words };
  const follow = followDraft(copy, 'france-travail', elsewhere) ?? undefined;
  await slips.record(slip, { type: 'redirected', network: 'france-travail' }, follow);
  return slip.id;
}

/** The objects of group A, made anew for each attempt, and who may know that they exist. */
const objects: { at: RegExp; make(): Promise<string>; knownTo: readonly Person[] }[] = [
  {
    at: /^\/team\/accounts\/:id/,
    make: () => join(randomBytes(6).toString('hex'), 'agent', blois),
    knownTo: lookAfterA,
  },
  {
    at: /^\/account\/sessions\/:handle/,
    make: async () => {
      await signIn('agentA');
      const sessions = await running.database.selectFrom('sessions').selectAll().execute();
      return sessions.filter(({ account }) => account === ids.get('agentA')).at(-1)?.idHash as string;
    },
    knownTo: ['agentA'],
  },
  {
    at: /^\/account\/tokens\/:handle/,
    make: async () => {
      const tokens = createTokens(running.database, () => new Date('2026-11-24T09:30:00Z'));
      const account = ids.get('coordinatorA') as string;
      for (const { handle } of await tokens.of(account)) await tokens.end(account, handle);
      await tokens.make(account, 'tableur du groupe');
      return (await tokens.of(account))[0]?.handle as string;
    },
    knownTo: ['coordinatorA'],
  },
  { at: /^\/desks\/:desk/, make: async () => (await desks.create(kioskPlan)).id, knownTo: lookAfterA },
  {
    at: /^\/contacts\/:contact/,
    make: async () => (await createContacts(running.database, secret).set(blois, 'a@structure.example')).id,
    knownTo: lookAfterA,
  },
  {
    at: /^\/directory\/import\/:id/,
    make: async () => {
      const clock = () => new Date('2026-11-24T09:30:00Z');
      const { imports } = keepDirectory({ ...region, database: running.database, secret, clock });
      return imports.preview('csv', [], ids.get('coordinatorA') as string);
    },
    knownTo: lookAfterA,
  },
  { at: /^\/directory\/:partner\/confirmations/, make: async () => blois, knownTo: ['agentA', ...lookAfterA] },
  { at: /^\/directory\/:partner/, make: async () => blois, knownTo: lookAfterA },
  { at: /^\/indicators\/:name/, make: async () => 'needs.json?basin=41-blois', knownTo: lookAfterA },
  {
    at: /^\/inbox\/sent\/:id/,
    make: () => slipBetween(blois, tours),
    knownTo: ['agentA'],
  },
  {
    at: /^\/inbox\/:id/,
    make: () => slipBetween(tours, blois),
    knownTo: ['agentA'],
  },
  { at: /^\/tree\/:need/, make: async () => 'summer-job', knownTo: people },
  { at: /^\/coverage\/:basin/, make: async () => '41-blois', knownTo: people },
  { at: /^\/stories\/:need/, make: async () => 'summer-job', knownTo: people },
];

const admitted: Record<Declared['access'], readonly Person[]> = {
  public: people,
  'signed-in': people.filter((person) => person !== 'stranger' && person !== 'kioskA'),
  agent: ['agentA', 'agentB'],
  coordinator: ['coordinatorA', 'coordinatorB', 'admin'],
  admin: ['admin'],
  kiosk: ['kioskA'],
};

const said = (answer: supertest.Response): string => {
  if (answer.status === 303 && /^\/sign-in(\?|$)/.test(answer.headers.location ?? '')) return 'sign in';
  if (answer.status === 403 || answer.status === 404) return String(answer.status);
  return answer.status < 500 ? 'allowed' : `fault ${answer.status}`;
};

async function attempt(line: Declared, person: Person, object: string): Promise<string> {
  const address = line.path.replace(/:\w+/, object);
  const agent = supertest(running.app);
  const sent = line.method === 'GET' ? agent.get(address) : agent.post(address).type('form').send({});
  const answer = await sent.set('Cookie', cookies.get(person) as string).set('Origin', 'http://127.0.0.1:3000');
  // These end the session they came with.
  if (/^\/(sign-out|account\/sessions\/end)$/.test(line.path)) cookies.set(person, await signIn(person));
  return said(answer);
}

test('every address of the application is declared, and nothing is declared that is not there', () => {
  expect(undeclared(running.app)).toEqual({ routes: [], lines: [] });
});

const guarded = declared.filter(({ access }) => access !== 'public');

test.each(guarded.map((line) => [line.method, line.path, line] as const))('%s %s', async (_method, _path, line) => {
  const object = objects.find(({ at }) => at.test(line.path));
  if (line.path.includes(':') && !object) throw new Error(`no object to try ${line.path} with`);
  const expected: Record<string, string> = {};
  const found: Record<string, string> = {};
  for (const person of people) {
    const knows = !object || object.knownTo.includes(person);
    const unknown = person === 'stranger' || person === 'kioskA';
    const refused = unknown && line.access !== 'kiosk' ? 'sign in' : '403';
    expected[person] = admitted[line.access].includes(person) ? (knows ? 'allowed' : '404') : refused;
    found[person] = await attempt(line, person, (await object?.make()) ?? '');
  }
  expect(found).toEqual(expected);
});

test('nobody is shown a door that is closed to them', async () => {
  for (const person of admitted['signed-in']) {
    const look = (path: string) =>
      supertest(running.app)
        .get(path)
        .set('Cookie', cookies.get(person) as string);
    const doorsOn = ({ text }: supertest.Response) =>
      [...(text.split('<main')[0] as string).matchAll(/<a href="(\/[^"]*)"/g)].map(([, href]) => href as string);
    const seen = new Set<string>();
    const doors = doorsOn(await look('/account'));
    // Every page of the bar shows those beside it.
    for (let door = doors.pop(); door; door = doors.pop()) {
      if (seen.has(door)) continue;
      seen.add(door);
      const answer = await look(door);
      expect([person, door, answer.status]).toEqual([person, door, 200]);
      doors.push(...doorsOn(answer));
    }
    expect(seen.has('/simulator')).toBe(admitted.coordinator.includes(person));
    expect(seen.has('/inbox')).toBe(admitted.agent.includes(person));
  }
});

const open = declared.filter(
  ({ access, path }) => access === 'public' && !path.startsWith('/sign-') && !path.startsWith('/interviews/'),
);

test.each(
  open.map((line) => [line.method, line.path, line] as const),
)('%s %s answers everybody alike, or by the secret in its address alone', async (_method, _path, line) => {
  const found = new Set<string>();
  for (const person of people) found.add(await attempt(line, person, 'AAAAAAAAAAAAAAAAAAAAAA'));
  expect(found.size).toBe(1);
});
