import { fieldsOf } from '../../server/directory/form.ts';
import { readPartner } from '../../server/directory/partner-form.ts';
import { partnerFormView } from '../../server/directory/partner-form-view.ts';
import type { PartnerRecord } from '../../server/directory/schema.ts';
import { changedFields } from '../../server/directory/version.ts';
import { region } from '../support/app.ts';
import { visitor, walkTo } from '../support/browser-less.ts';
import { formValues, password, withCoordinator } from './coordinators.ts';

const bij = 'dila:cij-41018-01';
const href = `/directory/${encodeURIComponent(bij)}`;
const missionLocale = 'dila:mission_locale-41018-01';

/** Edits a card as somebody would who has read what it changes for people. */
async function edit(at: Awaited<ReturnType<typeof withCoordinator>>, values: Record<string, string>, id = bij) {
  await at.keeper.open(`/directory/${encodeURIComponent(id)}/edit`);
  const form = { ...formValues(at.keeper, 'partner'), reason: 'correction', ...values };
  return at.keeper.send('partner', { 'accept-losses': 'yes', ...form });
}

test('a form sent back as it came changes nothing, whichever of the region’s sites it shows', () => {
  const { directory } = region;
  const more = { action: '', back: '', version: 0, brief: false, typed: null, wrong: null, losses: null };
  const changed = directory.partners.flatMap(({ id }) => {
    const record = directory.record(id) as PartnerRecord;
    const { values, week, chosen } = partnerFormView(record, more, directory);
    const posted: Record<string, unknown> = { ...values, ...chosen };
    for (const day of [0, 1, 2, 3, 4, 5, 6]) {
      posted[`am-${day}`] = week?.am[day];
      posted[`pm-${day}`] = week?.pm[day];
    }
    const fields = changedFields(record, readPartner(fieldsOf(posted), record, directory, '2026-11-24'));
    return fields.length > 0 ? [`${id}: ${fields}`] : [];
  });
  expect(changed).toEqual([]);
});

test('a new phone is shown at once to visitors, under a new version of the directory, and the history holds', async () => {
  const at = await withCoordinator();
  const person = visitor(at.app);
  await person.open(href);
  const seen = await edit(at, { phone: '0254000000', 'am-0': '8h30 - 12h', 'pm-0': '' });
  expect(seen.page).toBe('partner');
  await person.open(href);
  expect(person.seen.main.querySelector('[data-field="phone"] td')?.textContent).toContain(
    '02\u00a054\u00a000\u00a000\u00a000',
  );
  expect(person.seen.main.querySelectorAll('.journey [data-field]')).toHaveLength(0);
  expect(
    seen.main.querySelectorAll('.journey [data-field="phone"], .journey [data-field="opening_hours"]'),
  ).toHaveLength(2);
  const [row] = await at.database.selectFrom('partnerVersions').selectAll().execute();
  expect(row).toMatchObject({ partner: bij, version: 1, account: at.account, reason: 'correction' });
  const stored = JSON.parse(row?.record ?? '{}');
  expect(stored).toMatchObject({ phone: '02 54 00 00 00', phone_date: '2026-11-24' });
  expect(stored.opening_hours).toMatch(/^Mo 08:30-12:00; /);

  await at.database.updateTable('partnerVersions').set({ reason: 'report' }).execute();
  await at.keeper.open(href);
  expect(at.keeper.seen.main.querySelector('[data-broken]')).not.toBeNull();
});

test('a datum that changes is dated, and the others keep the day they were read', async () => {
  const at = await withCoordinator();
  const before = region.directory.record(bij);
  await edit(at, { 'am-0': '9h-12h' });
  const [row] = await at.database.selectFrom('partnerVersions').select('record').execute();
  const after = JSON.parse(row?.record ?? '{}');
  expect(after).toMatchObject({ opening_hours_date: '2026-11-24', recorded_on: before?.recorded_on });
  expect(after.phone_date).toBe(before?.phone_date);
});

