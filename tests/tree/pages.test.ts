import { createAccounts } from '../../server/access/accounts.ts';
import { createHashing } from '../../server/access/hashing.ts';
import { createEngine } from '../../server/interview/engine.ts';
import { type RunningApp, region, runApp } from '../support/app.ts';
import { type Visitor, visitor, walkTo } from '../support/browser-less.ts';

const password = 'une longue phrase de passe';
const passwordHash = await createHashing().hash(password);
const instant = '2026-11-24T09:30:00Z';

const engine = createEngine(region.content);

let running: RunningApp;
let coordinator: Visitor;
let agent: Visitor;
const signIn = async (name: string): Promise<Visitor> => {
  const person = visitor(running.app);
  await person.open('/sign-in');
  await person.send('sign-in', { name, password });
  return person;
};
beforeAll(async () => {
  running = await runApp({}, instant);
  const accounts = createAccounts(running.database, () => new Date(instant));
  const first = (await accounts.firstLink()) as string;
  const { id } = await accounts.create(first, 'Léa', passwordHash);
  const invitation = await accounts.invite({ role: 'agent', partner: 'dila:cij-41018-01', groups: [] }, id);
  await accounts.create(invitation, 'Ali', passwordHash);
  coordinator = await signIn('Léa');
  agent = await signIn('Ali');
});
afterAll(() => running.database.destroy());

/** Every row of every table, sessions aside (their own clock moves them). */
async function everythingStored(): Promise<string> {
  const tables = (await running.database.introspection.getTables()).map(({ name }) => name);
  const kept = tables.filter((name) => !/session/i.test(name));
  expect(kept.length).toBeGreaterThan(3);
  const rows = kept.map(async (name) => [
    name,
    await running.database
      .selectFrom(name as 'accounts')
      .selectAll()
      .execute(),
  ]);
  return JSON.stringify(await Promise.all(rows));
}

describe('who may look', () => {
  test.each([
    '/tree',
    '/tree/summer-job',
    '/tree/summer-job/mermaid.mmd',
    '/coverage',
    '/coverage/41-blois',
    '/simulator',
  ])('%s asks somebody not signed in to sign in', async (path) => {
    expect((await visitor(running.app).open(path)).page).toBe('sign-in');
  });

  test('an agent sees the tree and the coverage, not the simulator', async () => {
    expect((await agent.open('/tree')).page).toBe('trees');
    expect((await agent.open('/tree/summer-job')).page).toBe('tree');
    expect((await agent.open('/coverage/41-blois')).page).toBe('coverage');
    expect((await agent.open('/simulator')).status).toBe(403);
    expect((await agent.post('/simulator', { need: 'summer-job', day: '2026-11-24' })).status).toBe(403);
    expect(agent.seen.root.querySelector('a[href="/simulator"]')).toBeNull();
    expect((await coordinator.open('/tree')).root.querySelector('a[href="/simulator"]')).not.toBeNull();
  });

  test('a need or a basin that is none is not found', async () => {
    for (const path of ['/tree/no-such-need', '/tree/no-such-need/machine.js', '/coverage/no-such-basin']) {
      expect((await coordinator.open(path)).status).toBe(404);
    }
  });
});

describe('the drawing of a need', () => {
  test.each([
    'womens-rights',
    'fund-training',
  ])('%s: one box a state, and the same ways out in the list', async (need) => {
    const { main } = await agent.open(`/tree/${need}`);
    const nodes = [...(engine.need(need, '2026-11-24')?.nodes.values() ?? [])];
    const drawn = main.querySelectorAll('svg [data-state]').map((box) => box.getAttribute('data-state'));
    expect(drawn.sort()).toEqual(nodes.map(({ state }) => state).sort());
    const listed = main.querySelectorAll('.steps > li').map((step) => step.getAttribute('id'));
    expect(listed.sort()).toEqual(
      nodes
        .filter(({ kind }) => kind === 'question')
        .map(({ state }) => state)
        .sort(),
    );
    const links = main.querySelectorAll('.steps a').map((link) => link.getAttribute('href')?.slice(1));
    expect(links.filter((link) => !listed.includes(link))).toEqual([]);
    expect(main.querySelectorAll('.taken, .arrived')).toEqual([]);
  });

  test('from the desk, the way of the interview is lit to where it ended, and no answer stands in the address', async () => {
    const answers = { age: '16-17', status: 'pupil', 'job-kind': 'ordinary' };
    const outcome = await walkTo(agent, 'summer-job', answers, '41018', '/desk');
    const rule = outcome.main.getAttribute('data-rule');
    const { main, path, headers } = await agent.send('tree');
    expect(path).toBe('/tree/summer-job');
    expect(headers['cache-control']).toBe('no-store');
    expect(main.querySelectorAll('g.arrived').map((box) => box.getAttribute('data-state'))).toEqual([`rule-${rule}`]);
    expect(main.querySelectorAll('g.taken')).toHaveLength(main.querySelectorAll('svg > path.taken').length + 1);
    expect(main.querySelectorAll('svg > path.taken').length).toBeGreaterThan(0);
  });

  test('a visitor at a kiosk is not sent to the drawing', async () => {
    const person = visitor(running.app);
    const { root } = await walkTo(person, 'summer-job', { age: '16-17', status: 'pupil', 'job-kind': 'ordinary' });
    expect(root.querySelector('form[data-form="tree"]')).toBeNull();
  });

  test('answers that are none light nothing further than where they lead', async () => {
    const { main, status } = await agent.post('/tree/summer-job', { age: 'no-such-option', __proto__: 'x' });
    expect(status).toBe(200);
    expect(main.querySelectorAll('g.taken')).toHaveLength(1);
    expect(main.querySelectorAll('svg > path.taken')).toEqual([]);
  });

  test('its texts for other tools are sent as files', async () => {
    const mermaid = await agent.open('/tree/fund-training/mermaid.mmd');
    expect(mermaid.html).toMatch(/^flowchart LR\n/);
    expect(mermaid.headers['content-disposition']).toContain('fund-training-mermaid.mmd');
    expect((await agent.open('/tree/fund-training/machine.js')).html).toContain('createMachine({');
  });
});

