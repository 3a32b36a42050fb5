import { confirmationQueue, recommendations } from '../../server/directory/confirmation.ts';
import { loadDirectory } from '../../server/directory/directory.ts';
import { previewFile } from '../../server/directory/import-report.ts';
import { goodUntil } from '../../server/directory/partner.ts';
import { createPartnerLinks } from '../../server/directory/partner-link.ts';
import { unreachable } from '../../server/directory/resolve.ts';
import type { PartnerRecord } from '../../server/directory/schema.ts';
import { region } from '../support/app.ts';
import { visitor, walkTo } from '../support/browser-less.ts';
import { withCoordinator } from './coordinators.ts';

const bij = 'dila:cij-41018-01';
const href = `/directory/${encodeURIComponent(bij)}`;
const secret = 'a secret of the tests, long enough to be one';

test('a confirmation says when and how, by a role; reading or editing a card confirms nothing', async () => {
  const at = await withCoordinator();
  await at.keeper.open(href);
  expect((await at.keeper.post(`${href}/confirmations`, {})).status).toBe(422);
  await at.keeper.open(href);
  const seen = await at.keeper.send('confirmation', { method: 'phone' });
  expect(seen.main.querySelector('[data-form="confirmation"]')).toBeNull();
  expect(await at.database.selectFrom('partnerChecks').selectAll().execute()).toEqual([
    { seq: 1, partner: bij, day: '2026-11-24', role: 'coordinator', method: 'phone' },
  ]);
  expect(await at.database.selectFrom('partnerVersions').selectAll().execute()).toEqual([]);
});

test('the keeper who has called confirms from the list, in one press, and the card leaves it', async () => {
  const at = await withCoordinator();
  await at.keeper.open('/directory/queue');
  const row = at.keeper.seen.main.querySelector('tr[data-partner]');
  const id = row?.getAttribute('data-partner') ?? '';
  const seen = await at.keeper.send('confirmation');
  expect(seen.path).toBe('/directory/queue');
  expect(seen.main.querySelector(`tr[data-partner="${id}"]`)).toBeNull();
  expect(await at.database.selectFrom('partnerChecks').select(['partner', 'method']).execute()).toEqual([
    { partner: id, method: 'phone' },
  ]);
});

test('a confirmed card says so in the interview too, until the rhythm of its network is over', async () => {
  const at = await withCoordinator();
  const first = async () => {
    const person = visitor(at.app);
    await walkTo(person, 'summer-job', { age: '16-17', status: 'pupil', 'job-kind': 'ordinary' });
    return person.seen.main.querySelector('article[data-role="first"]');
  };
  expect((await first())?.querySelector('.tag.open')).toBeNull();
  await at.keeper.open(`/directory/${(await first())?.getAttribute('data-partner')}`);
  await at.keeper.send('confirmation', { method: 'phone' });
  expect((await first())?.querySelector('.tag.open')).not.toBeNull();
  at.setClock('2027-05-25T09:00:00Z');
  expect((await first())?.querySelector('.tag.open')).toBeNull();
});

test('whoever finds an error reports it from the outcome and from the visitor’s slip; a kiosk leads nowhere', async () => {
  const at = await withCoordinator();
  const answers = { age: '16-17', status: 'pupil', 'job-kind': 'ordinary' };
  const person = visitor(at.app);
  await walkTo(person, 'summer-job', answers, '41018', '/');
  const there = person.seen.main.querySelector('article[data-role="first"]')?.getAttribute('data-partner');
  await person.follow('article[data-role="first"] a[data-report]');
  expect(person.seen.main.querySelector('form[data-form="report"] #reason')).not.toBeNull();
  const kiosk = visitor(at.app);
  await walkTo(kiosk, 'summer-job', answers);
  expect(kiosk.seen.main.querySelector('[data-report]')).toBeNull();
  await kiosk.send('slip');
  const code = kiosk.seen.main.getAttribute('data-code');
  await person.open(`/slips/${code}`);
  await person.follow('a[data-report]');
  expect(person.seen.main.getAttribute('data-partner')).toBe(there);
});

test('a partner confirms by its link in one press, without an account; opening the link changes nothing', async () => {
  const at = await withCoordinator();
  const link = `/directory/confirm/${createPartnerLinks(secret).make(bij, '2027-01-20')}`;
  const person = visitor(at.app);
  await person.open(link);
  expect(person.seen.page).toBe('partner-check');
  expect(await at.database.selectFrom('partnerChecks').selectAll().execute()).toEqual([]);
  await person.send('minute');
  expect(person.seen.main.getAttribute('data-done')).toBe('same');
  expect(await at.database.selectFrom('partnerChecks').select(['role', 'method']).execute()).toEqual([
    { role: 'partner', method: 'partner' },
  ]);
  const links = createPartnerLinks(secret);
  for (const token of [links.make(bij, '2026-11-23'), `${links.make(bij, '2027-01-20')}x`, 'a.b.c', 'rubbish']) {
    expect((await person.open(`/directory/confirm/${token}`)).status).toBe(410);
  }
});

