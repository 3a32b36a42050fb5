import type { Express } from 'express';
import { type RunningApp, runApp } from '../support/app.ts';
import { type Visitor, visitor, walkTo } from '../support/browser-less.ts';

let running: RunningApp;
let app: Express;
let person: Visitor;

beforeEach(async () => {
  running = await runApp();
  app = running.app;
  person = visitor(app);
});

const pupil = { age: '16-17', status: 'pupil', 'job-kind': 'ordinary' };
const slips = () => running.database.selectFrom('slips').selectAll().execute();
const countOf = async (series: string) =>
  (await running.database.selectFrom('counts').selectAll().where('series', '=', series).execute()).reduce(
    (sum, { count }) => sum + Number(count),
    0,
  );

test('one click issues a slip; twenty at once issue the same one', async () => {
  await walkTo(person, 'summer-job', pupil);
  const address = person.seen.path.replace('/outcome', '/slip');
  const seen = await Promise.all(Array.from({ length: 20 }, () => person.post(address)));
  const codes = new Set(seen.map(({ main }) => main.getAttribute('data-code')));
  expect(codes.size).toBe(1);
  expect([...codes][0]).toMatch(/^[0-9A-Z]{5}-[0-9A-Z]{5}-[0-9A-Z]$/);
  expect(await slips()).toHaveLength(1);
  expect(await running.database.selectFrom('slipEvents').selectAll().execute()).toHaveLength(1);
});

test('the slip page shows both halves, and its two secrets open disjoint pages', async () => {
  await walkTo(person, 'summer-job', pupil);
  const slip = await person.send('slip');
  expect(slip.page).toBe('slip');
  expect(slip.main.getAttribute('data-state')).toBe('issued');
  const code = slip.main.getAttribute('data-code') as string;
  const replyCode = slip.main.querySelector('[data-reply-code]')?.text.trim() as string;
  const reply = slip.main.querySelector('[data-reply]')?.text.trim() as string;
  expect(replyCode[0]).not.toBe(code[0]);
  const partner = visitor(app);
  const replyPath = new URL(reply).pathname;
  expect((await partner.open(replyPath)).page).toBe('reply');
  expect((await partner.open(`/slips/${code}`)).page).toBe('slip');
  expect((await partner.open(`/replies/${code}`)).status).toBe(404);
  expect((await partner.open(`/slips/${replyCode}`)).status).toBe(404);
});

test('the structure answers in three gestures without an account, once, and the visitor sees it', async () => {
  await walkTo(person, 'summer-job', pupil);
  const slip = await person.send('slip');
  const code = slip.main.getAttribute('data-code') as string;
  const path = new URL(slip.main.querySelector('[data-reply]')?.text.trim() as string).pathname;
  const partner = visitor(app);
  await partner.open(path);
  await partner.send('reply', { answer: 'helped' });
  expect(partner.seen.main.getAttribute('data-state')).toBe('helped');
  expect((await partner.post(path, { answer: 'no-show' })).status).toBe(409);
  await person.open('/slips');
  await person.send('find', { code });
  expect(person.seen.main.getAttribute('data-state')).toBe('helped');
});

test('issuing a slip does not end the interview, and another answer makes another slip', async () => {
  await walkTo(person, 'summer-job', pupil);
  const outcome = person.seen.path;
  const first = (await person.send('slip')).main.getAttribute('data-code');
  await person.open(outcome.replace('/outcome', '/1'));
  await person.send('answer', { answer: '14-15' });
  expect(person.seen.page).toBe('outcome');
  const second = (await person.send('slip')).main.getAttribute('data-code');
  expect(second).not.toBe(first);
  expect(await slips()).toHaveLength(2);
});

test('a reception is counted once when an outcome is first reached, a need once each', async () => {
  await walkTo(person, 'summer-job', pupil);
  expect(await countOf('reception')).toBe(1);
  expect(await countOf('need')).toBe(1);
  const outcome = person.seen.path;
  await person.open(outcome.replace('/outcome', '/1'));
  await person.send('answer', { answer: '18-25' });
  await person.open(outcome);
  expect(await countOf('reception')).toBe(1);
  expect(await countOf('need')).toBe(1);
  await person.send('again');
  await person.send('start', { need: 'cep-cpf-info' });
  while (person.seen.page === 'question') {
    const first = person.seen.main.querySelector('input[name="answer"]')?.getAttribute('value') as string;
    await person.send('answer', { answer: first });
  }
  expect(person.seen.page).toBe('outcome');
  expect(await countOf('reception')).toBe(1);
  expect(await countOf('need')).toBe(2);
});

test('the same last answer posted twenty times at once counts one reception', async () => {
  await person.open('/kiosk');
  await person.send('start', { need: 'summer-job' });
  const base = person.seen.path.replace(/\/\d+$/, '');
  await Promise.all(
    Array.from({ length: 20 }, () => person.post(`${base}/answers`, { question: 'age', answer: 'under-14' })),
  );
  expect(await countOf('reception')).toBe(1);
});

test('somebody who gives no outcome is counted nowhere', async () => {
  await person.open('/kiosk');
  await person.send('start', { need: 'summer-job' });
  await person.send('answer', { answer: '16-17' });
  expect(await running.database.selectFrom('counts').selectAll().execute()).toEqual([]);
});

test('a sensitive wish is handed over to nobody but the paper’s inside, and counted without a trace of it', async () => {
  await walkTo(person, 'fund-training', {
    status: 'jobseeker',
    'training-kind': 'long',
    age: '30-44',
    'seeker-plan': 'only-an-idea',
    executive: 'no',
    'health-service': 'yes',
  });
  expect(person.seen.main.querySelector('article[data-role="first"]')?.getAttribute('data-network')).toBe('cap-emploi');
  await person.send('slip');
  const stored = JSON.stringify([
    await slips(),
    await running.database.selectFrom('slipEvents').selectAll().execute(),
    await running.database.selectFrom('counts').selectAll().execute(),
  ]);
  for (const word of ['cap-emploi', 'health', 'fund-training', 'Cap emploi']) expect(stored).not.toContain(word);
  const answers = person.seen.main.querySelectorAll('.tickbox').map(({ text }) => text);
  expect(answers.length).toBeGreaterThan(0);
  expect(answers.join()).not.toMatch(/handicap|santé/i);
});
