import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { parse } from 'node-html-parser';
import { openDatabase } from '../../server/storage/database.ts';
import { databases } from '../support/databases.ts';
import {
  ask,
  type Reached,
  type Running,
  reachOutcome,
  readSheet,
  startProcess,
  stateAt,
} from '../support/processes.ts';

/** `npm run audit` goes on for longer and looks deeper. */
const audit = process.env.AUDIT === 'on';
const roundsOn = (engine: string) => (audit ? 200 : engine === 'SQLite' ? 10 : 5);
const clients = 4;
/** Interviews are walked for this many rounds at a time: even a slow machine is through with them before they end. */
const roundsAWalk = 20;

const running: Running[] = [];
const start = async (url: string) => {
  const server = await startProcess(url);
  running.push(server);
  return server;
};
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

afterEach(async () => {
  await Promise.all(running.splice(0).map((server) => server.kill()));
});

/** What must be true of the database whatever happened: whole slips, each answered once at most, counted as often as written. */
async function auditOf(url: string): Promise<{ slips: number; replies: number }> {
  const database = await openDatabase(url);
  try {
    if (url.startsWith('sqlite:')) {
      const { rows } = await sql<{ integrityCheck: string }>`pragma integrity_check`.execute(database);
      expect(rows.map(({ integrityCheck }) => integrityCheck)).toEqual(['ok']);
    }
    const slips = await database.selectFrom('slips').select('id').execute();
    const events = await database.selectFrom('slipEvents').select(['slip', 'seq', 'type']).execute();
    const counts = await database.selectFrom('counts').select(['series', 'count']).execute();
    const counted = (series: string) =>
      counts.filter((cell) => cell.series === series).reduce((sum, { count }) => sum + Number(count), 0);
    const replies = events.filter(({ type }) => type === 'helped' || type === 'refused').map(({ slip }) => slip);
    const issued = events.filter(({ type, seq }) => type === 'issued' && seq === 0).map(({ slip }) => slip);
    expect(issued.sort()).toEqual(slips.map(({ id }) => id).sort());
    expect(new Set(replies).size).toBe(replies.length);
    expect(counted('slip:toNetwork')).toBe(slips.length);
    expect(counted('slip-reply:toNetwork')).toBe(replies.length);
    return { slips: slips.length, replies: replies.length };
  } finally {
    await database.destroy();
  }
}

