import supertest from 'supertest';
import { createContacts } from '../../server/mail/contacts.ts';
import { createDigests } from '../../server/mail/digests.ts';
import { type RunningApp, region, runApp, secret } from '../support/app.ts';
import { type Visitor, visitor, walkTo } from '../support/browser-less.ts';
import { declared } from '../support/routes.ts';
import { team } from '../support/team.ts';

const blois = 'dila:cij-41018-01';
const tours = 'dila:cij-37261-01';
const address = 'accueil@structure.example';
const clock = () => new Date('2026-11-24T09:30:00Z');

let running: RunningApp;
let coordinator: Visitor;
beforeEach(async () => {
  running = await runApp();
  coordinator = await team(running).join('Coordination', 'coordinator', null, ['spro-41']);
});
afterEach(() => running.database.destroy());

const contacts = () => createContacts(running.database, secret);
const digests = (now = clock) => createDigests(running.database, now);
const save = async (person: Visitor, partner: string, typed: string) => {
  await person.open('/contacts');
  return person.send('contact', { partner, address: typed });
};
const wrongField = (person: Visitor) => person.seen.main.querySelector('[aria-invalid]')?.getAttribute('name');

test('a coordinator gives a structure of the group its address, corrects it, stops the mail and removes it', async () => {
  await save(coordinator, blois, address);
  const line = () => coordinator.seen.main.querySelector('[data-contact]');
  expect(line()?.text).toContain(address);
  await coordinator.follow('[data-contact] a');
  expect(coordinator.seen.main.querySelector('input[name="address"]')?.getAttribute('value')).toBe(address);
  const partner = coordinator.seen.main.querySelector('input[name="partner"]')?.getAttribute('value') as string;
  await coordinator.send('contact', { partner, address: 'autre@structure.example' });
  expect((await contacts().all()).map((one) => one.address)).toEqual(['autre@structure.example']);
  await coordinator.send('muting');
  expect(line()?.querySelector('[data-muted]')).not.toBeNull();
  await coordinator.send('resumption');
  expect(line()?.querySelector('[data-muted]')).toBeNull();
  await coordinator.send('removal');
  expect(line()).toBeNull();
  expect(await contacts().all()).toEqual([]);
});

test.each([
  'a@x.fr\r\nBcc: b@x.fr',
  'a@x.fr, b@x.fr',
  'Accueil <a@x.fr>',
  'nobody',
  '',
])('a hostile or malformed address is refused at its field, and nothing is kept: %j', async (typed) => {
  await save(coordinator, blois, typed);
  expect([coordinator.seen.status, wrongField(coordinator)]).toEqual([422, 'address']);
  expect(coordinator.seen.main.querySelector('[role="alert"] a')?.getAttribute('href')).toBe('#address');
  expect(await contacts().all()).toEqual([]);
});

test('the structures of other groups are not theirs to write to', async () => {
  await save(coordinator, tours, address);
  expect([coordinator.seen.status, wrongField(coordinator)]).toEqual([422, 'partner']);
  await contacts().set(tours, address);
  expect((await coordinator.open('/contacts')).html).not.toContain(address);
});

test('what became of the last mail is said to the coordinator, and a corrected address is tried at once', async () => {
  await contacts().set(blois, address);
  const stateShown = async () => {
    await coordinator.open('/contacts');
    const failed = coordinator.seen.main.querySelector('[data-failed]') !== null;
    return [coordinator.seen.main.querySelector('[data-contact] [data-state]')?.getAttribute('data-state'), failed];
  };
  expect(await stateShown()).toEqual([undefined, false]);
  await digests().claim('2026-W48', blois);
  expect(await stateShown()).toEqual(['claimed', false]);
  // Claimed this long ago: whoever did has died since.
  await digests().settle('2026-W48', blois, 'unreachable');
  await digests(() => new Date('2026-11-24T09:10:00Z')).claim('2026-W48', blois);
  expect(await stateShown()).toEqual(['uncertain', true]);
  for (const [fate, failed] of [
    ['unreachable', true],
    ['refused', true],
    ['uncertain', true],
    ['sent', false],
  ] as const) {
    await digests().settle('2026-W48', blois, fate);
    expect(await stateShown()).toEqual([fate, failed]);
  }
  await digests().settle('2026-W48', blois, 'refused');
  await save(coordinator, blois, 'autre@structure.example');
  expect(await digests().claim('2026-W48', blois)).toBe(true);
});

