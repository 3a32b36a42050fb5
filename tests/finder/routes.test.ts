import supertest from 'supertest';
import { openapi } from '../../server/interview/openapi.ts';
import { region, runApp } from '../support/app.ts';
import { visitor } from '../support/browser-less.ts';

test('at a kiosk the person’s own words bring needs above the themes, and one of them begins the interview', async () => {
  const { app } = await runApp();
  const person = visitor(app);
  await person.open('/kiosk');
  await person.send('find', { q: 'mon fils veut bosser cet été' });
  expect(person.seen).toMatchObject({ status: 200, path: '/kiosk', page: 'start' });
  const buttons = person.seen.root.querySelectorAll('form[data-form="start"] button[name="need"]');
  expect(buttons[0]?.getAttribute('value')).toBe('summer-job');
  expect(person.seen.root.querySelectorAll('details.theme').length).toBeGreaterThan(3);
  await person.send('start', { need: 'summer-job' });
  expect(person.seen.page).toBe('question');
});

test('nothing that was typed stays: not in an address, a log, a table, a cache or on the kiosk', async () => {
  const { app, database, log } = await runApp();
  const person = visitor(app);
  const said = 'kumquat violet je sors de prison';
  for (const door of ['/', '/kiosk']) {
    await person.open(door);
    await person.send('find', { q: said });
    expect(person.seen.path).toBe(door);
    expect(person.seen.headers['cache-control']).toBe('no-store');
    expect(person.seen.headers['set-cookie']).toBeUndefined();
    expect(person.seen.html.includes('kumquat')).toBe(door === '/');
  }
  expect(log).toEqual([]);
  expect(await database.selectFrom('counts').selectAll().execute()).toEqual([]);
});

test.each(['/', '/kiosk'])('words of distress show the numbers first on %s', async (door) => {
  const { app } = await runApp();
  const person = visitor(app);
  await person.open(door);
  expect(person.seen.root.querySelector('[data-help]')).toBeNull();
  await person.send('find', { q: 'je veux mourir' });
  const help = person.seen.root
    .querySelectorAll('[data-help] [data-number]')
    .map((at) => at.getAttribute('data-number'));
  expect(help).toContain('3114');
  expect(person.seen.html.indexOf('data-help')).toBeLessThan(person.seen.html.indexOf('name="need"'));
  expect(person.seen.root.querySelectorAll('[data-help] a').length > 0).toBe(door === '/');
});

test('where nothing is sure the page says so and keeps its themes', async () => {
  const { app } = await runApp();
  const person = visitor(app);
  await person.open('/');
  for (const q of ['pizza ananas', '']) {
    await person.send('find', { q });
    expect(person.seen.status).toBe(200);
    expect(person.seen.root.querySelector('[data-not-found]')).not.toBeNull();
    expect(person.seen.root.querySelector('[data-found]')).toBeNull();
  }
});

test('the desk searches for signed-in people only', async () => {
  const { app } = await runApp();
  const person = visitor(app);
  await person.post('/desk', { q: 'bafa' });
  expect(person.seen.page).toBe('sign-in');
});

test('the interface finds needs and numbers, and says when nothing is sure', async () => {
  const { app } = await runApp();
  const find = async (q: string) => (await supertest(app).get('/api/v1/find').query({ q })).body;
  const found = await find('jveux passer le bafa');
  expect(Object.keys(found).sort()).toEqual([...openapi.components.schemas.Found.required].sort());
  expect(found).toMatchObject({ confident: true, help: [] });
  expect(found.needs[0]).toMatchObject({ id: 'summer-job' });
  expect(await find('asdf qwer')).toEqual({ confident: false, needs: [], help: [] });
  const { help } = await find('je dors dehors ce soir');
  expect(help.map(({ number }: { number: string }) => number)).toContain('115');
  for (const { number, text } of help) {
    expect(region.emergency.some((known) => known.number === number)).toBe(true);
    expect(text.length).toBeGreaterThan(3);
  }
  expect((await supertest(app).get('/api/v1/find')).body.confident).toBe(false);
});
