import { loadDirectory } from '../../server/directory/directory.ts';

test('a bus is never proposed as a place to walk into', () => {
  const directory = loadDirectory('data');
  expect(directory.partners.filter(({ itinerant }) => itinerant).length).toBeGreaterThan(5);
  const proposed = directory.communes.flatMap((commune) =>
    ['france-services', 'transitions-pro'].flatMap((network) => {
      const { partner, fallback } = directory.resolve(network, { kind: 'commune', commune });
      return [partner, fallback?.kind === 'desk' ? fallback.partner : null];
    }),
  );
  expect(proposed.some((partner) => partner?.itinerant)).toBe(false);
});
