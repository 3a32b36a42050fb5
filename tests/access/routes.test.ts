import request from 'supertest';
import { openDatabase } from '../../server/storage/database.ts';
import { directory, password, type Staff, staffOver } from '../support/staff.ts';

const blois = 'dila:cij-41018-01';
const pageOf = (html: string): string | undefined => /<main[^>]* data-page="([^"]+)"/.exec(html)?.[1];
const cookiesOf = (headers: Record<string, string>): string[] =>
  [(headers['set-cookie'] ?? []) as unknown as string | string[]].flat();

let staff: Staff;
const newStaff = async (options = {}) => {
  staff = staffOver(await openDatabase('sqlite::memory:'), options);
  return staff;
};
beforeEach(() => newStaff());

describe('a one-time link', () => {
  test('shows a form, makes the first administrator and signs in; then it is gone', async () => {
    const token = (await staff.accounts.firstLink()) as string;
    const form = await request(staff.app).get(`/welcome/${token}`).expect(200);
    expect(form.text).toContain('data-form="welcome"');
    const browser = request.agent(staff.app);
    await browser.post(`/welcome/${token}`).type('form').send({ name: 'Léa', password }).expect(303);
    expect(pageOf((await browser.get('/team').expect(200)).text)).toBe('team');
    expect(pageOf((await request(staff.app).get(`/welcome/${token}`).expect(410)).text)).toBe('error');
    await request(staff.app).post(`/welcome/${token}`).type('form').send({ name: 'Ali', password }).expect(410);
  });

  test('used by twenty posts at the same instant makes one account', async () => {
    const token = (await staff.accounts.firstLink()) as string;
    const posts = Array.from({ length: 20 }, (_, index) =>
      request(staff.app)
        .post(`/welcome/${token}`)
        .type('form')
        .send({ name: `Léa ${index}`, password }),
    );
    const statuses = (await Promise.all(posts)).map(({ status }) => status);
    expect(statuses.filter((status) => status === 303)).toHaveLength(1);
    expect(statuses.filter((status) => status === 410)).toHaveLength(19);
    expect(await staff.accounts.members()).toHaveLength(1);
  });

  test('says what is wrong with a name or a password, and waits', async () => {
    const token = (await staff.accounts.firstLink()) as string;
    const post = (form: object) => request(staff.app).post(`/welcome/${token}`).type('form').send(form);
    const short = await post({ name: 'Léa', password: 'court' }).expect(422);
    expect(short.text).toContain('href="#password"');
    expect(short.text).toContain('value="Léa"');
    expect(short.text).not.toContain('court"');
    expect((await post({ password }).expect(422)).text).toContain('href="#name"');
    await post({ name: 'Léa', password }).expect(303);
  });

  test('that never was is gone like any other', async () => {
    await request(staff.app).get('/welcome/AAAAAAAAAAAAAAAAAAAAAA').expect(410);
    await request(staff.app).get('/welcome/%00').expect(410);
  });
});

describe('signing in', () => {
  beforeEach(() => staff.join('Léa', 'admin'));
  const post = (form: object) => request(staff.app).post('/sign-in').type('form').send(form);

  test('gives a session cookie that scripts and other sites do not see', async () => {
    const { headers } = await post({ name: ' léa ', password }).expect(303).expect('Location', '/indicators');
    const [cookie = ''] = cookiesOf(headers);
    expect(cookie).toMatch(/^session=/);
    expect(cookie).toMatch(/; Path=\/; HttpOnly; SameSite=Lax$/);
  });

  test('behind https gives a cookie bound to this host, whatever the relay said', async () => {
    await newStaff({ secure: true });
    await staff.join('Léa', 'admin');
    const { headers } = await post({ name: 'Léa', password }).expect(303);
    expect(cookiesOf(headers)[0]).toMatch(/^__Host-session=.*; Path=\/; HttpOnly; Secure; SameSite=Lax$/);
  });

  test('with a wrong password, a wrong name or nothing is refused alike, without a cookie', async () => {
    const wrong = [{ name: 'Léa', password: 'une autre phrase' }, { name: 'Ali', password }, {}, { name: ['Léa'] }];
    for (const form of wrong) {
      const { headers, text } = await post(form).expect(422);
      expect(cookiesOf(headers)).toEqual([]);
      expect(text).toContain('data-form="sign-in"');
      expect(text).not.toContain(password);
    }
  });

  test('goes on to the page that was asked for, and never to another site', async () => {
    const asked = await request(staff.app).get('/indicators/needs?basin=41-blois').expect(303);
    const signIn = asked.headers.location as string;
    const { text } = await request(staff.app).get(signIn).expect(200);
    expect(text).toContain('value="/indicators/needs?basin=41-blois"');
    await post({ name: 'Léa', password, next: '/team' }).expect('Location', '/team');
    await post({ name: 'Léa', password, next: '//elsewhere.example' }).expect('Location', '/indicators');
  });

  test('starts a session under a new id, whatever id the browser came with', async () => {
    const browser = await staff.signIn('Léa');
    const first = await browser.post('/sign-in').type('form').send({ name: 'Léa', password }).expect(303);
    const again = await browser.post('/sign-in').type('form').send({ name: 'Léa', password }).expect(303);
    expect(cookiesOf(first.headers)[0]).not.toBe(cookiesOf(again.headers)[0]);
    const old = (cookiesOf(first.headers)[0] ?? '').split(';')[0] as string;
    await request(staff.app).get('/team').set('Cookie', old).expect(303);
  });
});

