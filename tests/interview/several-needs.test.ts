import type { Express } from 'express';
import { type RunningApp, region, runApp } from '../support/app.ts';
import { type Visitor, visitor, walkTo } from '../support/browser-less.ts';

/** The tree with a need that blocks the others: what is under test is the order, not which need is urgent. */
const { tree } = region.content;
const needs = tree.needs.map((need) => (need.need === 'cep-cpf-info' ? { ...need, blocks: 'money' as const } : need));
const content = { ...region.content, tree: { ...tree, needs } };

let running: RunningApp;
let app: Express;
let person: Visitor;
beforeEach(async () => {
  running = await runApp({ content });
  app = running.app;
  person = visitor(app);
});

const pupil = { age: '16-17', status: 'pupil', 'job-kind': 'ordinary' };
const firstDoor = () => person.seen.main.querySelector('article[data-role="first"]')?.getAttribute('data-network');

async function thenAlso(need: string, answers: Record<string, string>): Promise<void> {
  await person.send('again');
  await person.send('start', { need });
  while (person.seen.page === 'question') {
    const question = person.seen.main.getAttribute('data-question') as string;
    await person.send('answer', { answer: answers[question] as string });
  }
}

test('two needs of one person make one slip, the blocking one first whatever the order they were said', async () => {
  await walkTo(person, 'summer-job', pupil);
  const forJob = firstDoor();
  await thenAlso('cep-cpf-info', { contacted: 'no', topic: 'cep' });
  const forAdvice = firstDoor();
  expect(forAdvice).not.toBe(forJob);

  // Back to the first need: the other one, more urgent, is said first.
  await person.send('again');
  await person.send('start', { need: 'summer-job' });
  expect(person.seen.page).toBe('outcome');
  expect(person.seen.main.querySelector('.notice button[name="need"]')?.getAttribute('value')).toBe('cep-cpf-info');

  const slip = await person.send('slip');
  expect(slip.page).toBe('slip');
  const rows = await running.database.selectFrom('slips').selectAll().execute();
  expect(rows.map(({ need, network }) => ({ need, network }))).toEqual([{ need: 'cep-cpf-info', network: forAdvice }]);
  // Both needs stand on the visitor's half, only the addressed one on the structure's.
  const [visitorHalf, structureHalf] = slip.main.querySelectorAll('.half');
  const title = region.words.get('fr')?.t('needs.summer-job.title') as string;
  expect(visitorHalf?.text).toContain(title);
  expect(structureHalf?.text).not.toContain(title);
});

test('a need still waiting for an answer is on no slip', async () => {
  await walkTo(person, 'summer-job', pupil);
  await person.send('again');
  await person.send('start', { need: 'cep-cpf-info' });
  expect(person.seen.page).toBe('question');
  const base = person.seen.path.replace(/\/\d+$/, '');
  await person.post(`${base}/need`, { need: 'summer-job' });
  await person.send('slip');
  const rows = await running.database.selectFrom('slips').selectAll().execute();
  expect(rows.map(({ need }) => need)).toEqual(['summer-job']);
});

test('a person speaking for somebody else is asked about that person, and gets the same answer', async () => {
  await walkTo(person, 'summer-job', pupil);
  const own = person.seen.main.querySelector('article[data-role="first"]')?.getAttribute('data-partner');
  const parent = visitor(app);
  await parent.open('/kiosk');
  await parent.send('start', { need: 'summer-job', for: 'other' });
  const words = region.words.get('fr');
  const own18 = words?.t('questions.age.text');
  const other = words?.has('questions.age.other') ? words.t('questions.age.other') : own18;
  expect(parent.seen.main.querySelector('h1')?.text).toBe(other);
  while (parent.seen.page === 'question') {
    const question = parent.seen.main.getAttribute('data-question') as keyof typeof pupil;
    await parent.send('answer', { answer: pupil[question] });
  }
  expect(parent.seen.main.querySelector('h1')?.text).toBe(words?.t('interview.commune.other'));
  await parent.send('commune', { commune: '41018' });
  expect(parent.seen.main.querySelector('article[data-role="first"]')?.getAttribute('data-partner')).toBe(own);
});

test('the agent reads a professional note that the visitor does not', async () => {
  await walkTo(person, 'summer-job', pupil);
  expect(person.seen.main.querySelector('.note')).toBe(null);
});

test('the emergency numbers are one touch away on every visitor page, and need no interview', async () => {
  for (const path of ['/', '/kiosk', '/slips', '/privacy', '/nowhere', '/closed']) {
    await person.open(path);
    expect(person.seen.root.querySelectorAll('.emergency a[href$="/emergency"]')).toHaveLength(1);
  }
  await person.open('/kiosk');
  await person.follow('.emergency a');
  expect(person.seen.page).toBe('emergency');
  const numbers = person.seen.main.querySelectorAll('dt bdi').map(({ text }) => text);
  expect(numbers).toEqual(
    expect.arrayContaining(['112', '15', '17', '18', '114', '115', '119', '3919', '3114', '3020']),
  );
  expect(person.seen.main.querySelectorAll('a')).toHaveLength(0);
  await person.send('leave');
  expect(person.seen).toMatchObject({ page: 'start', path: '/kiosk' });
  expect(await running.database.selectFrom('counts').selectAll().execute()).toEqual([]);
});
