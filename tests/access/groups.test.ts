import request from 'supertest';
import { openDatabase } from '../../server/storage/database.ts';
import { password, type Staff, staffOver } from '../support/staff.ts';

const blois = 'dila:cij-41018-01';
let staff: Staff;
beforeEach(async () => {
  staff = staffOver(await openDatabase('sqlite::memory:'));
  await staff.join('Région', 'admin');
  await staff.join('Léa', 'coordinator', null, ['spro-41']);
  await staff.join('Ali', 'agent', blois);
});

const idOf = async (name: string) => (await staff.accounts.members()).find((member) => member.name === name)?.id ?? '';
const linkIn = (html: string) => /data-link="http:\/\/127\.0\.0\.1:3000(\/welcome\/[\w-]{22})"/.exec(html)?.[1] ?? '';

test('a coordinator sees and invites people of their own groups, and nobody else', async () => {
  await staff.join('Tours', 'agent', 'dila:cij-37261-01');
  await staff.join('Les deux', 'coordinator', null, ['spro-41', 'spro-37']);
  const lea = await staff.signIn('Léa');
  const { text } = await lea.get('/team').expect(200);
  const seen = [...text.matchAll(/data-account="([^"]+)"/g)].map(([, id]) => id);
  expect(seen.sort()).toEqual([await idOf('Ali'), await idOf('Léa')].sort());
  expect(text).not.toContain('value="admin"');
  expect(text).not.toContain('value="spro-37"');
  const invite = (form: object) => lea.post('/team/invitations').type('form').send(form);
  await invite({ role: 'agent', partner: 'dila:cij-37261-01' }).expect(422);
  await invite({ role: 'coordinator', group: ['spro-41', 'spro-37'] }).expect(422);
  await invite({ role: 'admin' }).expect(422);
  await invite({ role: 'coordinator', group: 'spro-41' }).expect(303);
});

test('a new password: the old one is void at once, sessions end, the link serves once and keeps the account', async () => {
  const ali = await staff.signIn('Ali');
  const lea = await staff.signIn('Léa');
  const id = await idOf('Ali');
  await lea.post(`/team/accounts/${id}/reset`).expect(303);
  const link = linkIn((await lea.get('/team')).text);
  await ali.get('/account').expect(303);
  const signIn = (typed: string) =>
    request(staff.app).post('/sign-in').type('form').send({ name: 'Ali', password: typed });
  await signIn(password).expect(422);
  const another = 'une autre longue phrase';
  const choose = () => request(staff.app).post(link).type('form').send({ name: 'Zoé', password: another });
  await choose().expect(303).expect('Location', '/desk');
  await choose().expect(410);
  await signIn(another).expect(303);
  expect(await idOf('Ali')).toBe(id);
  expect(await idOf('Zoé')).toBe('');
});

test('whoever is closed out is out at the next request, on every screen, and signs in no more', async () => {
  const screens = [await staff.signIn('Ali'), await staff.signIn('Ali')];
  const lea = await staff.signIn('Léa');
  await lea.post(`/team/accounts/${await idOf('Ali')}/disable`).expect(303);
  for (const screen of screens) await screen.get('/account').expect(303);
  await request(staff.app).post('/sign-in').type('form').send({ name: 'Ali', password }).expect(422);
  await lea.get('/team').expect(200);
});

test('nobody voids their own password', async () => {
  const lea = await staff.signIn('Léa');
  await lea.post(`/team/accounts/${await idOf('Léa')}/reset`).expect(409);
});

test('the last administrator and the last coordinator of a group leave only after handing over', async () => {
  const lea = await staff.signIn('Léa');
  const leaId = await idOf('Léa');
  await lea.post(`/team/accounts/${leaId}/disable`).expect(409);
  await lea.post(`/team/accounts/${await idOf('Ali')}/hand-over`).expect(303);
  expect((await staff.accounts.find('Ali'))?.account).toMatchObject({ role: 'coordinator', groups: ['spro-41'] });
  await lea.post(`/team/accounts/${leaId}/disable`).expect(303);
  await lea.get('/team').expect(303);

  const region = await staff.signIn('Région');
  await region.post(`/team/accounts/${await idOf('Région')}/disable`).expect(409);
  await region.post(`/team/accounts/${await idOf('Ali')}/hand-over`).expect(303);
  await region.post(`/team/accounts/${await idOf('Région')}/disable`).expect(303);
  expect((await staff.accounts.find('Ali'))?.account.role).toBe('admin');
});

test('one’s own sessions are listed, ended one by one, or all at once', async () => {
  const here = await staff.signIn('Ali');
  const there = await staff.signIn('Ali');
  const handles = async () =>
    [...(await here.get('/account').expect(200)).text.matchAll(/data-session="([^"]+)"/g)].map(([, handle]) => handle);
  expect(await handles()).toHaveLength(2);
  const other = /action="(\/account\/sessions\/[^"]+\/end)"/.exec((await here.get('/account')).text)?.[1] as string;
  await here.post(other).expect(303);
  await there.get('/account').expect(303);
  expect(await handles()).toHaveLength(1);
  const again = await staff.signIn('Ali');
  await again.post('/account/sessions/end').expect(303);
  await here.get('/account').expect(303);
  await again.get('/account').expect(303);
});

test('figures of another group are as unknown as those of no group', async () => {
  const lea = await staff.signIn('Léa');
  await lea.get('/indicators/needs.csv?basin=41-blois').expect(200);
  await lea.get('/indicators/needs.csv?basin=spro-41').expect(200);
  await lea.get('/indicators/needs.csv?basin=37-tours').expect(404);
  await lea.get('/indicators/needs?basin=spro-37').expect(404);
  await lea.get('/indicators/needs?basin=region').expect(404);
  expect((await lea.get('/indicators/needs').expect(200)).text).not.toContain('37-tours');
});

test('a form sent after the session ended is offered again, as it was typed, once somebody has signed in', async () => {
  const lea = await staff.signIn('Léa');
  staff.pass(20);
  const form = { role: 'agent', partner: 'Une structure à vérifier' };
  await lea.post('/team/invitations').type('form').send(form).expect(303).expect('Location', '/sign-in');
  const back = await lea.post('/sign-in').type('form').send({ name: 'Léa', password }).expect(303);
  expect(back.headers.location).toBe('/sign-in/unsent');
  // A page that is loaded again loses nothing: only sending it, or leaving it, ends it.
  for (const look of [1, 2]) {
    const { text } = await lea.get('/sign-in/unsent').expect(200);
    expect([look, text]).toEqual([look, expect.stringContaining('value="Une structure à vérifier"')]);
  }
  const send = () => lea.post('/sign-in/unsent').type('form').send(form);
  await send().expect(307).expect('Location', '/team/invitations');
  await send().expect(303).expect('Location', '/indicators');
  await lea.get('/sign-in/unsent').expect(303);
});