test('a name that changes is still found under the old one', async () => {
  const at = await withCoordinator();
  await edit(at, { name: 'Maison de la jeunesse du Blaisois' });
  const person = visitor(at.app);
  await person.open('/directory?q=bureau+information+jeunesse+de+blois');
  expect(person.seen.main.querySelector(`[data-partner="${bij}"]`)).not.toBeNull();
  await person.open('/directory?q=P%C3%B4le+emploi+vierzon');
  expect(person.seen.main.querySelector('[data-network="france-travail"]')).not.toBeNull();
});

test.each([
  ['paused', { until: '2026-12-31' }, '2027-01-01T09:00:00Z'],
  ['full', { until: '2026-12-31' }, '2027-01-01T09:00:00Z'],
])('a site that is %s is proposed nowhere until its day is over, then again by itself', async (status, more, after) => {
  const at = await withCoordinator();
  const first = async () => {
    const { body } = await ask(at);
    return body;
  };
  expect(await first()).toBe(missionLocale);
  await edit(at, { status, ...more }, missionLocale);
  expect(await first()).not.toBe(missionLocale);
  at.setClock(after);
  expect(await first()).toBe(missionLocale);
});

test('the outcome says which nearer site is full, and until when; a slip already printed says so on its page', async () => {
  const at = await withCoordinator();
  const answers = { age: '16-17', status: 'pupil', 'job-kind': 'ordinary' };
  const person = visitor(at.app);
  await walkTo(person, 'summer-job', answers);
  expect(person.seen.main.querySelector('[data-passed-over]')).toBeNull();
  const nearest = person.seen.main.querySelector('article[data-role="first"]')?.getAttribute('data-partner') ?? '';
  await person.send('slip');
  const code = person.seen.main.getAttribute('data-code');
  await edit(at, { status: 'full', until: '2026-12-31' }, nearest);
  const next = visitor(at.app);
  await walkTo(next, 'summer-job', answers);
  const card = next.seen.main.querySelector('article[data-role="first"]');
  expect(card?.getAttribute('data-partner')).not.toBe(nearest);
  expect(card?.querySelector('[data-passed-over]')).not.toBeNull();
  await person.open(`/slips/${code}`);
  expect(person.seen.main.querySelector('[data-changed]')).not.toBeNull();
  at.setClock('2027-01-01T09:00:00Z');
  await person.open(`/slips/${code}`);
  expect(person.seen.main.querySelector('[data-changed]')).toBeNull();
});

async function ask(at: Awaited<ReturnType<typeof withCoordinator>>): Promise<{ body: string | undefined }> {
  const person = visitor(at.app);
  const seen = await person.open('/api/v1/partners?commune=41018');
  const { partners } = JSON.parse(seen.html || '{"partners":[]}');
  return {
    body: partners.find((one: { network: { id: string } | string }) => JSON.stringify(one).includes('mission_locale'))
      ?.id,
  };
}

test('a site may move to another: its card leads there, and nobody is sent to the old one', async () => {
  const at = await withCoordinator();
  await edit(at, { status: 'moved', 'moved-to': 'bureau information jeunesse blois' }, missionLocale);
  await at.keeper.open(`/directory/${missionLocale}`);
  expect(at.keeper.seen.main.querySelector(`article a[href="${href}"]`)).not.toBeNull();
  expect(at.keeper.seen.main.getAttribute('data-status')).toBe('moved');
});