describe('a session', () => {
  beforeEach(async () => {
    await staff.join('Léa', 'admin');
    await staff.join('Ali', 'agent', blois);
  });

  test('ends by signing out', async () => {
    const browser = await staff.signIn('Léa');
    await browser.get('/team').expect(200);
    await browser.post('/sign-out').expect(303);
    await browser.get('/team').expect(303);
  });

  test('ends after a quarter of an hour without a request, and goes on while there are some', async () => {
    const browser = await staff.signIn('Léa');
    for (let step = 0; step < 4; step += 1) {
      staff.pass(10);
      await browser.get('/team').expect(200);
    }
    staff.pass(15);
    await browser.get('/team').expect(303);
  });

  test('ends after eight hours whatever happens', async () => {
    const browser = await staff.signIn('Léa');
    for (let passed = 0; passed < 470; passed += 10) {
      staff.pass(10);
      await browser.get('/indicators').expect(200);
    }
    staff.pass(10);
    await browser.get('/indicators').expect(303);
  });

  test('ends at once when its account is closed', async () => {
    const ali = await staff.signIn('Ali');
    await ali.get('/indicators').expect(403);
    const lea = await staff.signIn('Léa');
    const { id } = (await staff.accounts.find('Ali'))?.account ?? { id: '' };
    await lea.post(`/team/accounts/${id}/disable`).expect(303);
    await ali.get('/indicators').expect(303);
    await request(staff.app).post('/sign-in').type('form').send({ name: 'Ali', password }).expect(422);
  });

  test('is read only by whoever holds its cookie, untouched', async () => {
    const browser = await staff.signIn('Léa');
    const { headers } = await browser.post('/sign-in').type('form').send({ name: 'Léa', password });
    const cookie = (cookiesOf(headers)[0] ?? '').split(';')[0] as string;
    await request(staff.app).get('/team').set('Cookie', cookie).expect(200);
    await request(staff.app)
      .get('/team')
      .set('Cookie', `${cookie.slice(0, -3)}abc`)
      .expect(303);
  });
});

describe('the team', () => {
  beforeEach(() => staff.join('Léa', 'admin'));

  test('is not for agents', async () => {
    await staff.join('Ali', 'agent', blois);
    await (await staff.signIn('Ali')).get('/team').expect(403);
    await request(staff.app).get('/team').expect(303).expect('Location', '/sign-in?next=%2Fteam');
    await request(staff.app).post('/team/invitations').expect(303).expect('Location', '/sign-in');
  });

  test('invites an agent to a desk, shows the link once, and the link makes that account', async () => {
    const browser = await staff.signIn('Léa');
    const form = { role: 'agent', partner: `${directory.partner(blois)?.name} (Blois)` };
    await browser.post('/team/invitations').type('form').send(form).expect(303).expect('Location', '/team');
    const shown = /data-link="http:\/\/127\.0\.0\.1:3000(\/welcome\/[\w-]{22})"/.exec(
      (await browser.get('/team')).text,
    );
    const link = shown?.[1] as string;
    expect((await browser.get('/team')).text).not.toContain(link);
    await request(staff.app).post(link).type('form').send({ name: 'Ali', password }).expect(303);
    expect((await staff.accounts.find('Ali'))?.account).toMatchObject({ role: 'agent', partner: blois });
  });

  test('says what is wrong with an invitation, and makes none', async () => {
    const browser = await staff.signIn('Léa');
    const wrong = await browser.post('/team/invitations').type('form').send({ role: 'agent', partner: 'inventée' });
    expect(wrong.status).toBe(422);
    expect(wrong.text).toContain('href="#partner"');
    await browser.post('/team/invitations').type('form').send({}).expect(422);
    expect(await staff.accounts.openInvitations()).toEqual([]);
  });

  test('keeps its last administrator', async () => {
    const browser = await staff.signIn('Léa');
    const { id } = (await staff.accounts.find('Léa'))?.account ?? { id: '' };
    await browser.post(`/team/accounts/${id}/disable`).expect(409);
    expect((await browser.get('/team')).text).not.toContain('data-form="disable"');
    await browser.post('/team/accounts/nobody/disable').expect(404);
  });
});