test('what a partner corrects waits for a keeper, who accepts it or puts it aside', async () => {
  const at = await withCoordinator();
  const link = `/directory/confirm/${createPartnerLinks(secret).make(bij, '2027-01-20')}/change`;
  const person = visitor(at.app);
  const propose = async () => {
    await person.open(link);
    const address = person.seen.main.querySelector('#address')?.getAttribute('value') ?? '';
    const sent = await person.send('partner', { address, postal_code: '41000', phone: '0254000000', website: '' });
    expect(sent.main.getAttribute('data-done')).toBe('proposed');
  };
  await propose();
  await person.open(href);
  expect(person.seen.html).not.toContain('02\u00a054\u00a000\u00a000\u00a000');
  await at.keeper.open('/directory/queue');
  expect(at.keeper.seen.main.querySelector(`tr[data-partner="${bij}"]`)).not.toBeNull();
  await at.keeper.open(href);
  await at.keeper.send('proposal', { answer: 'decline' });
  expect(await at.database.selectFrom('partnerVersions').selectAll().execute()).toEqual([]);
  await propose();
  await at.keeper.open(href);
  await at.keeper.send('proposal', { answer: 'accept' });
  expect(at.keeper.seen.main.querySelector('[data-field="phone"] td')?.textContent).toContain('54\u00a000');
  expect(await at.database.selectFrom('partnerVersions').select('reason').execute()).toEqual([
    { reason: 'partner-said' },
  ]);
});

test('errors that people report are counted by kind, shown to the keeper, and gone once confirmed', async () => {
  const at = await withCoordinator();
  const person = visitor(at.app);
  for (const reason of ['phone', 'phone', 'closed']) {
    await person.open(href);
    await person.send('report', { reason });
  }
  expect((await person.post(`${href}/reports`, { reason: 'a long story' })).status).toBe(422);
  const counted = () => at.database.selectFrom('partnerReports').selectAll().orderBy('reason').execute();
  expect(await counted()).toEqual([
    { partner: bij, reason: 'closed', count: 1 },
    { partner: bij, reason: 'phone', count: 2 },
  ]);
  await at.keeper.open('/directory/queue');
  expect(at.keeper.seen.main.querySelector(`tr[data-partner="${bij}"] [data-report="phone"]`)).not.toBeNull();
  await at.keeper.open(href);
  await at.keeper.send('confirmation', { method: 'visit' });
  expect(await counted()).toEqual([]);
});

test('the queue begins with the sites people are sent to most', () => {
  const { directory } = region;
  const counts = [{ a: 'cio', basin: '41-vendome', count: 40 }];
  const state = { recommended: recommendations(directory, counts), reports: new Map(), proposals: new Set<string>() };
  const [first] = confirmationQueue(directory, state, '2026-11-24');
  expect(first?.partner.network).toBe('cio');
  expect(first?.partner.department).toBe('41');
  const reports = new Map([[bij, [{ reason: 'phone' as const, count: 1 }]]]);
  const [said, then] = confirmationQueue(directory, { ...state, reports }, '2026-11-24');
  expect([said?.partner.id, then?.partner.network]).toEqual([bij, 'cio']);
});

test('a confirmation is good for the months its network says, to the end of a shorter month', () => {
  expect(goodUntil('2026-11-24', 12)).toBe('2027-11-24');
  expect(goodUntil('2024-02-29', 12)).toBe('2025-02-28');
  expect(goodUntil('2026-08-31', 6)).toBe('2027-02-28');
  expect(goodUntil(null, 12)).toBeNull();
});

test('another region is other files: its communes, networks and imports work by themselves', () => {
  const elsewhere = loadDirectory('tests/directory/elsewhere');
  expect(elsewhere.search('vieille fontaine').map(({ code }) => code)).toEqual(['99002']);
  expect(unreachable(elsewhere, ['guild'])).toHaveLength(2);
  const file = JSON.stringify([
    {
      id: 's--1',
      nom: 'Maison de la guilde',
      adresse: '1 rue Haute',
      code_insee: '99001',
      reseaux_porteurs: ['guildes'],
      date_maj: '2026-01-01',
    },
    {
      id: 's--2',
      nom: 'Maison d’ailleurs',
      code_insee: '41018',
      reseaux_porteurs: ['guildes'],
      date_maj: '2026-01-01',
    },
  ]);
  const { lines } = previewFile(new TextEncoder().encode(file), elsewhere);
  expect(lines.map(({ kind, refusal }) => [kind, refusal])).toEqual([
    ['added', null],
    ['refused', 'commune-unknown'],
  ]);
  const after = elsewhere.withPartners([lines[0]?.record as PartnerRecord], '2026-11-24', 'next');
  expect(unreachable(after, ['guild'])).toEqual([]);
  const place = { kind: 'commune' as const, commune: after.communes[1] as never };
  expect(after.resolve('guild', place).partner?.id).toBe('di:s--1');
});
