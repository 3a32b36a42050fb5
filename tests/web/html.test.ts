import { type ConfigData, HtmlValidate } from 'html-validate';
import { createAccounts } from '../../server/access/accounts.ts';
import { opinionIds } from '../../server/opinion/opinion.ts';
import { createOpinions } from '../../server/opinion/opinions.ts';
import { type RunningApp, runApp } from '../support/app.ts';
import { type Visitor, visitor, walkTo } from '../support/browser-less.ts';
import { countQuarters } from '../support/quarters.ts';

/**
 * The whole standard, headings and labels included. The form of void elements and of titles is ours to choose; every file
 * comes from this site; the refresh of a kiosk is for browsers without JavaScript, asks first, and can be put off for ever.
 */
const rules: ConfigData = {
  extends: ['html-validate:standard', 'html-validate:document', 'html-validate:a11y'],
  rules: {
    'no-trailing-whitespace': 'off',
    'void-style': 'off',
    'doctype-style': 'off',
    'long-title': 'off',
    'require-sri': 'off',
    'meta-refresh': 'off',
  },
};
const checker = new HtmlValidate(rules);

let running: RunningApp;
let problems: string[];
beforeEach(async () => {
  running = await runApp();
  await createOpinions(running.database, () => new Date()).choose(opinionIds);
  problems = [];
});
afterEach(() => running.database.destroy());

async function check(person: Visitor): Promise<void> {
  const { results } = await checker.validateString(person.seen.html);
  for (const { ruleId, message, line } of results.flatMap(({ messages }) => messages)) {
    problems.push(`${person.seen.page} ${person.seen.path}:${line} ${ruleId}: ${message}`);
  }
}

test.each(['/', '/kiosk'])('the pages of a visitor who comes by %s are valid HTML', async (door) => {
  const person = visitor(running.app);
  const look = async (path: string) => {
    await person.open(path);
    await check(person);
  };
  await look(door);
  await person.send('start', { need: 'summer-job' });
  await check(person);
  await person.send('answer', {});
  await check(person);
  await walkTo(person, 'summer-job', { age: '16-17', status: 'pupil', 'job-kind': 'ordinary' }, '41295', door);
  await check(person);
  const { path } = person.seen;
  await person.send('slip');
  await check(person);
  const code = person.seen.main.getAttribute('data-code');
  const reply = new URL(person.seen.main.querySelector('[data-reply]')?.text.trim() as string).pathname;
  for (const place of ['/ticket', '/commune', '/opinion', '/need']) await look(path.replace('/outcome', place));
  await person.send('start', {});
  await check(person);
  await person.open(path.replace('/outcome', '/commune'));
  await person.send('commune', { q: 'vineuil' });
  await check(person);
  if (door === '/kiosk')
    for (const place of ['/idle', '/privacy', '/emergency']) await look(path.replace('/outcome', place));
  const base = door === '/' ? '' : door;
  for (const place of ['/privacy', '/accessibility', '/emergency', '/closed', '/nowhere'])
    await look(`${base}${place}`);
  if (door === '/kiosk') await look('/kiosk/away');
  for (const place of ['/slips', `/slips/${code}`, '/replies', reply, '/slips/none']) await look(place);
  expect(problems).toEqual([]);
});

test('the pages of the staff are valid HTML', async () => {
  const person = visitor(running.app);
  const token = await createAccounts(running.database, () => new Date('2026-11-24T09:30:00Z')).firstLink();
  const look = async (path: string) => {
    await person.open(path);
    await check(person);
  };
  await look('/sign-in');
  await look(`/welcome/${token}`);
  await person.send('welcome', { name: 'Coordination', password: 'une phrase assez longue 41' });
  await check(person);
  await countQuarters(running.database);
  await look('/indicators');
  await person.send('publish');
  await check(person);
  const figures = ['/indicators/needs', '/indicators/weeks?compare=year', '/indicators/report', '/indicators/wages'];
  for (const path of ['/desk', ...figures, '/barometer', '/stories', '/slips']) await look(path);
  await walkTo(person, 'summer-job', { age: '16-17', status: 'pupil', 'job-kind': 'ordinary' }, '41295', '/desk');
  await check(person);
  expect(problems).toEqual([]);
});
