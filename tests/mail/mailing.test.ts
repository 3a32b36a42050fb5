import { loadDirectory } from '../../server/directory/directory.ts';
import { createInboxes } from '../../server/liaison/inboxes.ts';
import type { SlipAct } from '../../server/liaison/lifecycle.ts';
import { createReminders } from '../../server/liaison/reminders.ts';
import { createSlips } from '../../server/liaison/slips.ts';
import { createContacts } from '../../server/mail/contacts.ts';
import { createDigests } from '../../server/mail/digests.ts';
import { createMailing } from '../../server/mail/mailing.ts';
import { createPostman } from '../../server/mail/postman.ts';
import { readSmtpUrl } from '../../server/mail/smtp-url.ts';
import { loadWords, type Words } from '../../server/web/words.ts';
import { copy, draft, movingClock, secret, sensitiveDraft } from '../liaison/drafts.ts';
import { databases } from '../support/databases.ts';
import { openPostOffice, type PostOffice, readPosted } from '../support/post-office.ts';

const directory = loadDirectory('data');
const words = loadWords(['flows/locales', 'views/locales']).get('fr') as Words;
const publicUrl = 'https://accueil.example';
/** A structure of the directory: the drafts are addressed to one that is not. */
const blois = 'dila:cij-41018-01';
/** The turn of this one comes after. */
const next = 'dila:mission_locale-41018-01';
const address = 'accueil@structure.example';
const nothing = { sent: 0, unreachable: 0, refused: 0, uncertain: 0 };

let office: PostOffice;
beforeEach(async () => {
  office = await openPostOffice();
});
afterEach(() => office.close());

