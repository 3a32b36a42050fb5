import { type RunningApp, runApp } from '../support/app.ts';
import { type Visitor, visitor, walkTo } from '../support/browser-less.ts';
import { languages } from '../support/languages.ts';
import { team } from '../support/team.ts';

const blois = 'dila:cci-41018-01';
const pupil = { age: '16-17', status: 'pupil', 'job-kind': 'ordinary' };
const words = languages({
  uk: {
    language: { name: 'Українська', dir: 'ltr' },
    questions: { age: { text: 'Скільки вам років?', why: 'Чому?', options: { '16-17': { text: 'Шістнадцять' } } } },
    needs: { 'summer-job': { title: 'Робота на літо', say: 'Я шукаю роботу' } },
    slip: { sheet: { go: '{{need}}: сюди', say: 'Скажіть:', quote: '«{{text}}»' } },
  },
  ar: { language: { name: 'العربية', dir: 'rtl' }, needs: { 'summer-job': { title: 'عمل صيفي' } } },
});

let running: RunningApp;
let agent: Visitor;
beforeEach(async () => {
  running = await runApp({ words });
  agent = await team(running).join('Accueil', 'agent', blois);
});
afterEach(() => running.database.destroy());

const beside = () =>
  agent.seen.main.querySelectorAll('.spoken').map((one) => `${one.getAttribute('lang')} ${one.text}`);
const counted = async () =>
  (await running.database.selectFrom('counts').selectAll().where('series', '=', 'language').execute()).map(
    ({ a }) => a,
  );
const sides = (person: Visitor) =>
  person.seen.main.querySelectorAll('.half:first-child .sides > div > [lang]').map((one) => one.getAttribute('lang'));

test('the agent reads French, and beside it what the person reads', async () => {
  await agent.open('/desk');
  await agent.send('start', { need: 'summer-job', language: 'uk' });
  expect(agent.seen.root.querySelector('html')?.getAttribute('lang')).toBe('fr');
  expect(agent.seen.main.querySelector('h1')?.text).toBe(words.get('fr')?.t('questions.age.text'));
  expect(beside()).toEqual(expect.arrayContaining(['uk Скільки вам років?', 'uk Шістнадцять']));
  await agent.send('answer', { answer: '16-17' });
  await agent.send('person-language', { language: 'ar' });
  expect(agent.seen.main.getAttribute('data-question')).toBe('status');
  expect(agent.seen.main.querySelector('.spoken')?.getAttribute('dir')).toBe('rtl');
  await agent.send('person-language', { language: 'fr' });
  expect(beside()).toEqual([]);
  await agent.send('person-language', { language: 'tlh' });
  expect(beside()).toEqual([]);
});

test('the person is counted in the language they read, and their half of the paper speaks it', async () => {
  await agent.open('/desk');
  await agent.send('start', { need: 'summer-job', language: 'uk' });
  for (const answer of Object.values(pupil)) await agent.send('answer', { answer });
  expect(agent.seen.page).toBe('outcome');
  expect(beside().length).toBeGreaterThan(3);
  expect(await counted()).toEqual(['uk']);
  await agent.send('slip');
  expect(new Set(sides(agent))).toEqual(new Set(['uk', 'fr']));
  expect(agent.seen.main.querySelector('.half .sides')?.text).toContain('Робота на літо: сюди');
  const structure = agent.seen.main.querySelector('.half + .half');
  expect(structure?.text).toContain(words.get('fr')?.t('needs.summer-job.title'));
  expect(structure?.text).not.toContain('Робота');
});

test('a kiosk hands over the language with the answers', async () => {
  const kiosk = visitor(running.app);
  const chief = await team(running).join('Léa', 'coordinator', null, ['spro-41']);
  await chief.open('/desks');
  await chief.send('desk', { kind: 'kiosk', partner: blois });
  await chief.send('pairing');
  const code = chief.seen.main.querySelector('[data-pairing]')?.getAttribute('data-pairing') as string;
  await kiosk.open('/kiosk/pairing');
  await kiosk.send('pairing', { code });
  await kiosk.open('/kiosk');
  await kiosk.send('language', { language: 'uk' });
  await walkTo(kiosk, 'summer-job', pupil, 'never asked');
  await kiosk.send('hand-over');
  const digits = kiosk.seen.main.querySelector('[data-digits]')?.getAttribute('data-digits') as string;
  await agent.open('/desk');
  await agent.send('digits', { digits });
  expect(beside().some((one) => one.startsWith('uk'))).toBe(true);
});

test('the paper of a visitor speaks the language of the page it is shown on, the stored one that of the day', async () => {
  const person = visitor(running.app);
  await person.open('/');
  await person.send('language', { language: 'uk' });
  await walkTo(person, 'summer-job', pupil, '41018', '/');
  await person.send('slip');
  expect(new Set(sides(person))).toEqual(new Set(['uk', 'fr']));
  expect(person.seen.main.querySelectorAll('.half + .half [lang="uk"]')).toEqual([]);
  await person.send('language', { language: 'ar' });
  expect(person.seen.page).toBe('slip');
  expect(new Set(sides(person))).toEqual(new Set(['ar', 'fr']));
  expect(person.seen.main.querySelector('.half + .half')?.getAttribute('dir')).toBe('ltr');
  await person.open(person.seen.path.replace('/slip', '/ticket'));
  const tickets = person.seen.main.querySelectorAll('.ticket');
  expect(tickets).toHaveLength(2);
  expect(tickets[0]?.querySelectorAll('[lang="ar"]').length).toBeGreaterThan(3);
  expect(tickets[1]?.querySelectorAll('[lang="ar"]')).toEqual([]);
});
