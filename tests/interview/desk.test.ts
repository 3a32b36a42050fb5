import { type RunningApp, runApp } from '../support/app.ts';
import { type Visitor, visitor, walkTo } from '../support/browser-less.ts';
import { team } from '../support/team.ts';

const blois = 'dila:cci-41018-01';
const tours = 'dila:cij-37261-01';
const pupil = { age: '16-17', status: 'pupil', 'job-kind': 'ordinary' };

let running: RunningApp;
let people: ReturnType<typeof team>;
let agent: Visitor;
beforeEach(async () => {
  running = await runApp();
  people = team(running);
  agent = await people.join('Accueil', 'agent', blois);
});
afterEach(() => running.database.destroy());

const counts = async (series: string) =>
  (await running.database.selectFrom('counts').selectAll().where('series', '=', series).execute()).map(
    ({ basin, a, b, count }) => ({ basin, a, b, count: Number(count) }),
  );
const total = async (series: string) => (await counts(series)).reduce((sum, { count }) => sum + count, 0);
const walk = () => walkTo(agent, 'summer-job', pupil, 'never asked', '/desk');
const startWith = async (values: Record<string, string>, need = 'summer-job') => {
  await agent.open('/desk');
  await agent.send('start', { need, ...values });
  while (agent.seen.page === 'question') {
    const question = agent.seen.main.getAttribute('data-question') as keyof typeof pupil;
    await agent.send('answer', { answer: pupil[question] });
  }
};

describe('what is counted at a desk', () => {
  test('the network of the desk and, for its own figures, the structure', async () => {
    await walk();
    expect(await counts('deskType')).toEqual([{ basin: '41-blois', a: 'cci', b: '', count: 1 }]);
    expect(await counts('desk')).toEqual([{ basin: '41-blois', a: blois, b: 'reception', count: 1 }]);
    expect(await counts('desk-need')).toEqual([{ basin: '41-blois', a: blois, b: 'summer-job', count: 1 }]);
  });

  test('somebody on the telephone is counted on that channel', async () => {
    await startWith({ phone: 'yes' });
    expect(await counts('channel')).toMatchObject([{ a: 'phone', count: 1 }]);
  });

  test('somebody already followed there is no reception, and is counted apart', async () => {
    await startWith({ followed: 'yes' });
    expect(agent.seen.page).toBe('outcome');
    expect(await total('reception')).toBe(0);
    expect(await total('need')).toBe(0);
    expect(await total('followed')).toBe(1);
    expect(await counts('desk')).toMatchObject([{ a: blois, b: 'followed', count: 1 }]);
  });

  test('an outcome said without a slip goes to the next person, and is counted once however often it is posted', async () => {
    await walk();
    const told = agent.seen.path.replace('/outcome', '/told');
    await Promise.all(Array.from({ length: 10 }, () => agent.post(told)));
    expect(agent.seen.page).toBe('desk');
    expect(await total('told')).toBe(1);
    expect((await running.database.selectFrom('slips').selectAll().execute()).length).toBe(0);
  });

  test('a request answered on the spot, before the questions are over, is a reception and its need, once', async () => {
    await agent.open('/desk');
    await agent.send('start', { need: 'summer-job', phone: 'yes' });
    const told = agent.seen.root.querySelector('form[data-form="told"]')?.getAttribute('action') as string;
    await agent.send('answer', { answer: '16-17' });
    await Promise.all(Array.from({ length: 10 }, () => agent.post(told)));
    expect(agent.seen.page).toBe('desk');
    expect([await total('reception'), await total('told')]).toEqual([1, 1]);
    expect(await counts('need')).toEqual([{ basin: '41-blois', a: 'summer-job', b: '', count: 1 }]);
    expect(await counts('outcome')).toMatchObject([{ a: 'answered-here', count: 1 }]);
    expect(await counts('channel')).toMatchObject([{ a: 'phone', count: 1 }]);
    expect(await counts('age')).toMatchObject([{ a: 'unknown', count: 1 }]);
  });

  test('a visitor alone who has no outcome yet is not counted by that door', async () => {
    const alone = visitor(running.app);
    await alone.open('/');
    await alone.send('start', { need: 'summer-job' });
    await alone.post(alone.seen.path.replace(/\/1$/, '/told'));
    expect([await total('reception'), await total('told')]).toEqual([0, 0]);
  });

  test('several people with one request: as many receptions and needs, without an answer', async () => {
    await agent.open('/desk');
    await agent.send('several', { several: 'summer-job', number: '3' });
    expect(agent.seen.path).toBe('/desk?counted=3');
    expect(await total('reception')).toBe(3);
    expect(await counts('need')).toEqual([{ basin: '41-blois', a: 'summer-job', b: '', count: 3 }]);
    expect(await counts('age')).toMatchObject([{ a: 'unknown', count: 3 }]);
  });

  test.each([
    [{ several: 'summer-job', number: '0' }, '#number'],
    [{ several: 'summer-job', number: '21' }, '#number'],
    [{ several: 'summer-job', number: 'trois' }, '#number'],
    [{ several: '', number: '3' }, '#several'],
  ])('a number or a request that makes no sense counts nobody: %j', async (values, field) => {
    await agent.open('/desk');
    await agent.send('several', values);
    expect(agent.seen.status).toBe(422);
    expect(agent.seen.main.querySelector('.errors a')?.getAttribute('href')).toBe(field);
    expect(await total('reception')).toBe(0);
  });
});

