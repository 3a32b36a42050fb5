import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { weekOf } from '../../server/calendar.ts';
import { cellsOf } from '../../server/indicators/indicator.ts';
import { createEngine } from '../../server/interview/engine.ts';
import { demoAccounts } from '../../server/tasks/demo-accounts.ts';
import { simulatedFates } from '../../server/tasks/simulated-fates.ts';
import { simulatedReceptions, simulatedVisits } from '../../server/tasks/simulated-year.ts';
import { region } from '../support/app.ts';

const { content, directory, words } = region;
const french = words.get('fr')?.t ?? (() => '');
const simulate = (until: string) => [
  ...simulatedReceptions({ tree: content.tree, engine: createEngine(content), directory }, until, 1),
];

describe('the simulated year', () => {
  const events = simulate('2026-11-24');
  const share = (of: (event: (typeof events)[number]) => boolean) => events.filter(of).length / events.length;
  const inMonth = (month: string) => events.filter((event) => event.month === month).length;

  test('is the same every time, and ends the day before', () => {
    expect(simulate('2026-11-24')).toEqual(events);
    expect(events.every(({ week, month }) => week <= weekOf('2026-11-23') && month <= '2026-11')).toBe(true);
  });

  test('has seasons: September is full, August is not, summer jobs come in spring', () => {
    expect(inMonth('2026-09')).toBeGreaterThan(2 * inMonth('2026-08'));
    const jobs = (month: string) => events.filter((event) => event.need === 'summer-job' && event.month === month);
    expect(jobs('2026-04').length).toBeGreaterThan(jobs('2026-09').length);
  });

  test('receives people of every basin, by every need of the scenario book', () => {
    for (const { id } of directory.basins) expect(share(({ basin }) => basin === id)).toBeGreaterThan(0);
    const told = content.tree.stories.filter(({ stories }) => stories.some(({ on }) => on === undefined));
    expect(new Set(events.map(({ need }) => need))).toEqual(new Set(told.map(({ need }) => need)));
  });

  test('counts only by the closed lists of the product', () => {
    const options = new Map(content.tree.questions.map(({ id, options: of }) => [id, new Set<string>(of)]));
    fc.assert(
      fc.property(fc.constantFrom(...events), (event) => {
        expect(event.age === null || options.get('age')?.has(event.age)).toBe(true);
        expect(event.status === null || options.get('status')?.has(event.status)).toBe(true);
        expect(event.network === null || directory.network(event.network)).toBeTruthy();
        expect(cellsOf(event).length).toBeGreaterThan(0);
      }),
    );
  });
});

describe('what becomes of the simulated slips', () => {
  const engine = createEngine(content);
  const fates = simulatedFates('2026-11-24', directory.holidays);
  const counts = new Map<string, number>();
  for (const visit of simulatedVisits({ tree: content.tree, engine, directory }, '2026-11-24', 1)) {
    for (const { series, a } of fates(visit)) {
      for (const key of [series, `${series} ${a}`]) counts.set(key, (counts.get(key) ?? 0) + 1);
    }
  }
  const count = (key: string) => counts.get(key) ?? 0;

  test('most are answered, some stay silent, few come to the wrong door, and nobody answers what was not issued', () => {
    const [issued, answered, silent] = ['slip:toNetwork', 'slip-reply:toNetwork', 'silence:toNetwork'].map(count) as [
      number,
      number,
      number,
    ];
    expect(answered).toBeGreaterThan(issued / 2);
    expect(silent).toBeGreaterThan(issued / 20);
    expect(answered + silent).toBeLessThanOrEqual(issued);
    expect(count('wrong-door:rule')).toBeLessThan(answered / 5);
    for (const { id } of directory.networks) {
      expect(count(`slip-reply:toNetwork ${id}`)).toBeLessThanOrEqual(count(`slip:toNetwork ${id}`));
    }
  });

  test('visitors answer every question of the barometer, and are rather content', () => {
    for (const { id } of region.catalogue.filter(({ denominator }) => denominator === 'opinion')) {
      expect(count(`opinion:${id}`)).toBeGreaterThan(1_000);
    }
    expect(count('opinion:satisfaction 4')).toBeGreaterThan(count('opinion:satisfaction 1'));
  });
});

describe('npm run demo', () => {
  const { NODE_ENV: _, ...inherited } = process.env;
  const start = (env: Record<string, string>) => {
    const child = spawn(process.execPath, ['dist/demo.js', '--years', '1'], {
      env: { ...inherited, PORT: '0', ...env },
    });
    let said = '';
    const heard: (() => void)[] = [];
    const hear = (part: Buffer) => {
      said += part.toString();
      for (const listener of heard) listener();
    };
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
    const until = (pattern: RegExp) =>
      new Promise<void>((resolve, reject) => {
        const look = () => pattern.test(said) && resolve();
        heard.push(look);
        look();
        void ended.then(() => reject(new Error(said)));
      });
    return { child, ended, until, said: () => said };
  };

  test('refuses to run in production, and makes nothing', async () => {
    const temporary = mkdtempSync(join(tmpdir(), 'demo-production-'));
    const secret = 's'.repeat(40);
    const env = { NODE_ENV: 'production', PUBLIC_URL: 'https://x.example', SECRET: secret, TMPDIR: temporary };
    expect(await start(env).ended).toBe(1);
    expect(readdirSync(temporary)).toEqual([]);
    rmSync(temporary, { recursive: true });
  });

  test('opens the three doors with the printed password, whatever database is set, and leaves nothing behind', async () => {
    const temporary = mkdtempSync(join(tmpdir(), 'demo-'));
    const demo = start({ TMPDIR: temporary, DATABASE_URL: `sqlite:${join(temporary, 'real.sqlite')}` });
    await demo.until(/\/sign-in\?next=\/indicators[\s\S]*\n[^\n]*: \S{12}\n/);
    const url = /http:\/\/127\.0\.0\.1:\d+/.exec(demo.said())?.[0] as string;
    const password = /: (\S{12})\n/.exec(demo.said())?.[1] as string;
    process.stdout.write(
      `${demo
        .said()
        .split('\n')
        .find((line) => / s\.$/.test(line))}\n`,
    );
    expect((await fetch(`${url}/kiosk`)).status).toBe(200);
    const doors = ['/indicators', '/desk', '/indicators'];
    for (const [index, { name }] of demoAccounts(directory, french).entries()) {
      const signedIn = await fetch(`${url}/sign-in`, {
        method: 'POST',
        body: new URLSearchParams({ name, password }),
        redirect: 'manual',
      });
      const cookie = signedIn.headers.get('set-cookie')?.split(';')[0] ?? '';
      expect((await fetch(`${url}${doors[index]}`, { headers: { cookie }, redirect: 'manual' })).status).toBe(200);
      if (doors[index] === '/desk') continue;
      const report = await (await fetch(`${url}/indicators/report`, { headers: { cookie } })).text();
      expect(report.match(/data-part="/g)?.length).toBeGreaterThan(5);
    }
    demo.child.kill('SIGTERM');
    expect(await demo.ended).toBe(0);
    expect(readdirSync(temporary)).toEqual([]);
    rmSync(temporary, { recursive: true });
  }, 120_000);
});