test.each([
  ['phone', { phone: '0254' }],
  ['website', { website: 'javascript:alert(1)' }],
  ['commune', { commune: 'Vineuil' }],
  ['until', { status: 'paused', until: '' }],
  ['moved-to', { status: 'moved', 'moved-to': 'nobody' }],
  ['serves-list', { serves: 'communes', 'serves-list': 'Atlantis' }],
  ['pm-1', { 'am-1': '9h-13h', 'pm-1': '12h-17h' }],
  ['am-2', { 'am-2': 'le matin' }],
  ['reason', { phone: '02 54 00 00 00', reason: '' }],
  ['name', { name: '' }],
])('a form with a wrong %s comes back with what was typed, and nothing is written', async (field, values) => {
  const at = await withCoordinator();
  const seen = await edit(at, values);
  expect(seen.status).toBe(422);
  expect(seen.main.querySelector('.errors a')?.getAttribute('href')).toBe(`#${field}`);
  expect(seen.main.querySelector(`#${field}`)).not.toBeNull();
  expect(await at.database.selectFrom('partnerVersions').selectAll().execute()).toEqual([]);
});

test('two people who edit the same card: the second learns it, and the first one’s work stays', async () => {
  const at = await withCoordinator();
  await at.keeper.open(`${href}/edit`);
  const stale = formValues(at.keeper, 'partner');
  await edit(at, { phone: '0254000000' });
  const seen = await at.keeper.post(`${href}/edit`, { ...stale, phone: '0254111111', reason: 'correction' });
  expect(seen.status).toBe(409);
  expect(await at.database.selectFrom('partnerVersions').selectAll().execute()).toHaveLength(1);
});

test('an edit that would leave communes with nobody is shown before it is saved', async () => {
  const networks = region.directory.networks.map(({ id }) => id);
  expect(networks).toContain('france-services');
  // One France services for the whole of a made-up region of nobody else: closing it leaves everybody alone.
  const [only] = region.directory.partnersOf('france-services');
  const record = { ...region.directory.record(only?.id ?? ''), serves: { kind: 'open' as const } };
  const alone = region.directory.withPartners([record as never], '', 'alone');
  const at = await withCoordinator({ directory: alone });
  const closing = { status: 'closed', 'closed-on': '2026-11-01' };
  const seen = await edit(at, { ...closing, 'accept-losses': '' }, only?.id);
  expect(seen.status).toBe(422);
  expect(Number(seen.main.querySelector('[data-losses]')?.getAttribute('data-losses'))).toBeGreaterThan(0);
  expect(await at.database.selectFrom('partnerVersions').selectAll().execute()).toEqual([]);
  const saved = await at.keeper.send('partner', { ...formValues(at.keeper, 'partner'), 'accept-losses': 'yes' });
  expect(saved.page).toBe('partner');
  expect(await at.database.selectFrom('partnerVersions').selectAll().execute()).toHaveLength(1);
});

test('an edit that takes the only place of a network from communes is shown too, with how many and which', async () => {
  const at = await withCoordinator();
  const cio = region.directory.partnersOf('cio').find(({ department }) => department === '41')?.id ?? '';
  const serving = { serves: 'departments', 'serves-list': 'Indre', 'accept-losses': '' };
  const seen = await edit(at, serving, cio);
  expect(seen.status).toBe(422);
  const notice = seen.main.querySelector('[data-losses]');
  expect(notice?.getAttribute('data-losses')).toBe('0');
  expect(Number(notice?.getAttribute('data-without-site'))).toBeGreaterThan(0);
  expect((await edit(at, serving, cio)).status).toBe(422);
  expect((await edit(at, { ...serving, 'accept-losses': 'yes' }, cio)).page).toBe('partner');
});

test('what a site is in its groups is dated, amended, kept and shown', async () => {
  const at = await withCoordinator();
  const row = {
    'group-0': 'spro-41',
    'as-0': 'signatory',
    'since-0': '2019-03-12',
    'amendments-0': '1/9/2021, 2023-05-02',
  };
  const seen = await edit(at, row);
  expect(seen.page).toBe('partner');
  const [stored] = await at.database.selectFrom('partnerVersions').select('record').execute();
  expect(JSON.parse(stored?.record ?? '{}').membership).toEqual([
    { group: 'spro-41', as: 'signatory', since: '2019-03-12', amendments: ['2021-09-01', '2023-05-02'] },
  ]);
  await at.keeper.open(`${href}/edit`);
  expect(formValues(at.keeper, 'partner')).toMatchObject({ 'group-0': 'spro-41', 'group-1': '' });
  const again = { 'group-1': 'spro-37', 'as-1': '', 'since-1': '', 'amendments-1': '' };
  const wrong = await at.keeper.send('partner', {
    ...formValues(at.keeper, 'partner'),
    reason: 'correction',
    ...again,
  });
  expect(wrong.main.querySelector('.errors a')?.getAttribute('href')).toBe('#as-1');
});

