import type { Express } from 'express';
import { region, runApp } from '../support/app.ts';
import { type Visitor, visitor, walkTo } from '../support/browser-less.ts';

let app: Express;
let person: Visitor;
let setClock: (instant: string) => void;

beforeEach(async () => {
  ({ app, setClock } = await runApp());
  person = visitor(app);
});

const pupil = { age: '16-17', status: 'pupil', 'job-kind': 'ordinary' };

test('a pupil of 16 in Blois who wants a summer job is sent to Info Jeunes in Blois, with reasons', async () => {
  const outcome = await walkTo(person, 'summer-job', pupil);
  expect(outcome.status).toBe(200);
  expect(outcome.page).toBe('outcome');
  expect(outcome.main.getAttribute('data-need')).toBe('summer-job');
  expect(outcome.main.getAttribute('data-outcome')).toBe('go');
  const first = outcome.main.querySelector('article[data-role="first"]');
  expect(first?.getAttribute('data-network')).toBe('info-jeunes');
  const partner = region.directory.partner(first?.getAttribute('data-partner') ?? '');
  expect(partner).toMatchObject({ network: 'info-jeunes', communeCode: '41018' });
  expect(first?.querySelectorAll('.ticks li').length).toBeGreaterThan(0);
});

test('each page asks one question, in a form that needs no script, and no answer stands in an address', async () => {
  await person.open('/kiosk');
  expect(person.seen.page).toBe('start');
  await person.send('start', { need: 'summer-job' });
  const addresses = [person.seen.path];
  while (person.seen.page === 'question') {
    expect(person.seen.main.querySelectorAll('fieldset')).toHaveLength(1);
    expect(person.seen.main.querySelectorAll('input[name="answer"][checked]')).toHaveLength(0);
    const question = person.seen.main.getAttribute('data-question') as keyof typeof pupil;
    await person.send('answer', { answer: pupil[question] });
    addresses.push(person.seen.path);
  }
  for (const address of addresses) {
    expect(address).toMatch(/^\/interviews\/(kiosk-)?[\w-]{22}\/(\d+|commune|outcome)$/);
    for (const answer of Object.values(pupil)) expect(address.split('/').slice(3).join()).not.toContain(answer);
  }
});

test('going back and changing an answer keeps the later answers that still fit', async () => {
  await walkTo(person, 'summer-job', pupil);
  const base = person.seen.path.replace('/outcome', '');
  await person.open(`${base}/1`);
  expect(person.seen.main.getAttribute('data-question')).toBe('age');
  expect(person.seen.main.querySelector('input[checked]')?.getAttribute('value')).toBe('16-17');
  await person.send('answer', { answer: '18-25' });
  expect(person.seen.page).toBe('outcome');
  expect(person.seen.main.querySelector('article[data-role="first"]')?.getAttribute('data-network')).toBe(
    'info-jeunes',
  );
});

test('a second need keeps what the person already said', async () => {
  await walkTo(person, 'summer-job', pupil);
  await person.send('again');
  expect(person.seen.page).toBe('need');
  await person.send('start', { need: 'find-training' });
  expect(person.seen.main.getAttribute('data-question')).not.toBe('age');
  expect(person.seen.main.getAttribute('data-question')).not.toBe('status');
});

test('an answer given on the spot asks for no commune', async () => {
  const outcome = await walkTo(person, 'summer-job', { age: 'under-14' });
  expect(outcome.main.getAttribute('data-outcome')).toBe('answered-here');
  expect(outcome.main.querySelectorAll('.journey a[href$="/commune"]')).toHaveLength(0);
  // Whoever wants a place all the same says where from, and gets one.
  expect((await person.follow('article a[href$="/commune"]')).page).toBe('commune');
  await person.send('commune', { commune: '41018' });
  expect(person.seen.main.querySelectorAll('article[data-partner]').length).toBeGreaterThan(0);
});

