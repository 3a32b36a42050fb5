import { type RunningApp, runApp } from '../support/app.ts';
import { type Visitor, visitor } from '../support/browser-less.ts';
import { declared } from '../support/routes.ts';
import { team } from '../support/team.ts';

const password = 'une phrase assez longue 41';
const desk = 'dila:cci-41018-01';

let running: RunningApp;
let chief: Visitor;
beforeAll(async () => {
  running = await runApp();
  const people = team(running);
  await people.join('Les deux', 'coordinator', desk, ['spro-41']);
  chief = visitor(running.app);
});
afterAll(() => running.database.destroy());

/**
 * Every form of the staff: what is posted behind a guard, and the interview that an agent begins. The words of a visitor
 * (`POST /desk`) are the exception: they wait nowhere.
 */
const forms = [
  ...declared
    .filter(
      ({ method, path, access }) => method === 'POST' && path !== '/desk' && !['public', 'kiosk'].includes(access),
    )
    .map(({ path }) => path),
  '/interviews',
];

test.each(forms)('what was typed in %s is there after signing in again', async (path) => {
  const address = path.replace(/:\w+/g, 'x');
  const typed = { channel: 'desk', need: 'job-search', words: 'Tapé « avant » la fin, à 11 h 45' };
  await chief.post(address, typed);
  expect(chief.seen.page).toBe('sign-in');
  expect(chief.seen.main.querySelector('[data-unsent]')).not.toBeNull();
  await chief.send('sign-in', { name: 'Les deux', password });
  expect(chief.seen.path).toBe('/sign-in/unsent');
  const hidden = chief.seen.main
    .querySelectorAll('form[data-form="unsent"] input')
    .map((input) => [input.getAttribute('name'), input.getAttribute('value')]);
  expect(Object.fromEntries(hidden)).toEqual(typed);
  await chief.send('unsent');
  expect([chief.seen.status, chief.seen.headers.location]).toEqual([307, address]);
  await chief.open('/account');
  await chief.send('sign-out');
});

test('an agent whose session ended finds the same need and circumstances again, and goes on with the interview', async () => {
  const typed = { channel: 'desk', need: 'summer-job', phone: 'yes' };
  await chief.post('/interviews', typed);
  await chief.send('sign-in', { name: 'Les deux', password });
  await chief.send('unsent');
  await chief.post(chief.seen.headers.location as string, typed);
  expect([chief.seen.page, chief.seen.main.getAttribute('data-question')]).toEqual(['question', 'age']);
});

test('what somebody leaves is offered no more', async () => {
  await chief.open('/account');
  await chief.send('sign-out');
  await chief.post('/desk/counts', { several: 'summer-job', number: '3' });
  await chief.send('sign-in', { name: 'Les deux', password });
  await chief.send('leave', { leave: 'yes' });
  await chief.open('/sign-in/unsent');
  expect(chief.seen.page).not.toBe('unsent');
});

test('two people on one account work side by side, in as many tabs as they like, and none reads another’s interview', async () => {
  const [one, two] = [visitor(running.app), visitor(running.app)];
  for (const person of [one, two]) {
    await person.open('/sign-in');
    await person.send('sign-in', { name: 'Les deux', password });
  }
  const begin = async (person: Visitor, need: string) => {
    await person.open('/desk');
    await person.send('start', { need });
    return person.seen.path;
  };
  const first = await begin(one, 'summer-job');
  const second = await begin(one, 'job-search');
  const third = await begin(two, 'summer-job');
  await two.send('answer', { answer: '16-17' });
  // The first tab stands where it was, and goes on.
  await one.open(first);
  expect(one.seen.main.getAttribute('data-question')).toBe('age');
  await one.open(second);
  expect(one.seen.page).toBe('question');
  await one.open(third);
  expect(one.seen.status).toBe(410);
  await one.open('/account');
  await one.send('sign-out');
  expect((await one.open('/desk')).page).toBe('sign-in');
  expect((await two.open('/desk')).page).toBe('desk');
});
