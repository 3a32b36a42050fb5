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
  // A coordinator is shown figures; whoever is not signed in signs in first.
  for (const path of ['/inbox', `/inbox/${id}`, `/inbox/sent/${id}`]) {
    await chief.open(path);
    expect(chief.seen.path).toBe('/partnerships');
    expect(chief.seen.html).not.toContain(id as string);
    expect((await visitor(running.app).open(path)).page).toBe('sign-in');
  }
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