test('a desk reads its own figures, small counts hidden, and nobody else’s', async () => {
  for (const number of ['20', '3']) {
    await agent.open('/desk');
    await agent.send('several', { several: number === '20' ? 'summer-job' : 'job-search', number });
  }
  await agent.open('/desk/figures');
  expect(agent.seen.main.querySelector('[data-act="reception"] td')?.text).toBe('23');
  const needs = agent.seen.main
    .querySelectorAll('table')
    .at(-1)
    ?.querySelectorAll('td')
    .map(({ text }) => text.trim());
  // Hiding the three alone would let anybody subtract: both are hidden.
  expect(needs).toEqual(['s', 's']);
  const other = await people.join('Tours', 'agent', tours);
  await other.open('/desk/figures');
  expect(other.seen.main.querySelector('[data-act="reception"] td')?.text).toBe('0');
});

test('a structure called with the visitor: the slip says so, once, and its life goes on', async () => {
  await walk();
  const outcome = agent.seen.path;
  await agent.send('slip', { together: 'yes' });
  await agent.post(outcome.replace('/outcome', '/slip'), { together: 'yes' });
  const events = await running.database.selectFrom('slipEvents').selectAll().orderBy('seq').execute();
  expect(events.map(({ type }) => type)).toEqual(['issued', 'called-together']);
  const reply = new URL(agent.seen.main.querySelector('[data-reply]')?.text.trim() as string).pathname;
  const partner = visitor(running.app);
  await partner.open(reply);
  await partner.send('reply', { answer: 'helped' });
  expect(partner.seen.main.getAttribute('data-state')).toBe('helped');
});

test('what was ticked stays in sight, and undoing goes back to the last answer, not to the commune of the desk', async () => {
  await startWith({ phone: 'yes', followed: 'yes' });
  expect(agent.seen.main.querySelectorAll('[data-marks] .tag')).toHaveLength(2);
  await agent.follow('a[rel="prev"]');
  expect(agent.seen.main.getAttribute('data-question')).toBe('job-kind');
  expect(agent.seen.main.querySelectorAll('[data-marks] .tag')).toHaveLength(2);
  expect(agent.seen.main.querySelector('input[checked]')?.getAttribute('value')).toBe('ordinary');
  await agent.send('answer', { answer: 'animation' });
  expect(agent.seen.main.getAttribute('data-rule')).toBe('animation-16-17');
});

test('a person in front of the desk has nothing ticked', async () => {
  await walk();
  expect(agent.seen.main.querySelector('[data-marks]')).toBeNull();
});

test('from either paper the code can be read aloud and the next person taken, and a slip printed again leads nowhere else', async () => {
  await walk();
  const outcome = agent.seen.path;
  await agent.send('slip');
  expect(agent.seen.main.querySelector('[data-aloud] .code')?.text).toBe(agent.seen.main.getAttribute('data-code'));
  await agent.open(outcome.replace('/outcome', '/ticket'));
  expect(agent.seen.main.querySelector('form[data-form="end"]')).not.toBeNull();
  await agent.open(outcome.replace('/outcome', '/slip'));
  await agent.send('end');
  expect(agent.seen.page).toBe('desk');
  expect((await agent.open(outcome)).status).toBe(410);
  await agent.open('/inbox');
  await agent.follow('[data-list="sent"] a');
  expect(agent.seen.page).toBe('slip');
  expect(agent.seen.main.querySelector('form[data-form="end"], a[href$="/ticket"]')).toBeNull();
});