test('a commune is typed, homonyms are told apart, and a single match is taken at once', async () => {
  await person.open('/kiosk');
  await person.send('start', { need: 'summer-job' });
  while (person.seen.page === 'question') {
    const question = person.seen.main.getAttribute('data-question') as keyof typeof pupil;
    await person.send('answer', { answer: pupil[question] });
  }
  await person.send('commune', { q: 'vineuil' });
  expect(person.seen.page).toBe('commune');
  const codes = person.seen.main.querySelectorAll('input[name="commune"]').map((input) => input.getAttribute('value'));
  expect(codes).toEqual(expect.arrayContaining(['36247', '41295']));
  const labels = person.seen.main.querySelectorAll('label.option').map((label) => label.text);
  expect(new Set(labels).size).toBe(labels.length);
  await person.send('commune', { q: 'vineuil 41' });
  expect(person.seen.page).toBe('outcome');
});

test('the interview ends on demand: its cookie is gone and its pages say so', async () => {
  await walkTo(person, 'summer-job', pupil);
  const address = person.seen.path;
  await person.send('end');
  expect(person.seen.page).toBe('closed');
  await person.open(address);
  expect(person.seen.status).toBe(410);
  expect(person.seen.page).toBe('closed');
});

test('fifteen minutes without an answer end the interview', async () => {
  await walkTo(person, 'summer-job', pupil);
  const address = person.seen.path;
  setClock('2026-11-24T09:44:00Z');
  expect((await person.open(address)).page).toBe('outcome');
  setClock('2026-11-24T09:46:00Z');
  expect(await person.open(address)).toMatchObject({ status: 410, page: 'closed' });
});

test('two tabs are two interviews', async () => {
  await person.open('/kiosk');
  await person.send('start', { need: 'summer-job' });
  const first = person.seen.path;
  await person.open('/kiosk');
  await person.send('start', { need: 'cep-cpf-info' });
  const second = person.seen.path;
  await person.open(first);
  const one = person.seen.main.getAttribute('data-question');
  await person.open(second);
  expect(first.split('/')[2]).not.toBe(second.split('/')[2]);
  expect(one).toBe('age');
});

test('somebody who lives outside the region gets a number, never a site that does not receive them', async () => {
  const outcome = await walkTo(person, 'summer-job', pupil, 'outside');
  expect(outcome.page).toBe('outcome');
  const first = outcome.main.querySelector('article[data-role="first"]');
  expect(first?.getAttribute('data-partner')).toBeUndefined();
  expect(first?.querySelector('bdi')).not.toBeNull();
});

test('nothing on a kiosk leads out of the product', async () => {
  await walkTo(person, 'summer-job', pupil);
  for (const link of person.seen.root.querySelectorAll('a')) {
    expect(link.getAttribute('href')).toMatch(/^[/#]/);
  }
});

test('a postal code across the border offers the town people from there go to, or the region’s outside', async () => {
  await person.open('/kiosk');
  await person.send('start', { need: 'summer-job' });
  while (person.seen.page === 'question') {
    const question = person.seen.main.getAttribute('data-question') as keyof typeof pupil;
    await person.send('answer', { answer: pupil[question] });
  }
  await person.send('commune', { q: '77140' }); // Nemours
  expect(person.seen).toMatchObject({ status: 200, page: 'commune' });
  const offered = person.seen.main
    .querySelectorAll('input[name="commune"]')
    .map((input) => input.getAttribute('value'));
  expect(offered).toEqual(['45208']); // Montargis
  await person.send('commune', { q: '13001' });
  expect(person.seen).toMatchObject({ status: 200, page: 'commune' });
  expect(person.seen.main.querySelectorAll('input[name="commune"]')).toHaveLength(0);
  await person.send('commune', { outside: 'yes', q: '13001' });
  expect(person.seen.page).toBe('outcome');
  expect(person.seen.main.querySelectorAll('.notice a[href$="/commune"]')).toHaveLength(1);
});

test('somebody who does not know what to ask for is asked, not sent away', async () => {
  await person.open('/kiosk');
  const unsure = person.seen.main.querySelectorAll('button[name="need"]').at(-1);
  await person.send('start', { need: unsure?.getAttribute('value') as string });
  expect(person.seen.page).toBe('question');
});
