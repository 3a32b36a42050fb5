import fc from 'fast-check';
import { type Fate, type Figure, protect, type Sum, type System } from '../../server/indicators/protect.ts';
import { isSmall, smallestInside } from '../../server/indicators/small-count.ts';

/** A table of counts with the sums of its rows and columns, all of them printed. */
function tableWithSums(rows: readonly (readonly number[])[], details: boolean): System {
  const figures: Figure[] = [];
  const sums: Sum[] = [];
  const print = (count: number) => figures.push({ count, told: 'printed' }) - 1;
  const add = (counts: readonly number[]) => counts.reduce((sum, count) => sum + count, 0);
  const places = rows.map((row) => row.map(print));
  rows.forEach((row, index) => {
    sums.push({ total: print(add(row)), parts: places[index] as number[] });
  });
  for (const column of (rows[0] ?? []).keys()) {
    const parts = places.map((row) => row[column] as number);
    sums.push({ total: print(add(rows.map((row) => row[column] as number))), parts });
  }
  return { figures, sums, rows: details ? places : [] };
}

/** The thorough run, by `npm run audit`, takes minutes. */
const runs = process.env.AUDIT === 'on' ? 10_000 : 150;

const most = 14;

/** Every value a figure could have, for somebody who tries all small numbers against what is told. */
function possible({ figures, sums }: System, fates: readonly Fate[], wanted: number): Set<number> {
  const cells = sums.flatMap(({ parts }) => parts).filter((place, index, all) => all.indexOf(place) === index);
  const values = new Map<number, number>();
  const found = new Set<number>();
  const fits = ({ total, parts }: Sum): boolean => {
    const least = parts.reduce((sum, part) => sum + (values.get(part) ?? (fates[part] === 'hidden' ? 1 : 0)), 0);
    const whole = (figures[total] as Figure).count;
    if (fates[total] !== 'told') return true;
    return parts.every((part) => values.has(part)) ? least === whole : least <= whole;
  };
  const tryFrom = (index: number): void => {
    const cell = cells[index];
    if (cell === undefined) {
      const sum = sums.find(({ total }) => total === wanted);
      found.add(
        sum ? sum.parts.reduce((all, part) => all + (values.get(part) ?? 0), 0) : (values.get(wanted) as number),
      );
      return;
    }
    const fate = fates[cell] as Fate;
    const count = (figures[cell] as Figure).count;
    const [low, high] = fate === 'told' ? [count, count] : [fate === 'hidden' ? 1 : 0, most];
    for (let value = low; value <= high && found.size < 2; value += 1) {
      values.set(cell, value);
      if (sums.filter(({ parts }) => parts.includes(cell)).every(fits)) tryFrom(index + 1);
    }
    values.delete(cell);
  };
  tryFrom(0);
  return found;
}

const count = fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 4 }), fc.integer({ min: 5, max: 9 }));
const counts = fc
  .integer({ min: 2, max: 3 })
  .chain((width) => fc.array(fc.array(count, { minLength: width, maxLength: width }), { minLength: 2, maxLength: 3 }));

test('nobody who tries every number against what is told finds a small count back', () => {
  fc.assert(
    fc.property(counts, fc.boolean(), (rows, details) => {
      const system = tableWithSums(rows, details);
      const fates = protect(system, smallestInside);
      system.figures.forEach((figure, place) => {
        if (!isSmall(figure.count, smallestInside)) return;
        expect(fates[place]).not.toBe('told');
        expect(possible(system, fates, place).size).toBeGreaterThan(1);
      });
    }),
    { numRuns: runs },
  );
}, 3_600_000);

test('two sums together give away what neither does alone; then more is hidden', () => {
  // Four of the cells cancel out between rows and columns: what remains adds up to two, and neither is zero.
  const system = tableWithSums(
    [
      [1, 0, 0],
      [1, 5, 2],
      [1, 2, 4],
    ],
    false,
  );
  const fates = protect(system, smallestInside);
  for (const place of [0, 3, 6]) expect(possible(system, fates, place).size).toBeGreaterThan(1);
});

test('counts without a small one are all told', () => {
  const { figures, sums, rows } = tableWithSums(
    [
      [5, 0, 12],
      [7, 6, 0],
    ],
    true,
  );
  expect(new Set(protect({ figures, sums, rows }, smallestInside))).toEqual(new Set(['told']));
});

test('a row that its sum would give away is withheld as a whole, and the sum stays told', () => {
  const figures: Figure[] = [1, 1, 1, 2, 0, 0].map((value) => ({ count: value, told: 'printed' }));
  figures.push({ count: 5, told: 'printed' });
  const row = [0, 1, 2, 3, 4, 5];
  const fates = protect({ figures, sums: [{ total: 6, parts: row }], rows: [row] }, smallestInside);
  expect(fates).toEqual([...row.map(() => 'withheld'), 'told']);
});

test('a small count alone beside a sum known to everybody takes the next smallest with it', () => {
  const figures: Figure[] = [
    { count: 3, told: 'printed' },
    { count: 20, told: 'printed' },
    { count: 9, told: 'printed' },
    { count: 32, told: 'known' },
  ];
  expect(protect({ figures, sums: [{ total: 3, parts: [0, 1, 2] }], rows: [] }, smallestInside)).toEqual([
    'hidden',
    'told',
    'hidden',
    'told',
  ]);
});