test('a new structure is added by its keeper in her own group, once, and people are sent there at once', async () => {
  const at = await withCoordinator();
  await at.keeper.open('/directory/new');
  const form = {
    ...formValues(at.keeper, 'partner'),
    name: 'Centre de ressources de Blois',
    network: 'cria',
    address: '1 rue Haute',
    postal_code: '41000',
    commune: 'Blois',
    phone: '02 54 00 00 00',
  };
  const made = await at.keeper.send('partner', form);
  expect(made.page).toBe('partner');
  const person = visitor(at.app);
  await person.open('/directory?commune=41018&network=cria');
  expect(person.seen.main.querySelectorAll('article[data-network="cria"]')).toHaveLength(1);
  await at.keeper.open('/directory/new');
  const twin = await at.keeper.send('partner', form);
  expect(twin.main.querySelector('.errors a')?.getAttribute('href')).toBe('#name');
});

test('a keeper reads who changed a card and who confirmed it; a visitor reads neither', async () => {
  const at = await withCoordinator();
  await edit(at, { phone: '0254000000' });
  await at.keeper.send('confirmation', { method: 'phone' });
  const story = at.keeper.seen.main.querySelector('.journey')?.textContent ?? '';
  expect(story).toContain('Camille');
  expect(at.keeper.seen.main.querySelectorAll('.journey li').length).toBeGreaterThan(3);
  const person = visitor(at.app);
  await person.open(href);
  expect(person.seen.html).not.toContain('Camille');
});

test('another process sees an edit within thirty seconds', async () => {
  const at = await withCoordinator();
  const { runApp } = await import('../support/app.ts');
  const other = await runApp({ database: at.database });
  const person = visitor(other.app);
  await person.open(href);
  await edit(at, { phone: '0254000000' });
  other.setClock('2026-11-24T09:30:29Z');
  await person.open(href);
  expect(person.seen.html).not.toContain('02\u00a054\u00a000\u00a000\u00a000');
  other.setClock('2026-11-24T09:30:31Z');
  await person.open(href);
  expect(person.seen.html).toContain('02\u00a054\u00a000\u00a000\u00a000');
});

test('only coordinators edit; a visitor is sent to sign in', async () => {
  const { app } = await withCoordinator();
  const person = visitor(app);
  expect((await person.open(`${href}/edit`)).page).toBe('sign-in');
  expect((await person.post(`${href}/edit`, { phone: '1' })).page).toBe('sign-in');
});

test('the coverage of a basin follows an edit at once, and a new day by itself', async () => {
  const at = await withCoordinator();
  const levels = async () => {
    await at.keeper.open('/coverage/41-blois');
    return at.keeper.seen.main.textContent;
  };
  const before = await levels();
  await edit(at, { status: 'paused', until: '2026-12-31' }, missionLocale);
  expect(await levels()).not.toBe(before);
  at.setClock('2027-01-01T09:00:00Z');
  await at.keeper.open('/sign-in');
  await at.keeper.send('sign-in', { name: 'Camille', password });
  expect(await levels()).toBe(before);
});

test('a site that was imported is offered to new desks at once', async () => {
  const at = await withCoordinator();
  await at.keeper.upload('/directory/import', 'id;network;name;commune\nown:a;cria;Centre d’essai;41018');
  await at.keeper.send('accept', { all: 'yes' });
  for (const path of ['/team', '/desks']) {
    await at.keeper.open(path);
    expect(at.keeper.seen.html).toContain('Centre d’essai');
  }
});
