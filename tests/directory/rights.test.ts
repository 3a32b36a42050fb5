import { runApp } from '../support/app.ts';
import { team } from '../support/team.ts';
import { formValues } from './coordinators.ts';

const blois = 'dila:cij-41018-01';
const href = `/directory/${encodeURIComponent(blois)}`;

test('a coordinator changes the sites of her own groups; those of others answer as if unknown, and no site leaves her', async () => {
  const running = await runApp();
  const { join } = team(running);
  const own = await join('Camille', 'coordinator', null, ['spro-41']);
  const other = await join('Dominique', 'coordinator', null, ['spro-37']);
  expect((await other.open(href)).status).toBe(200);
  expect(other.seen.main.querySelector(`a[href="${href}/edit"]`)).toBeNull();
  expect((await other.open(`${href}/edit`)).status).toBe(404);
  expect((await other.post(`${href}/edit`, { phone: '0254000000' })).status).toBe(404);
  expect((await other.post(`${href}/links`)).status).toBe(404);

  await own.open(`${href}/edit`);
  const form = { ...formValues(own, 'partner'), reason: 'correction' };
  const away = await own.send('partner', { ...form, commune: 'Tours (37261)' });
  expect(away.main.querySelector('.errors a')?.getAttribute('href')).toBe('#commune');
  const saved = await own.send('partner', { ...form, phone: '02 54 00 00 00' });
  expect(saved.page).toBe('partner');
});

test('the queue of a coordinator holds the sites of her groups only', async () => {
  const running = await runApp();
  const own = await team(running).join('Camille', 'coordinator', null, ['spro-41']);
  await own.open('/directory/queue');
  const places = own.seen.main.querySelectorAll('tr[data-partner]').map((row) => row.textContent);
  expect(places.length).toBeGreaterThan(5);
  expect(places.filter((text) => !/\b41\d{3}\b/.test(text))).toEqual([]);
});

test('a desk confirms the sites of its own group, and none of another', async () => {
  const running = await runApp();
  const { join } = team(running);
  const near = await join('Agent de Blois', 'agent', blois);
  const far = await join('Agent de Tours', 'agent', 'dila:cij-37261-01');
  expect((await far.post(`${href}/confirmations`, { method: 'phone' })).status).toBe(404);
  await near.open(href);
  await near.send('confirmation', { method: 'phone' });
  const rows = await running.database.selectFrom('partnerChecks').select(['partner', 'role']).execute();
  expect(rows).toEqual([{ partner: blois, role: 'agent' }]);
});

test('a file of a coordinator touches no site of another group, and nobody else sees it', async () => {
  const running = await runApp();
  const { join } = team(running);
  const own = await join('Camille', 'coordinator', null, ['spro-41']);
  const other = await join('Dominique', 'coordinator', null, ['spro-37']);
  const csv = ['id;network;name;commune', 'x:1;cio;CIO de Blois essai;41018', 'x:2;cio;CIO de Tours essai;37261'];
  await own.upload('/directory/import', csv.join('\n'));
  const rows = own.seen.main
    .querySelectorAll('[data-lines="refused"] tr[data-id]')
    .map((row) => row.getAttribute('data-id'));
  expect(rows).toEqual(['x:2']);
  const path = own.seen.path;
  expect((await other.open(path)).status).toBe(404);
  expect((await other.post(`${path}/accept`, { all: 'yes' })).status).toBe(404);
  await own.post(`${path}/accept`, { all: 'yes' });
  const written = await running.database.selectFrom('partnerVersions').select('partner').execute();
  expect(written).toEqual([{ partner: 'x:1' }]);
});
