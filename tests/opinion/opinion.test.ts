import { createAccounts } from '../../server/access/accounts.ts';
import { createOpinions } from '../../server/opinion/opinions.ts';
import { type RunningApp, runApp } from '../support/app.ts';
import { type Visitor, visitor, walkTo } from '../support/browser-less.ts';
import { databases } from '../support/databases.ts';

const pupil = { age: '16-17', status: 'pupil', 'job-kind': 'ordinary' };

describe.each(databases)('$name', ({ open }) => {
  test('nothing is asked until a coordinator chooses, and then what was chosen last', async () => {
    const database = await open();
    const clock = () => new Date('2026-11-24T09:30:00Z');
    const opinions = createOpinions(database, clock);
    expect(await opinions.asked()).toEqual([]);
    await opinions.choose(['satisfaction', 'first-visit']);
    expect(await opinions.asked()).toEqual(['first-visit', 'satisfaction']);
    expect(await createOpinions(database, clock).asked()).toEqual(['first-visit', 'satisfaction']);
    await opinions.choose([]);
    expect(await opinions.asked()).toEqual([]);
  });
});

describe('the barometer', () => {
  let running: RunningApp;
  let chief: Visitor;
  beforeEach(async () => {
    running = await runApp();
    chief = visitor(running.app);
    const token = await createAccounts(running.database, () => new Date('2026-11-24T09:30:00Z')).firstLink();
    await chief.open(`/welcome/${token}`);
    await chief.send('welcome', { name: 'Coordination', password: 'une phrase assez longue 41' });
  });
  afterEach(() => running.database.destroy());

  const choose = async (...asked: string[]) => {
    await chief.open('/barometer');
    // biome-ignore lint/suspicious/noExplicitAny: a form holds the same name several times
    await chief.send('barometer', { asked: asked as any });
  };
  const counted = async () =>
    (await running.database.selectFrom('counts').selectAll().where('series', 'like', 'opinion:%').execute()).map(
      ({ series, basin, a, count }) => `${series} ${basin} ${a} ${Number(count)}`,
    );
  const say = async (person: Visitor, said: Record<string, string>) => {
    await person.follow('a[href$="/opinion"]');
    expect(person.seen.page).toBe('opinion');
    return person.send('opinion', said);
  };

  test('is not offered where no question is on, and nobody but a coordinator turns one on', async () => {
    const person = visitor(running.app);
    const { path } = await walkTo(person, 'summer-job', pupil);
    expect(person.seen.main.querySelector('a[href$="/opinion"]')).toBeNull();
    expect((await person.open(path.replace('/outcome', '/opinion'))).page).toBe('outcome');
    expect((await person.post('/barometer', { asked: 'satisfaction' })).page).toBe('sign-in');
    await walkTo(person, 'summer-job', pupil);
    expect(person.seen.main.querySelector('a[href$="/opinion"]')).toBeNull();
  });

  test('asks what is on, with nothing preselected, and counts each answer by month and basin', async () => {
    await choose('first-visit', 'satisfaction');
    expect(chief.seen.main.querySelectorAll('input[checked]')).toHaveLength(2);
    const person = visitor(running.app);
    await walkTo(person, 'summer-job', pupil);
    await say(person, { 'first-visit': 'yes', satisfaction: '4', 'knows-next': '1' });
    expect(person.seen.page).toBe('outcome');
    expect(await counted()).toEqual(['opinion:first-visit 41-blois yes 1', 'opinion:satisfaction 41-blois 4 1']);
    const other = visitor(running.app);
    await walkTo(other, 'summer-job', pupil);
    await other.follow('a[href$="/opinion"]');
    const names = other.seen.main.querySelectorAll('input[type="radio"]').map((input) => input.getAttribute('name'));
    expect(new Set(names)).toEqual(new Set(['first-visit', 'satisfaction']));
    expect(other.seen.main.querySelectorAll('input[checked]')).toEqual([]);
  });

  test('is answered once per interview, however often it is posted, and saying nothing counts nothing', async () => {
    await choose('satisfaction');
    const person = visitor(running.app);
    const { path } = await walkTo(person, 'summer-job', pupil);
    await say(person, {});
    expect(await counted()).toEqual([]);
    const address = path.replace('/outcome', '/opinion');
    await Promise.all(Array.from({ length: 20 }, () => person.post(address, { satisfaction: '3' })));
    await person.post(address, { satisfaction: '1' });
    expect(await counted()).toEqual(['opinion:satisfaction 41-blois 3 1']);
    expect((await person.open(path)).main.querySelector('a[href$="/opinion"]')).toBeNull();
    expect((await person.post(address, { satisfaction: 'nine' })).status).toBe(422);
  });

  test('an exercise shows it and counts nothing of it', async () => {
    await choose('satisfaction');
    await chief.open('/account');
    await chief.send('training');
    await walkTo(chief, 'summer-job', pupil);
    await say(chief, { satisfaction: '4' });
    expect(chief.seen.page).toBe('outcome');
    expect(chief.seen.main.querySelector('a[href$="/opinion"]')).toBeNull();
    expect(await counted()).toEqual([]);
  });

  test('says nothing of where somebody was after a sensitive outcome', async () => {
    await choose('satisfaction');
    const person = visitor(running.app);
    await walkTo(person, 'womens-rights', { 'rights-wish': 'be-safe' });
    await say(person, { satisfaction: '4' });
    expect(await counted()).toEqual(['opinion:satisfaction region 4 1']);
  });

  test('is published through the door that hides small counts', async () => {
    await choose('satisfaction');
    for (const satisfaction of ['4', '4', '4', '4', '4', '1']) {
      const person = visitor(running.app);
      await walkTo(person, 'summer-job', pupil);
      await say(person, { satisfaction });
    }
    const page = await chief.open('/indicators/satisfaction?from=2026-11&to=2026-11');
    expect(page.page).toBe('indicators');
    const told = chief.seen.main.querySelectorAll('table.almanac tbody td:not(.bar)').map(({ text }) => text);
    expect(told).toEqual(['s', '5']);
    const { html } = await chief.open('/indicators/satisfaction.csv?from=2026-11&to=2026-11');
    expect(html.trim().split('\n').slice(1)).toEqual([
      '2026-11;41-blois;1;s;provisional',
      '2026-11;41-blois;4;s;provisional',
    ]);
  });

  test('leaves no row about anybody: its table holds the questions, its counters no order and no interview', async () => {
    await choose('satisfaction');
    const tables = async () => {
      const all = await running.database.introspection.getTables();
      const sizes: Record<string, number> = {};
      for (const { name } of all) {
        const rows = await running.database
          .selectFrom(name as 'counts')
          .selectAll()
          .execute();
        if (name !== 'counts') sizes[name] = rows.length;
      }
      return sizes;
    };
    const person = visitor(running.app);
    await walkTo(person, 'summer-job', pupil);
    const before = await tables();
    await say(person, { satisfaction: '2' });
    expect(await tables()).toEqual(before);
  });
});