describe('from a kiosk to its desk', () => {
  let kiosk: Visitor;
  beforeEach(async () => {
    const chief = await people.join('Léa', 'coordinator', null, ['spro-41']);
    await chief.open('/desks');
    await chief.send('desk', { kind: 'kiosk', partner: blois });
    await chief.send('pairing');
    const code = chief.seen.main.querySelector('[data-pairing]')?.getAttribute('data-pairing') as string;
    expect((await chief.open('/desks')).main.querySelector('[data-pairing]')).toBeNull();
    kiosk = visitor(running.app);
    await kiosk.open('/kiosk/pairing');
    await kiosk.send('pairing', { code: 'AAAA-AAAA' });
    expect(kiosk.seen.status).toBe(422);
    await kiosk.send('pairing', { code: code.toLowerCase().replace('-', ' ') });
    expect(kiosk.seen.main.querySelector('[data-paired]')).not.toBeNull();
  });
  const digitsOf = async (answers: Record<string, string> = pupil, need = 'summer-job') => {
    await walkTo(kiosk, need, answers, 'never asked');
    await kiosk.send('hand-over');
    return kiosk.seen.main.querySelector('[data-digits]')?.getAttribute('data-digits') as string;
  };
  const type = async (who: Visitor, digits: string) => {
    await who.open('/desk');
    return who.send('digits', { digits });
  };

  test('a paired kiosk knows its structure and commune, and is counted as that structure’s kiosk', async () => {
    await walkTo(kiosk, 'summer-job', pupil, 'never asked');
    expect(kiosk.seen.page).toBe('outcome');
    expect(await counts('channel+deskType')).toEqual([{ basin: '41-blois', a: 'kiosk', b: 'cci', count: 1 }]);
  });

  test('four digits bring need, answers and commune to the desk once, and the person is counted once', async () => {
    const digits = await digitsOf();
    expect(digits).toMatch(/^\d{4}$/);
    await type(agent, digits);
    expect(agent.seen.page).toBe('outcome');
    expect(agent.seen.main.getAttribute('data-need')).toBe('summer-job');
    expect(await total('reception')).toBe(1);
    expect((await type(agent, digits)).status).toBe(422);
  });

  test('another structure’s desk cannot have them, nor anybody after five minutes', async () => {
    const other = await people.join('Tours', 'agent', tours);
    const digits = await digitsOf();
    expect((await type(other, digits)).status).toBe(422);
    running.setClock('2026-11-24T09:35:00Z');
    expect((await type(agent, digits)).status).toBe(422);
  });

  test('after five wrong tries even the right digits wait', async () => {
    const digits = await digitsOf();
    const wrong = digits === '0000' ? '0001' : '0000';
    for (let tries = 0; tries < 5; tries += 1) expect((await type(agent, wrong)).status).toBe(422);
    expect((await type(agent, digits)).status).toBe(429);
  });

  test('an answer to a sensitive question does not cross', async () => {
    const digits = await digitsOf(
      {
        status: 'jobseeker',
        'training-kind': 'long',
        age: '30-44',
        'seeker-plan': 'only-an-idea',
        executive: 'no',
        'health-service': 'yes',
      },
      'fund-training',
    );
    await type(agent, digits);
    expect(agent.seen.main.getAttribute('data-question')).toBe('health-service');
  });

  test('what a kiosk showed in an exercise stays one at the desk, whoever types its digits', async () => {
    await people.join('Formation', 'agent', blois);
    await kiosk.open('/sign-in');
    await kiosk.send('sign-in', { name: 'Formation', password: 'une phrase assez longue 41' });
    await kiosk.open('/account');
    await kiosk.send('training');
    await type(agent, await digitsOf());
    expect(agent.seen.page).toBe('outcome');
    expect(agent.seen.root.querySelector('.watermark')).not.toBeNull();
    expect(await total('reception')).toBe(0);
    await agent.open('/desk');
    expect(agent.seen.root.querySelector('.watermark')).toBeNull();
  });

  test('a screen that lost its place goes on serving, without a desk to hand over to', async () => {
    const chief = await people.join('Luc', 'coordinator', null, ['spro-41']);
    await chief.open('/desks');
    await chief.send('revocation');
    await walkTo(kiosk, 'summer-job', pupil);
    expect(kiosk.seen.main.querySelector('form[data-form="hand-over"]')).toBeNull();
  });
});

