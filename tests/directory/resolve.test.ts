import type { Commune } from '../../server/directory/commune.ts';
import { loadDirectory } from '../../server/directory/directory.ts';
import { unreachable } from '../../server/directory/resolve.ts';

const directory = loadDirectory('data');
const communeAt = (code: string) => directory.commune(code) as Commune;
const at = (network: string, code: string, desk?: string) =>
  directory.resolve(network, { kind: 'commune', commune: communeAt(code) }, desk);

test('nobody in the 1,754 communes is left with neither a site nor a staffed number, whatever the network', () => {
  const networks = directory.networks.map(({ id }) => id);
  expect(unreachable(directory, networks)).toEqual([]);
});

test('a network with sites sends to the nearest one that receives the commune', () => {
  const { partner, distanceKm, fallback } = at('info-jeunes', '41018');
  expect(partner?.network).toBe('info-jeunes');
  expect(partner?.communeCode).toBe('41018');
  expect(distanceKm).toBeLessThan(10);
  expect(fallback).toBeNull();
});

test('a site that is closed or was never verified is proposed nowhere', () => {
  const proposed = new Set(
    directory.communes.flatMap(({ code }) =>
      directory.networks.map(({ id }) => at(id, code).partner ?? at(id, code).fallback).map((found) => found),
    ),
  );
  for (const found of proposed) {
    if (found && 'status' in found) expect(found.status).toBe('active');
    if (found && 'kind' in found && found.kind === 'desk') expect(found.partner.status).toBe('active');
  }
});

test('a network without a site answers by its staffed number', () => {
  const { partner, fallback } = at('cria', '41018');
  expect(partner).toBeNull();
  expect(fallback).toMatchObject({ kind: 'phone', phone: '0 800 11 10 35' });
});

test('a network with neither site nor number is called from the nearest France services', () => {
  const { partner, fallback } = at('transitions-pro', '41018');
  expect(partner).toBeNull();
  expect(fallback).toMatchObject({ kind: 'desk', partner: { network: 'france-services', status: 'active' } });
});

test('the visitor’s own employer has no site of ours; a France services helps to reach it', () => {
  expect(at('employer-hr', '36044')).toMatchObject({ partner: null, fallback: { kind: 'desk' } });
});

test('outside the region the network’s number answers, and otherwise that of the Region', () => {
  expect(directory.resolve('france-travail', { kind: 'outside' }).fallback).toMatchObject({ phone: '3949' });
  const regional = directory.resolve('mission-locale', { kind: 'outside' }).fallback;
  expect(regional).toMatchObject({ kind: 'phone', network: { id: 'etoile-info' } });
});

test('a desk that is itself the right door says so, and only where it receives the commune', () => {
  const { partner } = at('mission-locale', '41018');
  if (!partner) throw new Error('Blois has a mission locale');
  expect(at('mission-locale', '41018', partner.id)).toMatchObject({ here: true, partner: { id: partner.id } });
  expect(at('info-jeunes', '41018', partner.id).here).toBe(false);
  expect(at('mission-locale', '45234', partner.id).here).toBe(false);
});

test('beyond forty kilometres a number is given as well', () => {
  const far = directory.communes.map(({ code }) => at('apec', code)).filter(({ distanceKm }) => (distanceKm ?? 0) > 40);
  expect(far.length).toBeGreaterThan(0);
  expect(far.every(({ phoneToo }) => phoneToo !== null)).toBe(true);
});
