import type { Express } from 'express';
import supertest from 'supertest';
import { createEngine } from '../../server/interview/engine.ts';
import { publicUrl, type RunningApp, region, runApp } from '../support/app.ts';
import { type Visitor, visitor, walkTo } from '../support/browser-less.ts';

let running: RunningApp;
let app: Express;
let person: Visitor;

beforeEach(async () => {
  running = await runApp();
  app = running.app;
  person = visitor(app);
});

const counted = async (): Promise<number> => (await running.database.selectFrom('counts').selectAll().execute()).length;

async function atFirstQuestion(): Promise<string> {
  await person.open('/kiosk');
  await person.send('start', { need: 'summer-job' });
  return person.seen.path;
}

test('no answer at all brings the question back with what is missing, focused and named in the title', async () => {
  const address = await atFirstQuestion();
  const seen = await person.send('answer');
  expect(seen).toMatchObject({ status: 422, page: 'question' });
  expect(seen.main.querySelector('.errors a')?.getAttribute('href')).toBe('#answer-1');
  expect(seen.main.querySelector('#answer-1')).not.toBeNull();
  expect(seen.main.querySelector('#answer-1')?.getAttribute('aria-describedby')).toContain('wrong');
  expect((await person.open(address)).page).toBe('question');
});

test.each([
  'constructor',
  '__proto__',
  '17',
  '<script>',
  'x'.repeat(5_000),
])('the unknown option “%.20s” is refused and changes nothing', async (answer) => {
  const address = await atFirstQuestion();
  const seen = await person.send('answer', { answer });
  expect(seen.status).toBe(422);
  expect(seen.html).not.toContain('<script>');
  await person.open(address);
  expect(person.seen.main.querySelector('input[checked]')).toBeNull();
  expect(await counted()).toBe(0);
});

test('an unknown need begins nothing', async () => {
  await person.open('/kiosk');
  expect(await person.send('start', { need: 'win-the-lottery' })).toMatchObject({ status: 422, page: 'error' });
  expect(person.seen.headers['set-cookie']).toBeUndefined();
});

test('an unknown commune, typed or posted, brings the question back', async () => {
  await atFirstQuestion();
  await person.send('answer', { answer: '16-17' });
  const base = person.seen.path.replace(/\/\d+$/, '');
  await person.open(`${base}/commune`);
  expect(await person.send('commune', { commune: '99999' })).toMatchObject({ status: 422, page: 'commune' });
  expect(await person.send('commune', { q: 'zzqqxx' })).toMatchObject({ status: 422, page: 'commune' });
  expect(await person.send('commune', { q: '' })).toMatchObject({ status: 422, page: 'commune' });
});

test('a forged, foreign or old cookie is nobody’s interview: 410, and the cookie is taken back', async () => {
  const address = await atFirstQuestion();
  const base = address.replace(/\/\d+$/, '');
  const other = await runApp({ secret: 'another secret, just as long as the first one' });
  const stolen = (await supertest(other.app).post('/interviews').type('form').send({ need: 'summer-job' })).headers[
    'set-cookie'
  ] as unknown as string[];
  for (const cookie of ['interview=nonsense', 'interview=', (stolen[0] ?? '').split(';')[0] ?? '']) {
    const answer = await supertest(app).get(`${base}/1`).set('Cookie', cookie);
    expect(answer.status).toBe(410);
    expect(answer.text).toContain('data-page="closed"');
    expect(answer.text).not.toContain('at Object');
  }
});

test('a question that is no longer on the path takes no answer', async () => {
  await atFirstQuestion();
  const base = person.seen.path.replace(/\/\d+$/, '');
  await person.post(`${base}/answers`, { question: 'plan', answer: 'employer-agrees' });
  expect(person.seen).toMatchObject({ status: 200, page: 'question' });
  await person.post(`${base}/answers`, { question: 'nothing-like-it', answer: 'x' });
  expect(person.seen).toMatchObject({ status: 200, page: 'question' });
});

test('a tree that changed meanwhile is walked with the answers that still fit, and nobody is dropped', async () => {
  await walkTo(person, 'summer-job', { age: '16-17', status: 'pupil', 'job-kind': 'ordinary' });
  const { tree } = region.content;
  const needs = tree.needs.map((need) =>
    need.need === 'summer-job'
      ? { ...need, ask: ['age'], rules: need.rules.filter(({ id, when }) => id === 'too-young' || !when) }
      : need,
  );
  const shorter = { ...region.content, tree: { ...tree, needs }, version: 'another' };
  expect(createEngine(shorter).need('summer-job', '2026-11-24')).toBeDefined();
  const next = await runApp({ content: shorter, database: running.database });
  const cookie = (await supertest(app).post('/interviews').type('form').send({ need: 'summer-job' })).headers;
  const set = (cookie['set-cookie'] as unknown as string[])[0] ?? '';
  const address = cookie.location as string;
  const answer = await supertest(next.app)
    .post(`${address}/answers`)
    .set('Cookie', set.split(';')[0] ?? '')
    .set('Origin', publicUrl)
    .type('form')
    .send({ question: 'age', answer: '26-29' });
  expect(answer.status).toBe(303);
  expect(answer.headers.location).toBe(`${address}/commune`);
});

test('a form too large, too long a list of fields, or of another type is refused with its status', async () => {
  await atFirstQuestion();
  const address = person.seen.path.replace(/\/\d+$/, '/answers');
  const send = (type: string, body: string) =>
    supertest(app).post(address).set('Origin', publicUrl).set('Content-Type', type).send(body);
  expect((await send('application/x-www-form-urlencoded', `answer=${'x'.repeat(17_000)}`)).status).toBe(413);
  const many = Array.from({ length: 101 }, (_, index) => `f${index}=1`).join('&');
  expect((await send('application/x-www-form-urlencoded', many)).status).toBe(413);
  expect((await send('application/x-www-form-urlencoded; charset=latin-9', 'answer=x')).status).toBe(415);
});

test('a wrong method answers 405 with the right ones, an unknown address 404, a broken one 400', async () => {
  const put = await supertest(app).put('/kiosk/closed').set('Origin', publicUrl);
  expect(put.status).toBe(405);
  expect(put.headers.allow).toBe('GET, HEAD');
  expect((await supertest(app).get('/nowhere')).status).toBe(404);
  expect((await supertest(app).get('/interviews/%E0%A4%A')).status).toBe(400);
  for (const path of ['/nowhere', '/interviews/%E0%A4%A']) {
    const answer = await supertest(app).get(path);
    expect(answer.text).toContain('data-page="error"');
    expect(answer.text).not.toMatch(/at .+\.ts:\d+/);
  }
});

test('a form that comes from another site is refused', async () => {
  const post = () => supertest(app).post('/interviews').type('form').send({ need: 'summer-job' });
  expect((await post().set('Origin', 'https://evil.example')).status).toBe(403);
  expect((await post().set('Sec-Fetch-Site', 'cross-site').set('Origin', publicUrl)).status).toBe(403);
  expect((await post().set('Sec-Fetch-Site', 'same-site')).status).toBe(403);
  expect((await post().set('Origin', 'null')).status).toBe(403);
  expect((await post().set('Sec-Fetch-Site', 'same-origin')).status).toBe(303);
  expect((await post().set('Origin', publicUrl)).status).toBe(303);
});

test('what is typed never reaches the log', async () => {
  const address = await atFirstQuestion();
  await person.send('answer', { answer: 'CANARY-1' });
  await supertest(app).get(`${address}?q=CANARY-2`).set('User-Agent', 'CANARY-3');
  expect(running.log.join()).not.toContain('CANARY');
});
