import { createAccounts } from '../../server/access/accounts.ts';
import { type RunningApp, region, runApp } from '../support/app.ts';
import { type Visitor, visitor, walkTo } from '../support/browser-less.ts';

const pupil = { age: '16-17', status: 'pupil', 'job-kind': 'ordinary' };
const password = 'une phrase assez longue 41';
const desk = region.directory.partnersOf('france-services').find(({ communeName }) => communeName === 'Blois');
if (!desk) throw new Error('there is a France services in Blois');

let running: RunningApp;
beforeEach(async () => {
  running = await runApp();
});

/** Signs somebody new in: the first account administers the region, then whoever is invited keeps the desk of a structure. */
async function join(name: string, role: 'agent' | 'coordinator', partner: string | null): Promise<Visitor> {
  const accounts = createAccounts(running.database, () => new Date('2026-11-24T09:30:00Z'));
  const first = await accounts.firstLink();
  const inviter = (await accounts.members())[0]?.id as string;
  const token = first ?? (await accounts.invite({ role, partner, groups: [] }, inviter));
  const person = visitor(running.app);
  await person.open(`/welcome/${token}`);
  await person.send('welcome', { name, password });
  return person;
}

/** A slip issued at the desk of Blois, to the Info Jeunes of Blois; both desks, and a coordinator. */
async function slipBetweenDesks() {
  const chief = await join('Coordination', 'coordinator', null);
  const sender = await join('Accueil', 'agent', desk?.id as string);
  await walkTo(sender, 'summer-job', pupil, '41018', '/desk');
  const partner = sender.seen.main.querySelector('article[data-role="first"]')?.getAttribute('data-partner') as string;
  const sheet = await sender.send('slip');
  const code = sheet.main.getAttribute('data-code') as string;
  const receiver = await join('Jeunesse', 'agent', partner);
  return { chief, sender, receiver, code };
}

const linesOn = (person: Visitor, list: string) =>
  person.seen.main
    .querySelectorAll(`[data-list="${list}"] [data-slip]`)
    .map((line) => [line.getAttribute('data-slip'), line.getAttribute('data-state')] as const);

test('a structure finds the slips addressed to it and answers one without its code; the sender reads the news', async () => {
  const { sender, receiver, code } = await slipBetweenDesks();
  await receiver.open('/inbox');
  const [[id, state] = []] = linesOn(receiver, 'to-answer');
  expect(state).toBe('issued');
  await receiver.follow(`[data-slip="${id}"] a`);
  expect(receiver.seen.page).toBe('reply');
  await receiver.send('reply', { answer: 'appointment', day: '2026-12-01', half: 'morning' });
  await receiver.open('/inbox');
  expect(linesOn(receiver, 'to-answer')).toEqual([[id, 'appointment']]);

  await sender.open('/desk');
  const news = sender.seen.main.querySelectorAll('[data-news] [data-state]');
  expect(news.map((line) => line.getAttribute('data-state'))).toEqual(['appointment']);
  await sender.open('/inbox');
  expect(linesOn(sender, 'sent')).toEqual([[id, 'appointment']]);
  // Printed again from the sealed copy, with the same codes.
  await sender.follow(`[data-slip="${id}"] a`);
  expect([sender.seen.page, sender.seen.main.getAttribute('data-code')]).toEqual(['slip', code]);

  await receiver.open(`/inbox/${id}`);
  await receiver.send('reply', { answer: 'helped' });
  await receiver.open('/inbox');
  expect([linesOn(receiver, 'to-answer'), linesOn(receiver, 'closed')]).toEqual([[], [[id, 'helped']]]);
});

test('a desk reads and answers its own slips only: those of others do not exist for it', async () => {
  const { chief, sender, receiver } = await slipBetweenDesks();
  await receiver.open('/inbox');
  const [[id] = []] = linesOn(receiver, 'to-answer');
  const stranger = await join('Ailleurs', 'agent', region.directory.partnersOf('cio')[0]?.id as string);
  for (const path of [`/inbox/${id}`, `/inbox/sent/${id}`, `/inbox/${id}/sheet`, '/inbox/x', `/inbox/${id}%20`]) {
    expect((await stranger.open(path)).status).toBe(404);
  }
  expect((await stranger.post(`/inbox/${id}`, { answer: 'helped' })).status).toBe(404);
  // Each end has its own right: the sender does not answer, the receiver does not print the codes.
  expect((await sender.open(`/inbox/${id}`)).status).toBe(404);
  expect((await receiver.open(`/inbox/sent/${id}`)).status).toBe(404);
  // Who keeps no desk has no inbox; whoever is not signed in signs in first.
  for (const path of ['/inbox', `/inbox/${id}`, `/inbox/sent/${id}`]) {
    await chief.open(path);
    expect(chief.seen.status).toBe(403);
    expect(chief.seen.main.outerHTML).not.toContain(id as string);
    expect((await visitor(running.app).open(path)).page).toBe('sign-in');
  }
});

