import { createSlips } from '../../server/liaison/slips.ts';
import { type RunningApp, region, runApp } from '../support/app.ts';
import { type Visitor, visitor, walkTo } from '../support/browser-less.ts';
import { databases } from '../support/databases.ts';
import { team } from '../support/team.ts';
import { copy, draft, movingClock, secret } from './drafts.ts';

const partner = copy.first.place?.partner as string;

describe.each(databases)('on $name', ({ open }) => {
  test('a structure is full for a need until the day it said, or until it takes somebody again', async () => {
    const { clock, forward } = movingClock();
    const slips = createSlips(await open(), secret, clock);
    const issue = (issueKey: string) => slips.issue({ ...draft, issueKey });
    const full = () => slips.fullUntil(partner, 'summer-job');
    expect(await full()).toBeNull();
    await slips.record(await issue('first'), { type: 'full', until: '2026-12-04' });
    expect(await full()).toBe('2026-12-04');
    expect(await slips.fullUntil(partner, 'find-training')).toBeNull();
    expect(await slips.fullUntil('another', 'summer-job')).toBeNull();
    forward(1);
    await slips.record(await issue('second'), { type: 'full', until: '2026-12-02' });
    expect(await full()).toBe('2026-12-02');
    forward(1);
    const third = await issue('third');
    await slips.record(third, { type: 'accepted' });
    expect(await full()).toBeNull();
    forward(1);
    await slips.record(await issue('fourth'), { type: 'full', until: '2026-12-02' });
    expect(await full()).toBe('2026-12-02');
    // Of two answers of one day, the day furthest off is told: nobody comes for nothing.
    await slips.record(await issue('fifth'), { type: 'full', until: '2026-12-04' });
    await slips.record(await issue('sixth'), { type: 'full', until: '2026-12-01' });
    expect(await full()).toBe('2026-12-04');
    // The day it said, people may come again.
    forward(7);
    expect(await full()).toBeNull();
  });
});

test('whoever is sent to a structure that said it is full is told so, at the kiosk and at the desk alike', async () => {
  const running: RunningApp = await runApp();
  const pupil = { age: '16-17', status: 'pupil', 'job-kind': 'ordinary' };
  const told = (person: Visitor) => person.seen.main.querySelector('[data-full]') !== null;
  const first = visitor(running.app);
  await walkTo(first, 'summer-job', pupil);
  expect(told(first)).toBe(false);
  await first.send('slip');
  const reply = new URL(first.seen.main.querySelector('[data-reply]')?.text.trim() as string).pathname;
  await visitor(running.app).post(reply, { answer: 'full', until: '2026-12-04' });
  const next = visitor(running.app);
  await walkTo(next, 'summer-job', pupil);
  expect([next.seen.page, told(next)]).toEqual(['outcome', true]);
  const desk = region.directory.partnersOf('france-services').find(({ communeName }) => communeName === 'Blois');
  const agent = await team(running).join('Accueil', 'agent', desk?.id as string);
  await walkTo(agent, 'summer-job', pupil, '41018', '/desk');
  expect([agent.seen.page, told(agent)]).toEqual(['outcome', true]);
  running.setClock('2026-12-04T09:30:00Z');
  const later = visitor(running.app);
  await walkTo(later, 'summer-job', pupil);
  expect([later.seen.page, told(later)]).toEqual(['outcome', false]);
  await running.database.destroy();
});
