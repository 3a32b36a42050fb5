import type { Partner } from '../../server/directory/partner.ts';
import { createEngine } from '../../server/interview/engine.ts';
import { firstDoors, levels, radar, type Served, shareInPlace, sum } from '../../server/tree/coverage.ts';
import { basinCoverage, regionCoverage } from '../../server/tree/coverage-view.ts';
import type { Words } from '../../server/web/words.ts';
import { region } from '../support/app.ts';

const { directory, content } = region;
const day = '2026-11-24';
const engine = createEngine(content);
const words = region.words.get('fr') as Words;
const context = { engine, directory, radar: radar(directory), words, day };
const doorsOf = (need: string) => firstDoors(engine.need(need, day) as never, directory);
const needs = content.tree.needs.map(({ need }) => need);
const total = ({ counts }: Served) => levels.reduce((all, level) => all + counts[level], 0);

test('every pair of a commune and a first door is counted once, and the basins add up to the region', () => {
  for (const need of needs) {
    const doors = doorsOf(need);
    const whole = context.radar.served(doors, directory.communes);
    expect(whole.pairs).toBe(doors.length * directory.communes.length);
    expect(total(whole)).toBe(whole.pairs);
    const basins = directory.basins.map(({ id }) =>
      context.radar.served(
        doors,
        directory.communes.filter(({ basin }) => basin === id),
      ),
    );
    expect(sum(basins)).toEqual(whole);
    const communes = directory.communes.map((commune) => context.radar.served(doors, [commune]));
    expect(sum(communes)).toEqual(whole);
  }
});

test('the level of a pair is what a person of that commune would be told, and the worst is the worst met', () => {
  const some = directory.communes.filter((_, index) => index % 40 === 0);
  for (const network of [...new Set(needs.flatMap(doorsOf))]) {
    const told = some.map((commune) => {
      const { partner, fallback } = directory.resolve(network, { kind: 'commune', commune });
      if (partner) return partner.confirmedOn ? 'confirmed' : 'unconfirmed';
      return fallback?.kind ?? 'nobody';
    });
    const { counts, worst } = context.radar.served([network], some);
    for (const level of levels) expect(counts[level]).toBe(told.filter((one) => one === level).length);
    expect(worst).toBe([...levels].reverse().find((level) => told.includes(level)));
  }
});

test('a partner somebody confirmed is told apart, and its share is never rounded up to everybody', () => {
  const confirmed = new Set(directory.partnersOf('mission-locale').slice(0, 1));
  const resolve: typeof directory.resolve = (network, place, desk) => {
    const found = directory.resolve(network, place, desk);
    const partner: Partner | null = found.partner && { ...found.partner, confirmed: true };
    return confirmed.has(found.partner as Partner) ? { ...found, partner } : found;
  };
  const served = radar({ ...directory, resolve }).served(['mission-locale'], directory.communes);
  expect(served.counts.confirmed).toBeGreaterThan(0);
  expect(served.counts.unconfirmed).toBeGreaterThan(0);
  const almost = { pairs: 1_000, counts: { ...served.counts, confirmed: 999, unconfirmed: 0 }, worst: 'desk' as const };
  expect(shareInPlace(almost)).toBe(99);
  expect(shareInPlace({ ...almost, pairs: 0 })).toBeNull();
});

test('the person’s own employer is nobody’s door', () => {
  const employers = directory.networks.filter(({ ownEmployer }) => ownEmployer).map(({ id }) => id);
  expect(employers.length).toBeGreaterThan(0);
  expect(needs.flatMap(doorsOf).filter((id) => employers.includes(id))).toEqual([]);
});

test('the pages have a cell for every need and basin, and for every commune of a basin, each with its letter', () => {
  const whole = regionCoverage(context);
  expect(whole.rows).toHaveLength(needs.length);
  for (const { cells } of [...whole.rows, ...whole.networks]) expect(cells).toHaveLength(directory.basins.length + 1);
  for (const { id } of directory.basins) {
    const view = basinCoverage(context, id);
    expect(view?.rows).toHaveLength(directory.communes.filter(({ basin }) => basin === id).length + 1);
    for (const { cells } of view?.rows ?? []) {
      expect(cells).toHaveLength(needs.length);
      expect(cells.filter(({ level, letter }) => level !== null && letter.length !== 1)).toEqual([]);
    }
  }
  expect(new Set(whole.legend.map(({ letter }) => letter)).size).toBe(levels.length);
  expect(basinCoverage(context, 'no-such-basin')).toBeNull();
});