test('a link of a mail stops these mails by a post alone, and can be taken back', async () => {
  const contact = await contacts().set(blois, address);
  const path = `/digests/${contacts().muteToken(contact)}`;
  const reader = visitor(running.app);
  const muted = async () => (await contacts().of(blois))?.mutedOn !== null;
  for (let scans = 0; scans < 3; scans += 1) await reader.open(path);
  expect([reader.seen.page, await muted()]).toEqual(['digest-mute', false]);
  expect(reader.seen.html).not.toContain(address);
  await reader.send('mute');
  expect([reader.seen.path, reader.seen.main.getAttribute('data-muted'), await muted()]).toEqual([path, 'yes', true]);
  await reader.send('resumption');
  expect(await muted()).toBe(false);
  // The button of mail programs posts this, from no page and without a browser, and follows no redirect.
  const pressed = await supertest(running.app).post(path).type('form').send({ 'List-Unsubscribe': 'One-Click' });
  expect([pressed.status, await muted()]).toEqual([200, true]);
});

test('a link that was changed, or whose address was replaced, opens nothing', async () => {
  const contact = await contacts().set(blois, address);
  const other = await contacts().set(tours, address);
  const token = contacts().muteToken(contact);
  const reader = visitor(running.app);
  const forged = [
    `${contact.id}.`,
    contact.id,
    `${other.id}.${token.split('.')[1]}`,
    `${token}.x`,
    `${token.slice(0, -1)}`,
  ];
  for (const text of forged) {
    expect((await reader.open(`/digests/${text}`)).status).toBe(404);
    expect((await reader.post(`/digests/${text}`)).status).toBe(404);
    expect((await reader.post(`/digests/${text}/resumption`)).status).toBe(404);
  }
  await contacts().set(blois, 'autre@structure.example');
  expect((await reader.post(`/digests/${token}`)).status).toBe(404);
  expect((await contacts().all()).map(({ mutedOn }) => mutedOn)).toEqual([null, null]);
});

test('an address is shown to whoever looks after its group, and on no other page, interface or log', async () => {
  await contacts().set(blois, address);
  const agent = await team(running).join('Accueil', 'agent', blois);
  const stranger = visitor(running.app);
  const objects: Record<string, string> = { name: 'needs.json', need: 'summer-job', basin: '41-blois' };
  const shownOn: string[] = [];
  for (const { method, path } of declared) {
    if (method !== 'GET') continue;
    const at = path.replace(/:(\w+)/g, (_all, name: string) => objects[name] ?? '1');
    for (const [name, person] of Object.entries({ agent, stranger, coordinator })) {
      if ((await person.open(at)).html.includes('structure.example')) shownOn.push(`${name} ${path}`);
    }
  }
  expect(shownOn).toEqual(['coordinator /contacts']);
  expect(running.log.join()).not.toContain('structure.example');
});

test('a slip of an exercise leaves nothing that could be written about', async () => {
  const desk = region.directory.partnersOf('france-services').find(({ communeName }) => communeName === 'Blois');
  const agent = await team(running).join('Apprentie', 'agent', desk?.id as string);
  await agent.open('/account');
  await agent.post('/account/training', { training: 'on' });
  expect(agent.seen.root.querySelector('.training')).not.toBeNull();
  await walkTo(agent, 'summer-job', { age: '16-17', status: 'pupil', 'job-kind': 'ordinary' }, '41018', '/desk');
  await agent.send('slip');
  expect(agent.seen.main.getAttribute('data-code')).toMatch(/^X/);
  expect(await running.database.selectFrom('slips').select('id').execute()).toEqual([]);
});
