import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { createAccounts } from '../access/accounts.ts';
import { createHashing } from '../access/hashing.ts';
import { dayOf } from '../calendar.ts';
import { readContent } from '../content/content.ts';
import { sentence } from '../content/sentences.ts';
import { loadDirectory } from '../directory/directory.ts';
import { loadCatalogue } from '../indicators/catalogue.ts';
import { createEditions } from '../indicators/editions.ts';
import { type Count, cellsOf } from '../indicators/indicator.ts';
import { createIndicators } from '../indicators/indicators.ts';
import { createPublication } from '../indicators/publication.ts';
import { createPublishing } from '../indicators/publishing.ts';
import { createEngine } from '../interview/engine.ts';
import { opinionIds } from '../opinion/opinion.ts';
import { createOpinions } from '../opinion/opinions.ts';
import { readSettings } from '../settings.ts';
import { openDatabase } from '../storage/database.ts';
import { loadWords, referenceLanguage, type Words } from '../web/words.ts';
import { demoAccounts } from './demo-accounts.ts';
import { readOptions } from './options.ts';
import { simulatedFates } from './simulated-fates.ts';
import { simulatedVisits } from './simulated-year.ts';

/**
 * `npm run demo [-- --years 2]`: a throw-away database beside no real one, with accounts and simulated years (one to read,
 * one to compare with), then the ordinary server over it. Nothing of it is left when it stops. Refuses to run in production.
 */
const { t } = loadWords(['flows/locales', 'views/locales']).get(referenceLanguage) as Words;
const { values: asked } = readOptions({ options: { years: { type: 'string', default: '2' } } });
const years = Math.min(5, Math.max(1, Number.parseInt(asked.years, 10) || 2));

function refuse(...sentences: string[]): never {
  console.error(sentences.join('\n'));
  process.exit(1);
}

const { settings, problems } = readSettings({ ...process.env, DATABASE_URL: 'sqlite::memory:' });
if (settings.production) refuse(t('demo.production'));
if (problems.length > 0) refuse(...problems.map(({ key }) => t(`start.setting.${key}`)));
const { content, problems: wrong } = readContent(process.cwd());
if (!content) refuse(...wrong.map((problem) => sentence(problem, t)));

const folder = mkdtempSync(join(tmpdir(), 'aiguillage-demo-'));
process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
const databaseUrl = `sqlite:${join(folder, 'demo.sqlite')}`;
const password = randomBytes(9).toString('base64url');
const clock = () => new Date();
const today = dayOf(clock());
const directory = loadDirectory('data');
const database = await openDatabase(databaseUrl);

const accounts = createAccounts(database, clock);
const passwordHash = await createHashing().hash(password);
const people = demoAccounts(directory, t);
let inviter = '';
for (const { name, role, partner, groups } of people) {
  const token = (await accounts.firstLink()) ?? (await accounts.invite({ role, partner, groups }, inviter));
  const account = await accounts.create(token, name, passwordHash);
  inviter ||= account.id;
}

console.log(t('demo.simulating', { years }));
const began = performance.now();
let receptions = 0;
const indicators = createIndicators(database);
const fates = simulatedFates(today, directory.holidays);
const counted = new Map<string, Count>();
for (const visit of simulatedVisits({ tree: content.tree, engine: createEngine(content), directory }, today, years)) {
  for (const cell of [...cellsOf(visit.event), ...fates(visit)]) {
    const key = Object.values(cell).join(' ');
    const count = counted.get(key);
    if (count) count.count += 1;
    else counted.set(key, { ...cell, count: 1 });
  }
  if (visit.event.firstOfInterview) receptions += 1;
}
// One transaction: the years are there or they are not, and they wait for the disk once.
await database.transaction().execute((transaction) => createIndicators(transaction).add([...counted.values()]));
await createOpinions(database, clock).choose(opinionIds);
const publication = createPublication(indicators, loadCatalogue('data'), clock);
const editions = createEditions(database);
const publishing = createPublishing({ indicators, editions, publication, basins: directory.basins, clock });
const waiting = await publishing.waiting();
// The last quarter, and the same a year before, to have something to compare with.
for (const quarter of [waiting.at(-5), waiting.at(-1)]) if (quarter) await publishing.publish(quarter);
await database.destroy();
const seconds = Math.round((performance.now() - began) / 1000);
console.log(t('demo.simulated', { receptions, seconds }));

const server = spawn(process.execPath, ['dist/main.js'], {
  env: { ...process.env, DATABASE_URL: databaseUrl, SECRET: randomBytes(32).toString('base64url') },
  stdio: ['ignore', 'pipe', 'inherit'],
});

function tellLinks(url: string): void {
  const [region, desk, group] = people.map(({ name }) => name);
  const link = (page: string) => `${url}/sign-in?next=${page}`;
  console.log(
    [
      t('demo.kiosk', { link: `${url}/kiosk` }),
      t('demo.desk', { link: link('/desk'), name: desk as string }),
      t('demo.region', { link: link('/indicators'), name: region as string }),
      t('demo.group', { link: link('/indicators'), name: group as string }),
      t('demo.password', { password }),
      t('demo.throw-away'),
    ].join('\n'),
  );
}
let told = false;
server.stdout.on('data', (part: Buffer) => {
  process.stdout.write(part);
  const url = told ? undefined : /https?:\/\/\S+/.exec(part.toString())?.[0];
  if (!url) return;
  told = true;
  tellLinks(url);
});
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => server.kill(signal));
server.once('close', (status) => process.exit(status ?? 0));