test('a coordinator who keeps a desk besides has the inbox of that desk', async () => {
  const { receiver, chief } = await slipBetweenDesks();
  await receiver.open('/inbox');
  const accounts = createAccounts(running.database, () => new Date('2026-11-24T09:30:00Z'));
  const [first, , keeper] = await accounts.members();
  const token = await accounts.invite(
    { role: 'coordinator', partner: keeper?.partner ?? null, groups: ['spro-41'] },
    first?.id as string,
  );
  const both = visitor(running.app);
  await both.open(`/welcome/${token}`);
  await both.send('welcome', { name: 'Les deux', password });
  await both.open('/inbox');
  expect(linesOn(both, 'to-answer')).toEqual(linesOn(receiver, 'to-answer'));
  expect(linesOn(both, 'to-answer')).toHaveLength(1);
  const linksOf = (person: Visitor) =>
    person.seen.root.querySelectorAll('.deskbar nav a').map((link) => link.getAttribute('href'));
  expect(linksOf(both)).toContain('/inbox');
  await chief.open('/desk');
  expect(linksOf(chief)).not.toContain('/inbox');
});

test('a structure that was called with the person is told so wherever it meets the slip', async () => {
  const { sender, receiver } = await slipBetweenDesks();
  expect(sender.seen.main.querySelector('[data-together]')).toBeNull();
  await receiver.open('/inbox');
  expect(receiver.seen.main.querySelector('[data-together]')).toBeNull();
  const slip = sender.seen.path;
  await sender.open(slip.replace('/slip', '/outcome'));
  await sender.send('slip', { together: 'yes' });
  expect(sender.seen.main.querySelectorAll('[data-together]')).toHaveLength(1);
  await sender.open(slip.replace('/slip', '/ticket'));
  expect(sender.seen.main.querySelectorAll('[data-together]')).toHaveLength(1);
  await sender.open('/inbox');
  expect(sender.seen.main.querySelector('[data-list="sent"] [data-together]')).not.toBeNull();
  await receiver.open('/inbox');
  expect(receiver.seen.main.querySelector('[data-list="to-answer"] [data-together]')).not.toBeNull();
  await receiver.follow('[data-list="to-answer"] a');
  expect(receiver.seen.main.querySelector('aside [data-together]')).not.toBeNull();
});

test('a sensitive slip is in nobody’s list', async () => {
  await join('Coordination', 'coordinator', null);
  const sender = await join('Accueil', 'agent', desk.id);
  await walkTo(
    sender,
    'fund-training',
    {
      status: 'jobseeker',
      'training-kind': 'long',
      age: '30-44',
      'seeker-plan': 'only-an-idea',
      executive: 'no',
      'health-service': 'yes',
    },
    '41018',
    '/desk',
  );
  expect((await sender.send('slip')).page).toBe('slip');
  await sender.open('/inbox');
  for (const list of ['to-answer', 'sent', 'closed']) expect(linesOn(sender, list)).toEqual([]);
});

test('the printed list names a slip from its third working day on, and it is late after the day promised', async () => {
  const { receiver } = await slipBetweenDesks();
  await receiver.open('/inbox/digest');
  expect(linesOn(receiver, 'to-answer')).toEqual([]);
  // Friday 27 November is the third working day after Tuesday 24; a session of the morning is over by then.
  running.setClock('2026-11-27T09:30:00Z');
  const signIn = async () => {
    await receiver.open('/sign-in');
    await receiver.send('sign-in', { name: 'Jeunesse', password });
  };
  await signIn();
  await receiver.open('/inbox/digest');
  expect(linesOn(receiver, 'to-answer')).toHaveLength(1);
  expect(receiver.seen.main.querySelector('[data-late]')).toBeNull();
  running.setClock('2026-12-02T09:30:00Z');
  await signIn();
  await receiver.open('/inbox');
  expect(receiver.seen.main.querySelector('[data-late]')).not.toBeNull();
});
