import { readFileSync } from 'node:fs';
import { loadDirectory } from '../../server/directory/directory.ts';
import { createInboxes } from '../../server/liaison/inboxes.ts';
import { createReminders } from '../../server/liaison/reminders.ts';
import { createSlips } from '../../server/liaison/slips.ts';
import { createContacts } from '../../server/mail/contacts.ts';
import { createDigests } from '../../server/mail/digests.ts';
import { createMailing } from '../../server/mail/mailing.ts';
import { createPostman } from '../../server/mail/postman.ts';
import { readSmtpUrl, type SmtpServer } from '../../server/mail/smtp-url.ts';
import { openDatabase } from '../../server/storage/database.ts';
import { loadWords, type Words } from '../../server/web/words.ts';

/** A process of its own that writes to whom it is time to write to, on a day that is given; says what it did. */
const [url = '', smtp = '', secret = '', instant = ''] = process.argv.slice(2);
const clock = () => new Date(instant);
const database = await openDatabase(url);
const directory = loadDirectory('data');
const publicUrl = 'https://accueil.example';
const slips = createSlips(database, secret, clock);
const mailing = createMailing({
  contacts: createContacts(database, secret),
  digests: createDigests(database, clock),
  postman: createPostman(readSmtpUrl(smtp) as SmtpServer),
  reminders: createReminders({ inboxes: createInboxes(database, clock), slips, directory, publicUrl }),
  directory,
  words: loadWords(['flows/locales', 'views/locales']).get('fr') as Words,
  publicUrl,
  clock,
});
process.stdout.write('ready\n');
// Begins with the others, when the test says so.
readFileSync(0);
process.stdout.write(JSON.stringify(await mailing.run()));
await database.destroy();