describe.each(databases)('on $name', ({ name, place }) => {
  const rounds = roundsOn(name);

  test('of fifty replies at once through two processes one is taken, and the others are shown what was answered', async () => {
    const url = await place();
    const servers = [await start(url), await start(url)];
    const [one] = servers as [Running, Running];
    const reached = await reachOutcome(one.url);
    expect((await ask(`${one.url}${reached.slip}`, { form: {}, cookie: reached.cookie })).status).toBe(303);
    const sheet = await readSheet(one.url, reached);
    const forms = [{ answer: 'helped' }, { answer: 'refused', reason: 'not-ours' }];
    const sent = await Promise.all(
      Array.from({ length: 50 }, (_, n) =>
        ask(`${(servers[n % 2] as Running).url}${sheet?.reply}`, {
          form: forms[(n >> 1) % 2] as Record<string, string>,
        }),
      ),
    );
    expect(sent.filter(({ status }) => status === 303)).toHaveLength(1);
    const told = sent.filter(({ status }) => status === 409).map(({ html }) => parse(html).querySelector('main'));
    expect(told).toHaveLength(49);
    const state = await stateAt(`${one.url}${sheet?.reply}`);
    expect(new Set(told.map((main) => main?.getAttribute('data-state')))).toEqual(new Set([state]));
    expect(await auditOf(url)).toEqual({ slips: 1, replies: 1 });
  });

  test(
    `through ${rounds} power cuts under load no slip or reply that was acknowledged is lost or doubled`,
    async () => {
      const issued: { reached: Reached; code: string | null }[] = [];
      const replied: string[] = [];
      // Walked beforehand: an interview lives in its cookie and outlives every cut, though not its own fifteen minutes.
      const url = await place();
      let walked: Reached[] = [];
      const walk = async () => {
        const quiet = await start(url);
        walked = [];
        const wanted = Math.min(roundsAWalk, rounds) * clients;
        for (let walks = 0; walks < wanted; walks += 1) walked.push(await reachOutcome(quiet.url));
        await quiet.kill();
      };
      let seed = 20261124;
      for (let round = 0; round < rounds; round += 1) {
        if (round % roundsAWalk === 0) await walk();
        const server = await start(url);
        // Whoever was given a code before the cut finds the same slip after it, whoever answered finds the answer.
        for (const slip of issued.slice(-10)) {
          const sheet = await readSheet(server.url, slip.reached);
          expect(sheet?.code).toMatch(/-/);
          if (slip.code !== null) expect(sheet?.code).toBe(slip.code);
        }
        for (const reply of replied.slice(-10)) expect(await stateAt(`${server.url}${reply}`)).toBe('helped');

        let cut = false;
        let warm = () => {};
        const warmed = new Promise<void>((resolve) => {
          warm = resolve;
        });
        const work = Array.from({ length: clients }, async () => {
          while (!cut) {
            const reached = walked.pop() ?? (await reachOutcome(server.url));
            const { status } = await ask(`${server.url}${reached.slip}`, { form: {}, cookie: reached.cookie });
            if (status !== 303) continue;
            const slip: (typeof issued)[number] = { reached, code: null };
            issued.push(slip);
            warm();
            const sheet = await readSheet(server.url, reached);
            if (!sheet) throw new Error('a slip that was acknowledged is not there');
            slip.code = sheet.code;
            const answered = await ask(`${server.url}${sheet.reply}`, { form: { answer: 'helped' } });
            if (answered.status === 303) replied.push(sheet.reply);
          }
        });
        const load = Promise.allSettled(work);
        seed = (seed * 1103515245 + 12345) % 2147483648;
        // The first walk of a process is slow: the cut comes while it is at full work.
        await Promise.race([warmed, load]);
        await pause(20 + (seed % 250));
        cut = true;
        await server.kill();
        // A request that the cut took from its client promised nothing.
        for (const end of await load) {
          if (end.status === 'rejected') expect(String(end.reason)).toMatch(/fetch failed|terminated/);
        }
      }
      const kept = await auditOf(url);
      expect(kept.slips).toBeGreaterThanOrEqual(issued.length);
      expect(kept.replies).toBeGreaterThanOrEqual(replied.length);
      expect(issued.length).toBeGreaterThan(rounds);
      process.stderr.write(
        `${name}, ${rounds} power cuts: ${issued.length} slips and ${replied.length} replies acknowledged, 0 lost, 0 doubled\n`,
      );
    },
    audit ? 1_800_000 : 240_000,
  );

  test('nothing that people type, follow or send in a header reaches a log', async () => {
    const server = await start(await place());
    const canary = 'CANARY-7f3a';
    const headers = { 'User-Agent': canary, Referer: `http://x/${canary}`, 'X-Forwarded-For': canary };
    const reached = await reachOutcome(server.url);
    await ask(`${server.url}${reached.slip}`, { form: {}, cookie: reached.cookie });
    const sheet = await readSheet(server.url, reached);
    const fields = ['answer', 'day', 'half', 'network', 'reason', 'until', 'code', 'statement', 'opened', 'need', 'q'];
    const forms = [
      Object.fromEntries(fields.map((field) => [field, canary])),
      ...fields.map((field) => ({ answer: 'redirected', [field]: canary })),
    ];
    const paths = ['/slips', '/replies', '/replies/batch', sheet?.reply, `/slips/${sheet?.code}/statements`, '/inbox'];
    for (const path of [...paths, `/slips/${canary}`, `/replies/${canary}`, `/${canary}`, `/slips?code=${canary}`]) {
      await ask(`${server.url}${path}`, { headers, cookie: `session=${canary}` });
      for (const form of forms) await ask(`${server.url}${path}`, { headers, form });
    }
    await ask(`${server.url}/slips/${sheet?.code}/cancellation`, { headers, form: { code: canary } });
    const said = server.said();
    for (const secret of [canary, sheet?.code, sheet?.reply]) expect(said).not.toContain(secret);
  });
});

const hasStrace = spawnSync('strace', ['-V']).status === 0;
if (audit && !hasStrace) process.stderr.write('strace is not here: that each write reaches the disk is not proven.\n');

(audit && hasStrace ? test : test.skip)(
  'each acknowledged slip and reply was pressed to the disk before its answer left',
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'aiguillage-reliability-'));
    const server = await start(`sqlite:${join(folder, 'slips.sqlite')}`);
    const walks: Reached[] = [];
    for (let walk = 0; walk < 30; walk += 1) walks.push(await reachOutcome(server.url));
    const trace = join(folder, 'trace');
    const calls = 'trace=fsync,fdatasync,write,writev,sendto,sendmsg';
    const tracer = spawn('strace', ['-f', '-s', '16', '-e', calls, '-o', trace, '-p', String(server.child.pid)]);
    await new Promise((resolve) => tracer.stderr.once('data', resolve));
    let acknowledged = 0;
    for (const reached of walks) {
      const issued = await ask(`${server.url}${reached.slip}`, { form: {}, cookie: reached.cookie });
      const sheet = await readSheet(server.url, reached);
      const replied = await ask(`${server.url}${sheet?.reply}`, { form: { answer: 'helped' } });
      acknowledged += [issued, replied].filter(({ status }) => status === 303).length;
    }
    const ended = new Promise((resolve) => tracer.once('close', resolve));
    tracer.kill('SIGINT');
    await ended;
    let pressed = 0;
    let answered = 0;
    let before = 0;
    for (const line of readFileSync(trace, 'utf8').split('\n')) {
      if (/f(data)?sync\(/.test(line)) pressed += 1;
      if (!line.includes('HTTP/1.1 303')) continue;
      answered += 1;
      if (pressed > before) before = pressed;
      else throw new Error('an answer left before its write was pressed to the disk');
    }
    rmSync(folder, { recursive: true, force: true });
    expect(acknowledged).toBe(60);
    expect(answered).toBe(60);
    process.stderr.write(`${acknowledged} writes acknowledged, ${pressed} fsyncs, each before its answer\n`);
  },
  120_000,
);