describe('the simulator', () => {
  const trial = {
    day: '2026-11-24',
    need: 'summer-job',
    q: 'Blois',
    age: '16-17',
    status: 'pupil',
    'job-kind': 'ordinary',
  };

  test('says what the pages of an interview say, by the same rule and the same place', async () => {
    const person = visitor(running.app);
    const real = await walkTo(person, 'summer-job', trial, '41018');
    await coordinator.open('/simulator');
    const { main } = await coordinator.send('simulator', trial);
    for (const name of ['data-need', 'data-rule', 'data-outcome']) {
      expect(main.getAttribute(name)).toBe(real.main.getAttribute(name));
    }
    const partners = (from: typeof main) =>
      from
        .querySelectorAll('article')
        .map((card) => [card.getAttribute('data-role'), card.getAttribute('data-partner')]);
    expect(partners(main)).toEqual(partners(real.main));
    const facts = (from: typeof main) => from.querySelectorAll('[data-fact]').map((fact) => fact.text.trim());
    expect(facts(main)).toEqual(facts(real.main));
    expect(main.querySelectorAll('[data-why]').length).toBeGreaterThan(0);
  });

  test('counts nothing, keeps nothing, logs nothing and puts nothing in the address', async () => {
    const before = await everythingStored();
    const logged = running.log.length;
    for (const need of region.content.tree.needs.map((one) => one.need)) {
      await coordinator.open('/simulator');
      const seen = await coordinator.send('simulator', { ...trial, need });
      expect(seen.path).toBe('/simulator');
      expect(seen.headers['set-cookie']).toBeUndefined();
      expect(seen.headers['cache-control']).toBe('no-store');
    }
    expect(await everythingStored()).toBe(before);
    expect(running.log).toHaveLength(logged);
  });

  test('follows the day: facts that have run out are to be confirmed, a rule that has ended gives way', async () => {
    const facts = async (day: string) => {
      await coordinator.open('/simulator');
      const { main } = await coordinator.send('simulator', { ...trial, day });
      return main.querySelectorAll('[data-fact][data-to-confirm]').length;
    };
    expect(await facts('2040-01-01')).toBeGreaterThan(await facts('2026-11-24'));
    const job = {
      ...trial,
      need: 'job-loss',
      status: 'employee-private',
      'loss-kind': 'economic',
      'firm-size': 'under-1000',
      age: '30-44',
      executive: 'no',
      'health-service': 'no',
    };
    const ruleOn = async (day: string) => {
      await coordinator.open('/simulator');
      return (await coordinator.send('simulator', { ...job, day })).main.getAttribute('data-rule');
    };
    const dated = region.content.tree.needs.find(({ need }) => need === 'job-loss')?.rules.find(({ until }) => until);
    expect(await ruleOn('2026-11-24')).toBe(dated?.id);
    expect(await ruleOn('2027-06-01')).not.toBe(dated?.id);
  });

  test('says which question would come next, and asks for the commune where it is needed', async () => {
    await coordinator.open('/simulator');
    const asks = async (values: Record<string, string>) =>
      (await coordinator.send('simulator', { day: '2026-11-24', need: 'summer-job', ...values })).main
        .querySelector('[data-asks]')
        ?.getAttribute('data-asks');
    expect(await asks({})).toBe('question');
    expect(await asks({ age: '16-17', status: 'pupil', 'job-kind': 'ordinary' })).toBe('commune');
    expect(await asks({ age: '16-17', status: 'pupil', 'job-kind': 'ordinary', away: 'yes' })).toBeUndefined();
  });

  test('offers homonyms to choose from, and keeps the one chosen', async () => {
    await coordinator.open('/simulator');
    const offered = await coordinator.send('simulator', { ...trial, q: 'vineuil' });
    const codes = offered.main.querySelectorAll('input[name="commune"]').map((radio) => radio.getAttribute('value'));
    expect(codes.length).toBe(2);
    const shown = await coordinator.send('simulator', { ...trial, q: 'vineuil', commune: codes[1] as string });
    expect(shown.main.querySelector('input[name="commune"]')?.getAttribute('value')).toBe(codes[1]);
    expect(shown.main.getAttribute('data-rule')).not.toBeUndefined();
  });

  test.each([
    [{ day: '2026-02-31' }, '#day'],
    [{ day: 'tomorrow' }, '#day'],
    [{ need: 'no-such-need' }, '#need'],
    [{ q: 'qwertyuiopasdf' }, '#q'],
  ])('refuses %j by the field to correct', async (bad, field) => {
    await coordinator.open('/simulator');
    const { status, main } = await coordinator.send('simulator', { ...trial, ...bad });
    expect(status).toBe(422);
    expect(main.querySelector(`a[href="${field}"]`)).not.toBeNull();
    expect(main.querySelector(field)?.getAttribute('aria-invalid')).toBe('true');
  });
});