describe.each(databases)('on $name', ({ open }) => {
  /** The drafts are of Tuesday 24 November 2026. */
  const opened = async () => {
    const database = await open();
    const { clock, forward } = movingClock();
    const slips = createSlips(database, secret, clock);
    const contacts = createContacts(database, secret);
    const digests = createDigests(database, clock);
    const process = () => {
      const smtp = readSmtpUrl(office.url);
      if (typeof smtp === 'string') throw new Error(smtp);
      return createMailing({
        contacts,
        digests,
        postman: createPostman(smtp),
        reminders: createReminders({ inboxes: createInboxes(database, clock), slips, directory, publicUrl }),
        directory,
        words,
        publicUrl,
        clock,
      });
    };
    const run = () => process().run();
    let issued = 0;
    const issue = async (partner = blois) => {
      issued += 1;
      const place = copy.first.place && { ...copy.first.place, partner };
      return slips.issue({ ...draft, issueKey: `slip ${issued}`, copy: { ...copy, first: { ...copy.first, place } } });
    };
    const stateOf = async () => (await digests.latest()).get(blois)?.state;
    await contacts.set(blois, address);
    return { database, clock, forward, slips, contacts, digests, process, run, issue, stateOf };
  };

  test('a structure is written to once its oldest slip has waited three working days, and never before', async () => {
    const { run, issue, forward } = await opened();
    await issue();
    forward(2);
    expect(await run()).toEqual(nothing);
    await issue();
    forward(1);
    expect(await run()).toEqual({ ...nothing, sent: 1 });
    expect(office.posted.map(({ to }) => to)).toEqual([[address]]);
    // The slip of the day before waits for its own third day.
    const { text } = readPosted(office.posted[0] as PostOffice['posted'][number]);
    expect(text.match(/\/replies\//g)).toHaveLength(1);
  });

  test('the mail counts, dates and leads to the replies, and tells nothing of the person', async () => {
    const { run, issue, forward, contacts } = await opened();
    const slips = [await issue(), await issue()];
    forward(3);
    await run();
    const [posted] = office.posted as [PostOffice['posted'][number]];
    const { headers, text, html } = readPosted(posted);
    for (const { codes } of slips) {
      for (const part of [text, html]) expect(part).toContain(`${publicUrl}/replies/${codes.token}`);
      expect(text + html + headers).not.toContain(codes.visitor);
      expect(text + html + headers).not.toContain(codes.reply);
    }
    expect(text).toContain('24 novembre 2026');
    expect(text).toContain(`${publicUrl}/inbox`);
    const { need, answers, reasons, documents } = copy;
    const unsaid = [
      need.title,
      need.say,
      ...reasons,
      ...documents,
      ...answers.flatMap((line) => [line.label, line.text]),
    ];
    for (const words of [...unsaid, copy.basin as string, copy.from as string]) {
      // The structure is of Blois, and may be named.
      const said = (text + html + headers).replaceAll(directory.partner(blois)?.name as string, '');
      expect(said).not.toContain(words);
    }
    const contact = await contacts.of(blois);
    const mute = `${publicUrl}/digests/${contacts.muteToken({ id: contact?.id as string })}`;
    expect(text).toContain(mute);
    expect(headers).toContain(`List-Unsubscribe: <${mute}>`);
    expect(headers).toContain('List-Unsubscribe-Post: List-Unsubscribe=One-Click');
    expect(headers).toContain('Auto-Submitted: auto-generated');
    expect(headers).toMatch(/^To: accueil@structure\.example$/m);
  });

  test('five processes at once send one mail, and no other within a week', async () => {
    const { process, run, issue, forward } = await opened();
    await issue();
    forward(3);
    const done = await Promise.all(Array.from({ length: 5 }, () => process().run()));
    expect(done.reduce((sum, { sent }) => sum + sent, 0)).toBe(1);
    // Friday; the next Monday is another week, but only three days later.
    forward(3);
    expect(await run()).toEqual(nothing);
    forward(4);
    expect(await run()).toEqual({ ...nothing, sent: 1 });
    expect(office.posted).toHaveLength(2);
  });

  test('nobody is written to on a Saturday, when muted, without an address, or with nothing to answer', async () => {
    const { run, issue, forward, contacts, slips, clock } = await opened();
    const slip = await issue();
    forward(4);
    expect(clock().getUTCDay()).toBe(6);
    expect(await run()).toEqual(nothing);
    forward(2);
    const { id } = (await contacts.of(blois)) as { id: string };
    await contacts.mute(id, '2026-11-30');
    expect(await run()).toEqual(nothing);
    await contacts.remove(id);
    expect(await run()).toEqual(nothing);
    await contacts.set(blois, address);
    const act: SlipAct = { type: 'accepted' };
    await slips.record(slip, act);
    expect(await run()).toEqual(nothing);
    await issue();
    await slips.issue({ ...sensitiveDraft, issueKey: 'sensitive' });
    forward(2);
    expect(await run()).toEqual(nothing);
    expect(office.posted).toEqual([]);
  });

  test('while the server is down nothing is lost: it is seen, and the next run sends', async () => {
    const { run, issue, forward, stateOf } = await opened();
    await issue();
    forward(3);
    const { port } = office;
    await office.close();
    expect(await run()).toEqual({ ...nothing, unreachable: 1 });
    expect(await stateOf()).toBe('unreachable');
    expect(await run()).toEqual({ ...nothing, unreachable: 1 });
    office = await openPostOffice(port);
    expect(await run()).toEqual({ ...nothing, sent: 1 });
    expect(await stateOf()).toBe('sent');
    expect(await run()).toEqual(nothing);
    expect(office.posted).toHaveLength(1);
  });

  test('a mailbox that is full holds back nobody else, and is tried again', async () => {
    const { run, issue, forward, stateOf, contacts } = await opened();
    await contacts.set(next, 'suivante@structure.example');
    await issue();
    await issue(next);
    forward(3);
    office.busy.add(address);
    expect(await run()).toEqual({ ...nothing, sent: 1, unreachable: 1 });
    expect(office.posted.map(({ to }) => to)).toEqual([['suivante@structure.example']]);
    expect(await stateOf()).toBe('unreachable');
    office.busy.clear();
    expect(await run()).toEqual({ ...nothing, sent: 1 });
    expect(office.posted).toHaveLength(2);
  });

  test('an address the server refuses is not tried again until it is corrected', async () => {
    const { run, issue, forward, stateOf, contacts, digests } = await opened();
    await issue();
    forward(3);
    office.unknown.add(address);
    expect(await run()).toEqual({ ...nothing, refused: 1 });
    expect(await run()).toEqual(nothing);
    expect(await stateOf()).toBe('refused');
    await contacts.set(blois, 'autre@structure.example');
    await digests.forgive(blois);
    expect(await run()).toEqual({ ...nothing, sent: 1 });
    expect(office.posted.map(({ to }) => to)).toEqual([['autre@structure.example']]);
  });

  test('a mail that may have arrived is not sent twice: neither after a cut line, nor after a process that died', async () => {
    const { run, issue, forward, stateOf, digests } = await opened();
    await issue();
    forward(3);
    office.cuts = true;
    expect(await run()).toEqual({ ...nothing, uncertain: 1 });
    expect(office.posted).toHaveLength(1);
    office.cuts = false;
    expect(await run()).toEqual(nothing);
    expect(await stateOf()).toBe('uncertain');
    // A week later a process claims the mail and dies.
    forward(7);
    expect(await digests.claim('2026-W49', blois)).toBe(true);
    expect(await run()).toEqual(nothing);
    expect(await stateOf()).toBe('claimed');
    forward(7);
    expect(await run()).toEqual({ ...nothing, sent: 1 });
    expect(office.posted).toHaveLength(2);
  });

  test('an address can be read with its secret alone, and outlives a change of it', async () => {
    const { database, contacts } = await opened();
    const rows = JSON.stringify(await database.selectFrom('contacts').selectAll().execute());
    expect(rows).not.toContain('structure.example');
    const token = contacts.muteToken((await contacts.of(blois)) as { id: string });
    const next = 'another secret of more than forty characters';
    expect((await createContacts(database, next).of(blois))?.address).toBeNull();
    const both = createContacts(database, `${next},${secret}`);
    expect((await both.byMuteToken(token))?.partner).toBe(blois);
    await both.sealAnew();
    expect((await createContacts(database, next).of(blois))?.address).toBe(address);
    expect(await createContacts(database, next).byMuteToken(token)).toBeNull();
  });
});