describe('an exercise', () => {
  beforeEach(async () => {
    await agent.open('/account');
    await agent.send('training');
  });

  test('is marked on every page, counts nothing, and its slip looks like one and is none', async () => {
    await walk();
    expect(agent.seen.root.querySelector('.watermark')).not.toBeNull();
    await agent.send('slip', { together: 'yes' });
    expect(agent.seen.root.querySelector('.watermark')).not.toBeNull();
    const code = agent.seen.main.getAttribute('data-code') as string;
    expect(code).toMatch(/^X/);
    expect((await visitor(running.app).open(`/slips/${code}`)).status).toBe(404);
    await agent.open('/desk');
    await agent.send('several', { several: 'summer-job', number: '3' });
    for (const table of ['counts', 'slips', 'slipEvents'] as const)
      expect(await running.database.selectFrom(table).selectAll().execute()).toEqual([]);
  });

  test('is every door of that browser: the kiosk it opens counts nothing and prints no slip either', async () => {
    await walkTo(agent, 'summer-job', pupil, '41018', '/kiosk');
    expect(agent.seen.root.querySelector('.watermark')).not.toBeNull();
    await agent.send('slip');
    expect(agent.seen.main.getAttribute('data-code')).toMatch(/^X/);
    // Each half says it in words too: they are cut apart, and a roll of paper shows no pale print.
    expect(agent.seen.main.querySelectorAll('.half [data-exercise]')).toHaveLength(2);
    await agent.open(agent.seen.path.replace('/slip', '/ticket'));
    expect(agent.seen.root.querySelector('.watermark')).not.toBeNull();
    expect(agent.seen.main.querySelectorAll('.ticket [data-exercise]')).toHaveLength(2);
    for (const table of ['counts', 'slips'] as const)
      expect(await running.database.selectFrom(table).selectAll().execute()).toEqual([]);
  });

  test('answers no slip of anybody, and says so', async () => {
    const sender = await people.join('Tours', 'agent', tours);
    await walkTo(sender, 'summer-job', pupil, '41018', '/kiosk');
    await sender.send('slip');
    const reply = new URL(sender.seen.main.querySelector('[data-reply]')?.text.trim() as string).pathname;
    await agent.open(reply);
    expect(agent.seen.page).toBe('reply');
    expect((await agent.send('reply', { answer: 'helped' })).status).toBe(409);
    const types = await running.database.selectFrom('slipEvents').select('type').execute();
    expect(types).toEqual([{ type: 'issued' }]);
    await agent.open('/account');
    await agent.send('training');
    await agent.open(reply);
    await agent.send('reply', { answer: 'helped' });
    expect(agent.seen.main.getAttribute('data-state')).toBe('helped');
  });

  test('says nothing in the place of the visitor whose code was typed', async () => {
    const person = visitor(running.app);
    await walkTo(person, 'summer-job', pupil, '41018', '/kiosk');
    await person.send('slip');
    const code = person.seen.main.getAttribute('data-code') as string;
    await agent.open('/slips');
    await agent.send('find', { code });
    expect([agent.seen.page, agent.seen.path]).toEqual(['slip', `/slips/${code}`]);
    const said = { statement: 'nobody-replied' };
    expect((await agent.post(`/slips/${code}/statements`, said)).status).toBe(409);
    expect((await agent.post(`/slips/${code}/cancellation`)).status).toBe(409);
    const types = await running.database.selectFrom('slipEvents').select('type').execute();
    expect(types).toEqual([{ type: 'issued' }]);
    expect((await person.post(`/slips/${code}/statements`, said)).status).toBe(200);
  });

  test('ends by the same switch', async () => {
    await agent.open('/account');
    await agent.send('training');
    await walk();
    expect(agent.seen.root.querySelector('.watermark')).toBeNull();
    expect(await total('reception')).toBe(1);
  });
});
