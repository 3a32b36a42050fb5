import request from 'supertest';
import { type Database, openDatabase } from '../../server/storage/database.ts';
import { countQuarters } from '../support/quarters.ts';
import { type Staff, staffOver } from '../support/staff.ts';

let database: Database;
let staff: Staff;
let browser: ReturnType<typeof request.agent>;
let admin: string;
beforeEach(async () => {
  database = await openDatabase('sqlite::memory:');
  staff = staffOver(database);
  admin = (await staff.join('Ali', 'admin')).id;
  await staff.join('Léa', 'coordinator', null, ['spro-41']);
  browser = await staff.signIn('Léa');
  await countQuarters(database);
});
afterEach(() => database.destroy());

const period = 'from=2026-07&to=2026-09';
const make = async (name = 'tableur du groupe') => {
  const page = await browser.post('/account/tokens').type('form').send({ name });
  return { page, token: /id="token" readonly value="([\w-]+)"/.exec(page.text)?.[1] ?? '' };
};
const read = (token: string, address = `/indicators/needs.csv?${period}`) =>
  request(staff.app).get(address).set('Authorization', `Bearer ${token}`);
const day = 24 * 60;

test('a program reads files with the token of a coordinator: their groups, no other, and no session is begun', async () => {
  const { token } = await make();
  expect(token).toHaveLength(43);
  const file = await read(token).expect(200);
  expect(file.text).toBe((await browser.get(`/indicators/needs.csv?${period}`).expect(200)).text);
  expect(file.text).toContain('41-blois');
  expect(file.text).not.toContain('37-tours');
  expect(file.get('Set-Cookie')).toBeUndefined();
  await read(token, `/indicators/needs.csv?${period}&basin=37-tours`).expect(404);
  for (const twin of ['json', 'xlsx', 'ods', 'schema.json']) await read(token, `/indicators/needs.${twin}`).expect(200);
});

test('a token is shown once, and nothing that is kept opens anything', async () => {
  const { token } = await make();
  const page = await browser.get('/account').expect(200);
  expect(page.text).toContain('data-token-name="tableur du groupe"');
  expect(page.text).not.toContain(token);
  const rows = await database.selectFrom('tokens').selectAll().execute();
  expect(rows).toHaveLength(1);
  expect(JSON.stringify(rows)).not.toContain(token);
  await read(rows[0]?.tokenHash as string).expect(401);
});

test('a token takes no form, and opens nothing but figures', async () => {
  const { token } = await make();
  const post = request(staff.app).post('/indicators/editions').set('Authorization', `Bearer ${token}`);
  expect((await post.type('form').send({ quarter: '2026-Q3' }).expect(303)).get('Location')).toBe('/sign-in');
  expect(await database.selectFrom('editions').selectAll().execute()).toEqual([]);
  for (const address of ['/account', '/team']) {
    expect((await read(token, address).expect(303)).get('Location')).toContain('/sign-in');
  }
});

test('a token that never was, was ended, is a year old, or whose account lost its password or was closed opens nothing', async () => {
  const refused = async (token: string) => {
    const res = await read(token).expect(401);
    expect(res.get('WWW-Authenticate')).toBe('Bearer');
    expect(res.get('Content-Type')).toContain('application/problem+json');
  };
  await refused('nothing');
  await refused('');
  const ended = (await make()).token;
  const [row] = await database.selectFrom('tokens').select('tokenHash').execute();
  await browser.post(`/account/tokens/${row?.tokenHash}/end`).expect(303);
  await refused(ended);
  await browser.post(`/account/tokens/${row?.tokenHash}/end`).expect(404);

  const lost = (await make()).token;
  await read(lost).expect(200);
  const lea = (await staff.accounts.members()).find(({ name }) => name === 'Léa')?.id as string;
  const link = await staff.accounts.reset(lea, admin);
  await refused(lost);
  await staff.accounts.renew(link, 'no password fits');
  await refused(lost);
  expect(await database.selectFrom('tokens').selectAll().execute()).toEqual([]);

  const another = staffOver(database);
  await another.join('Zoé', 'coordinator', null, ['spro-41']);
  browser = await another.signIn('Zoé');
  staff = another;
  const { token } = await make();
  staff.pass(365 * day);
  await read(token).expect(200);
  staff.pass(day);
  await refused(token);
});

test('a closed account has no token any more', async () => {
  await staff.join('Zoé', 'coordinator', null, ['spro-41']);
  const { token } = await make();
  const lea = (await staff.accounts.members()).find(({ name }) => name === 'Léa')?.id as string;
  await staff.accounts.disable(lea, 'admin');
  await read(token).expect(401);
  expect(await database.selectFrom('tokens').selectAll().execute()).toEqual([]);
});

test('a token has a name, ten are enough, and agents have none', async () => {
  const short = (await make('x')).page;
  expect(short.status).toBe(422);
  expect(short.text).toContain('href="#name"');
  expect(short.text).toContain('value="x"');
  for (let count = 0; count < 10; count += 1) expect((await make(`tableur ${count}`)).page.status).toBe(200);
  expect((await make('un de trop')).page.status).toBe(422);
  expect(await database.selectFrom('tokens').selectAll().execute()).toHaveLength(10);

  await staff.join('Ana', 'agent', 'dila:cij-41018-01');
  const agent = await staff.signIn('Ana');
  expect((await agent.get('/account').expect(200)).text).not.toContain('data-form="token"');
  await agent.post('/account/tokens').type('form').send({ name: 'tableur' }).expect(403);
});

test('who comes with another kind of authorization is met as anybody', async () => {
  const res = await request(staff.app).get('/indicators/needs.csv').set('Authorization', 'Basic YTpi');
  expect([res.status, res.get('Location')?.startsWith('/sign-in')]).toEqual([303, true]);
});
