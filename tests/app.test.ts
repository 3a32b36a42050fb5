import type { Express } from 'express';
import supertest from 'supertest';
import { createAccounts } from '../server/access/accounts.ts';
import { type RunningApp, region, runApp } from './support/app.ts';
import { type Visitor, visitor, walkTo } from './support/browser-less.ts';

let running: RunningApp;
let app: Express;
beforeEach(async () => {
  running = await runApp();
  app = running.app;
});

const password = 'une phrase assez longue 41';

async function coordinator(): Promise<Visitor> {
  const token = await createAccounts(running.database, () => new Date('2026-11-24T09:30:00Z')).firstLink();
  const person = visitor(app);
  await person.open(`/welcome/${token}`);
  await person.send('welcome', { name: 'Coordination', password });
  return person;
}

test('from the first link to the export: coordinator, agent, desk, reception, figures', async () => {
  const chief = await coordinator();
  await chief.open('/team');
  const desk = region.directory.partner('dila:cci-41018-01')?.name as string;
  await chief.send('invitation', { role: 'agent', partner: desk });
  const link = /\/welcome\/[\w-]+/.exec(chief.seen.html)?.[0] as string;

  const agent = visitor(app);
  await agent.open(link);
  await agent.send('welcome', { name: 'Accueil', password });
  await agent.open('/desk');
  expect(agent.seen.page).toBe('desk');
  expect((await agent.open('/indicators')).status).toBe(403);

  // Five people at the desk, whose commune is the desk's own: nothing is asked of where they live.
  for (let person = 0; person < 5; person += 1) {
    await walkTo(
      agent,
      'summer-job',
      { age: '16-17', status: 'pupil', 'job-kind': 'ordinary' },
      'never asked',
      '/desk',
    );
    expect(agent.seen.page).toBe('outcome');
    await agent.send('end');
    expect(agent.seen.path).toBe('/desk');
  }

  await chief.open('/indicators/receptions?from=2026-11&to=2026-11');
  expect(chief.seen.page).toBe('indicators');
  expect(chief.seen.main.querySelectorAll('table.almanac tbody td:not(.bar)').map(({ text }) => text)).toEqual(['5']);
  // The screen tells five, a file begins at eleven.
  const csv = await chief.open('/indicators/receptions.csv?from=2026-11&to=2026-11');
  expect(csv.html.charCodeAt(0)).toBe(0xfeff);
  expect(csv.html).toContain('month;basin;count;state');
  expect(csv.html).toMatch(/2026-11;41-blois;s;provisional/);
});

test('pages for signed-in people send somebody else to sign in, and back', async () => {
  await coordinator();
  const person = visitor(app);
  for (const path of ['/desk', '/team', '/indicators', '/indicators/needs.csv']) {
    const answer = await supertest(app).get(path);
    expect(answer.status).toBe(303);
    expect(answer.headers.location).toMatch(/^\/sign-in\?next=/);
  }
  await person.open('/desk');
  expect(person.seen.main.getAttribute('data-page')).toBe('sign-in');
  await person.send('sign-in', { name: 'coordination', password });
  expect(person.seen.page).toBe('desk');
  await person.send('sign-out');
  expect((await supertest(app).get('/desk')).status).toBe(303);
});

test('every answer carries the headers that keep it to itself', async () => {
  for (const path of ['/', '/kiosk', '/nowhere', '/slips', '/sign-in', '/privacy', '/api/v1/needs', '/healthz']) {
    const { headers } = await supertest(app).get(path);
    expect(headers['content-security-policy']).toContain("default-src 'none'");
    expect(headers['content-security-policy']).not.toContain('unsafe');
    expect(headers['x-content-type-options']).toBe('nosniff');
    expect(headers['referrer-policy']).toBe('no-referrer');
    expect(headers['cross-origin-opener-policy']).toBe('same-origin');
    expect(headers['x-powered-by']).toBeUndefined();
  }
});

test('no page holds a script or a style of its own', async () => {
  const person = visitor(app);
  for (const path of ['/', '/kiosk', '/slips', '/replies', '/sign-in', '/privacy', '/accessibility', '/nowhere']) {
    await person.open(path);
    expect(person.seen.html).not.toMatch(/<script(?![^>]*src=)|<style|\sstyle=|\son[a-z]+=|javascript:/i);
    expect(person.seen.root.querySelectorAll('main')).toHaveLength(1);
    expect(person.seen.root.querySelectorAll('h1')).toHaveLength(1);
  }
});

test('what browsers keep is served small, under an address that changes with it', async () => {
  const { text } = await supertest(app).get('/');
  const css = /href="(\/assets\/[0-9a-f]+\/app\.css)"/.exec(text)?.[1] as string;
  const answer = await supertest(app).get(css).set('Accept-Encoding', 'br');
  expect(answer.status).toBe(200);
  expect(answer.headers['content-encoding']).toBe('br');
  expect(answer.headers['cache-control']).toContain('immutable');
});

test('the process says that it lives, and whether it can serve', async () => {
  expect((await supertest(app).get('/healthz')).status).toBe(200);
  expect((await supertest(app).get('/readyz')).status).toBe(200);
  await running.database.destroy();
  expect((await supertest(app).get('/healthz')).status).toBe(200);
  expect((await supertest(app).get('/readyz')).status).toBe(503);
});
