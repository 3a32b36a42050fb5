import { fork } from 'node:child_process';
import { Agent, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import ejs from 'ejs';
import express, { type Express } from 'express';
import { region, runApp } from '../support/app.ts';

/**
 * `npm run bench`: pages of the walk against an equally large static page of Express and EJS, in the same run and the
 * same process, requests interleaved. Figures are ratios of medians: absolute times depend on the machine.
 */
const rounds = 1_500;
const warmUp = 200;
const allowed = 3;

/** A page of this size, printed by a template that has nothing to compute. */
function floor(size: number): Express {
  const template = ejs.compile('<!doctype html><html lang="fr"><title>…</title><main><%= it.text %></main></html>', {
    strict: true,
    destructuredLocals: ['it'],
  });
  const text = 'x'.repeat(Math.max(0, size - 80));
  const app = express();
  app.get('/', (_req, res) => void res.send(template({ it: { text } })));
  return app;
}

async function serve(): Promise<void> {
  const { app } = await runApp();
  const ports: number[] = [];
  const listen = (of: Express) =>
    new Promise<void>((resolve) => {
      const server = of.listen(0, '127.0.0.1', () => {
        ports.push((server.address() as AddressInfo).port);
        resolve();
      });
    });
  await listen(app);
  process.on('message', async (size: number) => {
    await listen(floor(size));
    process.send?.({ ports });
  });
  process.send?.({ ports });
}

const agent = new Agent({ keepAlive: true, maxSockets: 1 });

/** One request; its time in milliseconds, what came back. */
function ask(
  port: number,
  path: string,
  cookie: string,
  form?: string,
): Promise<{ ms: number; size: number; location: string; cookie: string; html: string }> {
  return new Promise((resolve, reject) => {
    const headers = {
      ...(cookie ? { Cookie: cookie } : {}),
      ...(form === undefined ? {} : { 'Content-Type': 'application/x-www-form-urlencoded' }),
    };
    const began = performance.now();
    const sent = request({ port, path, agent, headers, method: form === undefined ? 'GET' : 'POST' }, (res) => {
      const parts: Buffer[] = [];
      res.on('data', (part) => parts.push(part));
      res.on('end', () => {
        const html = Buffer.concat(parts).toString();
        const set = res.headers['set-cookie']?.[0]?.split(';')[0] ?? cookie;
        resolve({
          ms: performance.now() - began,
          size: Buffer.byteLength(html),
          location: res.headers.location ?? path,
          cookie: set,
          html,
        });
      });
    });
    sent.on('error', reject);
    sent.end(form);
  });
}

const median = (times: number[]): number => times.sort((a, b) => a - b)[Math.floor(times.length / 2)] as number;

async function measure(): Promise<void> {
  const child = fork(fileURLToPath(import.meta.url), ['serve']);
  const told = () => new Promise<{ ports: number[] }>((resolve) => child.once('message', resolve as never));
  const [port] = (await told()).ports as [number];

  // A pupil of sixteen in Blois: the addresses of one real walk, and the cookie each needs.
  const pages: { name: string; path: string; cookie: string }[] = [{ name: 'start', path: '/kiosk', cookie: '' }];
  let at = await ask(port, '/interviews', '', 'need=summer-job&channel=kiosk');
  const base = at.location;
  at = await ask(port, at.location, at.cookie);
  pages.push({ name: 'question', path: at.location, cookie: at.cookie });
  for (const [question, answer] of [
    ['age', '16-17'],
    ['status', 'pupil'],
    ['job-kind', 'ordinary'],
  ]) {
    at = await ask(port, `${base}/answers`, at.cookie, `question=${question}&answer=${answer}`);
  }
  pages.push({ name: 'commune', path: at.location, cookie: at.cookie });
  at = await ask(port, `${base}/commune`, at.cookie, 'commune=41018');
  pages.push({ name: 'outcome', path: at.location, cookie: at.cookie });

  let worst = 0;
  for (const page of pages) {
    const { size } = await ask(port, page.path, page.cookie);
    child.send(size);
    const floorPort = (await told()).ports.at(-1) as number;
    const ours: number[] = [];
    const theirs: number[] = [];
    for (let round = -warmUp; round < rounds; round += 1) {
      const one = await ask(port, page.path, page.cookie);
      const other = await ask(floorPort, '/', '');
      if (round < 0) continue;
      ours.push(one.ms);
      theirs.push(other.ms);
    }
    const ratio = median(ours) / median(theirs);
    worst = Math.max(worst, ratio);
    console.log(
      `${page.name}: ${(size / 1000).toFixed(1)} kB, p50 ${median(ours).toFixed(2)} ms, static page ${median(theirs).toFixed(2)} ms, ratio ${ratio.toFixed(2)}`,
    );
  }
  console.log(`flow ${region.content.version}; worst ratio ${worst.toFixed(2)}, allowed ${allowed}`);
  child.kill();
  agent.destroy();
  process.exitCode = worst > allowed ? 1 : 0;
}

await (process.argv[2] === 'serve' ? serve() : measure());
