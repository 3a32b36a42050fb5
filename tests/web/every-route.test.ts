import type { Express } from 'express';
import supertest from 'supertest';
import { createAccounts } from '../../server/access/accounts.ts';
import { publicUrl, type RunningApp, runApp } from '../support/app.ts';

interface Layer {
  match(path: string): boolean;
  route?: { path: string | string[]; methods: Record<string, boolean> };
  handle?: { stack?: Layer[] };
}

/** Where routers may be mounted; Express keeps no trace of it but the answer to « would you take this path? ». */
const mounts = ['', '/interviews', '/api', '/api/v1'];

/** Every route of the application as `METHOD /path`, whatever router holds it. */
function routesOf(stack: readonly Layer[], base = ''): string[] {
  return stack.flatMap((layer) => {
    if (layer.route) {
      const methods = Object.keys(layer.route.methods).map((method) => method.toUpperCase());
      return [layer.route.path].flat().flatMap((path) => methods.map((method) => `${method} ${base}${path}`));
    }
    const inner = layer.handle?.stack;
    if (!inner) return [];
    if (layer.match('/nowhere/at/all')) return routesOf(inner, base);
    const found = mounts.filter((mount) => mount !== '' && layer.match(mount));
    if (found.length === 0) throw new Error('a router is mounted where this test does not look: name it in `mounts`');
    return found.flatMap((mount) => routesOf(inner, base + mount));
  });
}

let running: RunningApp;
let app: Express;
let routes: string[];
beforeAll(async () => {
  running = await runApp();
  app = running.app;
  routes = routesOf(app.router.stack as unknown as Layer[]);
});
afterAll(() => running.database.destroy());

/** An address of a route: what stands for a parameter leads nowhere, which is answered by pages of their own. */
const addressOf = (route: string) => route.replace(/^\w+ /, '').replace(/:\w+/g, 'kiosk-AAAAAAAAAAAAAAAAAAAAAA');
const ofMethod = (method: string) => routes.filter((route) => route.startsWith(`${method} `));

/** Posts that any site may send: public, anonymous, never counted, without a cookie. */
const openToAll = ['POST /api/v1/orientation'];

test('the crawl sees the routes of every domain', () => {
  for (const route of [
    'GET /',
    'GET /kiosk/emergency',
    'POST /interviews/:id/answers',
    'GET /slips/:code',
    'POST /replies/:token',
    'POST /team/invitations',
    'GET /indicators/:name',
    'GET /api/v1/needs',
    'GET /healthz',
  ]) {
    expect(routes).toContain(route);
  }
  expect(new Set(routes.map((route) => route.split(' ')[0]))).toEqual(new Set(['GET', 'POST']));
});

test('every address answers with the headers that keep it to itself', async () => {
  const wrong: string[] = [];
  for (const route of [...ofMethod('GET'), 'GET /nowhere', 'GET /assets/none.css']) {
    const { headers, status, text } = await supertest(app).get(addressOf(route));
    const wanted: Record<string, RegExp> = {
      'content-security-policy':
        /^(?!.*unsafe)(?=.*default-src 'none')(?=.*frame-ancestors 'none')(?=.*form-action 'self')/,
      'x-content-type-options': /^nosniff$/,
      'referrer-policy': /^no-referrer$/,
      'cross-origin-opener-policy': /^same-origin$/,
      'cross-origin-resource-policy': route.includes('/api/') ? /^(same|cross)-origin$/ : /^same-origin$/,
      'x-frame-options': /^DENY$/i,
      'permissions-policy': /camera=\(\)/,
    };
    if (headers['content-type']?.startsWith('text/html')) {
      wanted['cache-control'] = /no-store/;
      if (/<script(?![^>]*src=)|<style|\sstyle=|\son[a-z]+=|javascript:/i.test(text)) wrong.push(`${route}: inline`);
    }
    for (const [name, value] of Object.entries(wanted)) {
      if (!value.test(headers[name] ?? '')) wrong.push(`${route} ${status}: ${name} is ${headers[name]}`);
    }
    if (headers['x-powered-by']) wrong.push(`${route}: says what it runs on`);
  }
  expect(wrong).toEqual([]);
});

test('over https every address says that it is only ever reached so', async () => {
  const secured = await runApp({
    settings: {
      publicUrl: 'https://accueil.example',
      secure: true,
      trustProxy: 0,
      rateLimits: 'off',
      smtp: null,
      dataLicence: null,
    },
  });
  for (const route of ofMethod('GET')) {
    const { headers } = await supertest(secured.app).get(addressOf(route));
    expect(`${route} ${headers['strict-transport-security']}`).toMatch(/max-age=\d{8}/);
  }
  await secured.database.destroy();
});

test('every post that changes something refuses other sites, signed in or not', async () => {
  const accounts = createAccounts(running.database, () => new Date('2026-11-24T09:30:00Z'));
  const token = (await accounts.firstLink()) as string;
  const chief = supertest.agent(app);
  await chief
    .post(`/welcome/${token}`)
    .set('Origin', publicUrl)
    .type('form')
    .send({ name: 'Coordination', password: 'une phrase assez longue 41' })
    .expect(303);
  const posts = routes.filter((route) => !/^(GET|OPTIONS|HEAD) /.test(route) && !openToAll.includes(route));
  expect(posts.length).toBeGreaterThan(15);
  const foreign: Record<string, string>[] = [
    ...['same-site', 'cross-site', 'none'].flatMap((site): Record<string, string>[] => [
      { 'Sec-Fetch-Site': site },
      { 'Sec-Fetch-Site': site, Origin: publicUrl },
    ]),
    { Origin: 'https://elsewhere.example' },
    { Origin: 'null' },
    { Origin: `${publicUrl}.elsewhere.example` },
  ];
  const passed: string[] = [];
  for (const route of posts) {
    for (const person of [supertest(app), chief]) {
      for (const headers of foreign) {
        const { status } = await person.post(addressOf(route)).set(headers).type('form').send({});
        if (status !== 403) passed.push(`${route} ${JSON.stringify(headers)}: ${status}`);
      }
    }
    const silent = await chief.post(addressOf(route)).type('form').send({});
    if (silent.status !== 403) passed.push(`${route} with a session and no origin: ${silent.status}`);
  }
  expect(passed).toEqual([]);
});
