import { createLiveDirectory } from '../../server/directory/live.ts';
import { createPartnerSignals } from '../../server/directory/partner-signals.ts';
import { createPartnerVersions } from '../../server/directory/partner-versions.ts';
import type { PartnerRecord } from '../../server/directory/schema.ts';
import { openDatabase } from '../../server/storage/database.ts';
import { region } from '../support/app.ts';
import { databases } from '../support/databases.ts';

const { directory } = region;
const clock = () => new Date('2026-11-24T09:30:00Z');
const secret = 'a secret of the tests, long enough to be one';
const ids = directory.partners.slice(0, 12).map(({ id }) => id);
const record = (id: string, phone: string): PartnerRecord => ({ ...(directory.record(id) as PartnerRecord), phone });
const nobody = { account: null };

describe.each(databases)('$name', ({ place }) => {
  test('two processes that edit and confirm at once lose nothing, and only one of them has the same card', async () => {
    const url = await place();
    const one = await openDatabase(url);
    // Two connections of one process to one file would wait for each other for ever.
    const other = url.startsWith('sqlite:') ? one : await openDatabase(url);
    const stores = [createPartnerVersions(one, secret, clock), createPartnerVersions(other, secret, clock)];
    const edits = ids.map((id, at) =>
      stores[at % 2]?.append([{ record: record(id, '02 54 00 00 00'), version: 0, reason: 'correction' }], nobody),
    );
    const checks = ids.map((id, at) =>
      stores[at % 2]?.confirm({ partner: id, day: '2026-11-24', role: 'agent', method: 'phone' }),
    );
    await Promise.all([...edits, ...checks]);
    const same = stores.map((store) =>
      store.append([{ record: record(ids[0] as string, '02 54 11 11 11'), version: 1, reason: 'report' }], nobody),
    );
    const told = (await Promise.allSettled(same)).map(({ status }) => status).sort();
    expect(told).toEqual(['fulfilled', 'rejected']);

    const live = createLiveDirectory(directory, createPartnerVersions(one, secret, clock), clock);
    await live.refresh();
    expect(ids.map((id) => live.directory.partner(id)?.confirmed)).toEqual(ids.map(() => true));
    expect(ids.slice(1).map((id) => live.directory.partner(id)?.phone)).toEqual(
      ids.slice(1).map(() => '02 54 00 00 00'),
    );
    expect(live.directory.partner(ids[0] as string)?.phone).toBe('02 54 11 11 11');
    await one.destroy();
    if (other !== one) await other.destroy();
  });

  test('a history is whole under the secret of before, and a line changed behind its back is seen with all after it', async () => {
    const database = await openDatabase(await place());
    const [id = ''] = ids;
    const [old, fresh] = ['x'.repeat(40), 'y'.repeat(40)];
    const write = (under: string, version: number, phone: string) =>
      createPartnerVersions(database, under, clock).append(
        [{ record: record(id, phone), version, reason: 'report' }],
        nobody,
      );
    const intact = async (under: string) =>
      (await createPartnerVersions(database, under, clock).history(id)).map((line) => line.intact);
    await write(old, 0, '02 54 00 00 01');
    await write(`${fresh},${old}`, 1, '02 54 00 00 02');
    await write(`${fresh},${old}`, 2, '02 54 00 00 03');
    expect(await intact(`${fresh},${old}`)).toEqual([true, true, true]);
    await database
      .updateTable('partnerVersions')
      .set({ at: '2020-01-01T00:00:00.000Z' })
      .where('version', '=', 2)
      .execute();
    expect(await intact(`${fresh},${old}`)).toEqual([true, false, false]);
    await database.destroy();
  });

  test('what people report is counted, never who, and a proposal takes the place of the one before', async () => {
    const database = await openDatabase(await place());
    const signals = createPartnerSignals(database);
    const [id = ''] = ids;
    await Promise.all([1, 2, 3].map(() => signals.report(id, 'phone')));
    expect((await signals.reports()).get(id)).toEqual([{ reason: 'phone', count: 3 }]);
    await signals.propose(record(id, '02 54 00 00 01'), '2026-11-23');
    await signals.propose(record(id, '02 54 00 00 02'), '2026-11-24');
    expect(await signals.proposal(id)).toMatchObject({ day: '2026-11-24', record: { phone: '02 54 00 00 02' } });
    expect([...(await signals.proposed())]).toEqual([id]);
    await signals.settle(id);
    expect(await signals.proposal(id)).toBeNull();
    await database.destroy();
  });
});
