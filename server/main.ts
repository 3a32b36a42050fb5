import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { dirname } from 'node:path';
import { checkGaps } from '../flows/check.ts';
import { checkReferences } from '../flows/references.ts';
import { createAccounts } from './access/accounts.ts';
import { createApp } from './app.ts';
import { dayOf } from './calendar.ts';
import { type Content, readContent } from './content/content.ts';
import { sentence } from './content/sentences.ts';
import { type Directory, DirectoryError, loadDirectory } from './directory/directory.ts';
import { loadEmergencyNumbers } from './directory/emergency.ts';
import { keepDirectory } from './directory/keeping.ts';
import { createFinder } from './finder/finder.ts';
import { finderSources } from './finder/sources.ts';
import { CatalogueError, loadCatalogue } from './indicators/catalogue.ts';
import { tally } from './indicators/indicators.ts';
import { createChores } from './liaison/chores.ts';
import { createInboxes } from './liaison/inboxes.ts';
import { createReminders } from './liaison/reminders.ts';
import { createSlips } from './liaison/slips.ts';
import { createContacts } from './mail/contacts.ts';
import { createDigests } from './mail/digests.ts';
import { createMailing } from './mail/mailing.ts';
import { createPostman } from './mail/postman.ts';
import { readSettings } from './settings.ts';
import { type Database, openDatabase } from './storage/database.ts';
import { loadWords, referenceLanguage, type Words } from './web/words.ts';

/** The only file that reads the environment, opens things and listens. Everything it says is a sentence. */
const words = loadWords(['flows/locales', 'views/locales']);
const french = words.get(referenceLanguage) as Words;

function refuse(sentences: readonly string[]): never {
  console.error([french.t('start.refused'), ...sentences].join('\n'));
  process.exit(1);
}

/** The secret of an installation, made once beside its database where none is set (never in production). */
function keepSecret(file: string): string {
  if (!existsSync(file)) {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, randomBytes(32).toString('base64url'), { mode: 0o600 });
  }
  return readFileSync(file, 'utf8').trim();
}

/** What a loader of data gives, or every reason why nothing can stand on it. */
function readData<T>(load: (folder: string) => T): T {
  try {
    return load('data');
  } catch (error) {
    if (error instanceof DirectoryError || error instanceof CatalogueError) refuse(error.message.split('\n'));
    throw error;
  }
}

/** The tree, or every reason why nobody can be walked through it. */
function readTree(directory: Directory): Content {
  const { content, problems } = readContent(process.cwd());
  const tell = (list: typeof problems) => refuse(list.map((problem) => sentence(problem, french.t)));
  if (!content) return tell(problems);
  const context = {
    day: dayOf(new Date()),
    networks: new Set(directory.networks.map(({ id }) => id)),
    hasWords: french.has,
    line: content.line,
  };
  const references = checkReferences(content.tree, context).filter(({ level }) => level === 'error');
  if (references.length > 0) return tell(references);
  const gaps = checkGaps(content.tree, context);
  return gaps.length > 0 ? tell(gaps) : content;
}

const { settings, problems } = readSettings(process.env);
if (problems.length > 0) refuse(problems.map(({ key }) => french.t(`start.setting.${key}`)));

const directory = readData(loadDirectory);
const content = readTree(directory);
const database: Database = await openDatabase(settings.databaseUrl).catch((error: unknown) =>
  refuse([french.t('start.database', { detail: error instanceof Error ? error.message : String(error) })]),
);

const secret = settings.secret ?? keepSecret('data/local/secret');
const clock = () => new Date();
const log = (event: string, fields: Record<string, string | number>) =>
  console.error(JSON.stringify({ at: new Date().toISOString(), event, ...fields }));

const app = createApp({
  settings,
  secret,
  database,
  content,
  directory,
  emergency: readData(loadEmergencyNumbers),
  finder: createFinder(finderSources(content, directory.networks, french)),
  catalogue: readData(loadCatalogue),
  words,
  folders: { views: 'views', assets: 'dist/assets' },
  clock,
  log,
});

/** Once a day, whichever process comes first: silent slips are closed and counted, those whose time is over erased. */
const slips = createSlips(database, secret, clock, { holidays: directory.holidays, tally });
const chores = createChores(database, slips, clock);
// The names and addresses of now, not those of the start.
const { live } = keepDirectory({ directory, database, secret, clock });
const contacts = createContacts(database, secret);
const { publicUrl, smtp } = settings;
const mailing =
  smtp &&
  createMailing({
    contacts,
    digests: createDigests(database, clock),
    postman: createPostman(smtp),
    reminders: createReminders({
      inboxes: createInboxes(database, clock),
      slips,
      directory: live.directory,
      publicUrl,
    }),
    directory: live.directory,
    words: french,
    publicUrl,
    clock,
  });
async function doChores(): Promise<void> {
  try {
    await live.refreshIfOld();
    const done = await chores.run();
    if (done) {
      log('slips-of-the-day', { silent: done.silent, erased: done.erased });
      await contacts.sealAnew();
    }
    const mails = await mailing?.run();
    if (mails && Object.values(mails).some((count) => count > 0)) log('mails', { ...mails });
  } catch (error) {
    log('chores-failed', { reason: error instanceof Error ? error.message : String(error) });
  }
}
const hour = 3_600_000;
setInterval(() => void doChores(), hour).unref();

const server = createServer({ headersTimeout: 10_000, requestTimeout: 15_000 }, app);
server.maxHeadersCount = 50;
server.once('error', (error: NodeJS.ErrnoException) =>
  refuse([error.code === 'EADDRINUSE' ? french.t('start.port-taken', { port: String(settings.port) }) : error.message]),
);
server.listen(settings.port, settings.host, async () => {
  const { port } = server.address() as { port: number };
  console.log(
    french.t('start.listening', { url: settings.port === 0 ? `http://${settings.host}:${port}` : settings.publicUrl }),
  );
  await doChores();
  const token = await createAccounts(database, clock).firstLink();
  if (token) console.log(french.t('start.first-link', { link: `${settings.publicUrl}/welcome/${token}` }));
});

function stop(): void {
  console.log(french.t('start.stopped'));
  server.close(async () => {
    await mailing?.close();
    await database.destroy();
    process.exit(0);
  });
  server.closeIdleConnections();
  setTimeout(() => process.exit(1), 10_000).unref();
}
process.once('SIGTERM', stop);
process.once('SIGINT', stop);
