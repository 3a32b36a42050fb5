import { createLikelihood } from '../../server/finder/likelihood.ts';

const likely = createLikelihood([
  { need: 'bread', words: ['warm', 'loaf'], weight: 2 },
  { need: 'bread', words: ['warm', 'crust'], weight: 2 },
  { need: 'bath', words: ['warm', 'water'], weight: 2 },
  { need: 'bath', words: ['water'], weight: 5 },
  { need: 'stove', words: ['warm'], weight: 5 },
]);

test('a word said for several needs decides nothing where the others speak for one of them', () => {
  expect(likely(['warm', 'water'])[0]).toBe('bath');
  expect(likely(['warm', 'crust'])[0]).toBe('bread');
  expect(likely(['warm'])[0]).toBe('stove');
});

test('words that follow each other in a saying say more than the same words the other way round', () => {
  const made = createLikelihood([
    { need: 'bread', words: ['warm', 'loaf'], weight: 2 },
    { need: 'stove', words: ['loaf', 'warm'], weight: 2 },
  ]);
  expect([made(['warm', 'loaf'])[0], made(['loaf', 'warm'])[0]]).toEqual(['bread', 'stove']);
});

test('a need told by none of the words is not named, and words nobody says name none', () => {
  expect(likely(['crust'])).toEqual(['bread']);
  expect(likely(['moon'])).toEqual([]);
  expect(likely([])).toEqual([]);
});

test('a need with a long list is not likelier for its length', () => {
  const long = Array.from({ length: 50 }, (_, at) => ({ need: 'bread', words: [`loaf${at}`], weight: 5 }));
  const made = createLikelihood([
    ...long,
    { need: 'bread', words: ['warm'], weight: 2 },
    { need: 'bath', words: ['warm'], weight: 2 },
  ]);
  expect(made(['warm'])[0]).toBe('bath');
});
