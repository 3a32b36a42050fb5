import type { Express } from 'express';
import supertest from 'supertest';
import { openapi } from '../../server/interview/openapi.ts';
import { type RunningApp, region, runApp } from '../support/app.ts';

let running: RunningApp;
let app: Express;
beforeAll(async () => {
  running = await runApp();
  app = running.app;
});

const ask = (body: object) => supertest(app).post('/api/v1/orientation').send(body);
const pupil = { age: '16-17', status: 'pupil', 'job-kind': 'ordinary' };

test('without a need the themes are shown, each with its needs', async () => {
  const { body, status } = await ask({});
  expect(status).toBe(200);
  expect(body.status).toBe('need');
  const needs = body.themes.flatMap((theme: { needs: { id: string }[] }) => theme.needs.map(({ id }) => id));
  expect(needs).toEqual(expect.arrayContaining(['summer-job', 'find-training', 'fund-training', 'cep-cpf-info']));
});

test('the answers so far lead to the next question, then the commune, then the outcome', async () => {
  expect((await ask({ need: 'summer-job' })).body).toMatchObject({
    status: 'question',
    question: { id: 'age', kind: 'choice' },
    path: [],
  });
  expect((await ask({ need: 'summer-job', answers: pupil })).body).toMatchObject({
    status: 'question',
    question: { kind: 'commune' },
  });
  const { body } = await ask({ lang: 'fr', need: 'summer-job', answers: pupil, commune: '41018' });
  expect(body).toMatchObject({ status: 'outcome', outcome: 'go', need: 'summer-job' });
  const [first] = body.recommendations;
  expect(first).toMatchObject({
    role: 'first',
    network: { id: 'info-jeunes' },
    partner: { openNow: null, confirmedOn: null },
    fallback: null,
  });
  expect(region.directory.partner(first.partner.id)).toMatchObject({ network: 'info-jeunes', communeCode: '41018' });
  expect(body.tell.every((fact: { asOf: string; reviewBy: string }) => fact.asOf && fact.reviewBy)).toBe(true);
  expect(body.flowVersion).toBe(region.content.version);
  expect(body.directoryVersion).toBe(region.directory.version);
});

test('what would change the result is told with the network, or as depending on more', async () => {
  const { body } = await ask({ need: 'summer-job', answers: pupil, commune: '41018' });
  expect(body.changes.length).toBeGreaterThan(0);
  for (const { question, option, then } of body.changes) {
    expect(Object.keys(pupil)).toContain(question);
    expect(option).not.toBe(pupil[question as keyof typeof pupil]);
    expect(then === 'depends' || 'network' in then).toBe(true);
  }
});

test.each([
  [{ need: 'lottery' }, 'need'],
  [{ need: 'summer-job', answers: { age: '17' } }, 'answers.age'],
  [{ need: 'summer-job', answers: { mood: 'good' } }, 'answers.mood'],
  [{ need: 'summer-job', answers: pupil, commune: '99999' }, 'commune'],
  [{ need: 7 }, 'need'],
  [{ need: 'summer-job', answers: ['age'] }, 'answers'],
])('%j is refused with 422, naming %s', async (body, field) => {
  const answer = await ask(body);
  expect(answer.status).toBe(422);
  expect(answer.headers['content-type']).toContain('application/problem+json');
  expect(answer.body).toMatchObject({ status: 422, field });
});

test('broken, oversized or foreign bodies get a problem document with the right status', async () => {
  const send = (type: string, body: string) =>
    supertest(app).post('/api/v1/orientation').set('Content-Type', type).send(body);
  expect((await send('application/json', '{"need":')).status).toBe(400);
  expect((await send('application/json', JSON.stringify({ need: 'x'.repeat(20_000) }))).status).toBe(413);
  expect((await send('text/plain', 'summer-job')).status).toBe(415);
  const missing = await supertest(app).get('/api/v1/nothing');
  expect(missing.status).toBe(404);
  expect(missing.headers['content-type']).toContain('application/problem+json');
  expect((await supertest(app).get('/api/v1/orientation')).status).toBe(405);
});

test('an unknown language gets French', async () => {
  const french = await ask({ need: 'summer-job' });
  expect((await ask({ lang: 'xx', need: 'summer-job' })).body).toEqual(french.body);
});

test('the lists are those of the tree and of the directory', async () => {
  const get = async (path: string) => (await supertest(app).get(path)).body;
  const { tree } = region.content;
  expect((await get('/api/v1/needs')).needs.map(({ id }: { id: string }) => id)).toEqual(
    tree.needs.map(({ need }) => need),
  );
  expect((await get('/api/v1/questions')).questions.map(({ id }: { id: string }) => id).sort()).toEqual(
    tree.questions.map(({ id }) => id).sort(),
  );
  expect((await get('/api/v1/networks')).networks).toHaveLength(region.directory.networks.length);
  const { communes } = await get('/api/v1/communes?q=vineuil');
  expect(communes.map(({ code }: { code: string }) => code)).toEqual(expect.arrayContaining(['36247', '41295']));
  const { partners } = await get('/api/v1/partners?commune=41018');
  expect(partners.some(({ network }: { network: string }) => network === 'info-jeunes')).toBe(true);
  expect((await supertest(app).get('/api/v1/partners?commune=1')).status).toBe(422);
});

test('other sites may ask, and asking counts nobody', async () => {
  const answer = await supertest(app)
    .post('/api/v1/orientation')
    .set('Origin', 'https://other.example')
    .send({ need: 'summer-job', answers: pupil, commune: '41018' });
  expect(answer.status).toBe(200);
  expect(answer.headers['access-control-allow-origin']).toBe('*');
  expect(await running.database.selectFrom('counts').selectAll().execute()).toEqual([]);
});

test('every address of the description answers, and every answer has the fields it describes', async () => {
  expect((await supertest(app).get('/api/openapi.json')).body.openapi).toBe('3.1.0');
  for (const [path, methods] of Object.entries(openapi.paths)) {
    for (const method of Object.keys(methods)) {
      const answer =
        method === 'post'
          ? await supertest(app).post(path).send({})
          : await supertest(app).get(`${path}?q=blois&commune=41018`);
      expect(answer.status).toBe(200);
    }
  }
  const { body } = await ask({ need: 'summer-job', answers: pupil, commune: '41018' });
  expect(Object.keys(body)).toEqual(expect.arrayContaining(openapi.components.schemas.Outcome.required));
});
