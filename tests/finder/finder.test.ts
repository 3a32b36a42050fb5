import type { Vocabulary } from '../../flows/schema.ts';
import { checkVocabularies } from '../../server/finder/check-vocabulary.ts';
import { createFinder } from '../../server/finder/finder.ts';
import { measure, readSentences } from '../../server/finder/measure.ts';
import { region } from '../support/app.ts';

const { finder } = region;
const firstFor = (text: string) => finder.find(text).needs.slice(0, 3);

test('of the development sentences 97 % find their need among the first three, and nonsense finds nothing', () => {
  const { sentences, found, missed, noise } = measure(finder, readSentences('tests/finder/sentences-dev.yaml'));
  expect(sentences).toBeGreaterThanOrEqual(150);
  expect(noise).toEqual([]);
  expect({ share: found.length / sentences >= 0.97, missed: found.length / sentences >= 0.97 ? [] : missed }).toEqual({
    share: true,
    missed: [],
  });
});

test('the development sentences speak of every need', () => {
  const said = new Set(Object.keys(readSentences('tests/finder/sentences-dev.yaml')).flatMap((key) => key.split('|')));
  expect(region.content.tree.needs.map(({ need }) => need).filter((need) => !said.has(need))).toEqual([]);
});

test('the sentences the vocabulary was not written for are measured', () => {
  const { sentences, found, noise, nonsense } = measure(finder, readSentences('tests/finder/sentences-held-out.yaml'));
  console.log(`held out: ${found.length}/${sentences} found among three, ${noise.length}/${nonsense} noise`);
  expect(sentences).toBeGreaterThanOrEqual(60);
});

test('every name a network has or had finds a need', () => {
  const pointed = new Set(
    region.content.vocabularies.flatMap(({ value }) => Object.values(value.needs).flatMap(({ networks }) => networks)),
  );
  const names = region.directory.networks
    .filter(({ id }) => pointed.has(id))
    .flatMap(({ name, formerNames }) => [name, ...formerNames]);
  expect(names.length).toBeGreaterThan(40);
  expect(names.filter((name) => !finder.find(name).confident)).toEqual([]);
});

test.each([
  ['Fongecif', 'career-change'],
  ['ANPE', 'job-search'],
  ['pole emploi', 'job-search'],
  ['formatoin', 'find-training'],
  ['aprentissaje', 'apprenticeship'],
  ['g perdu mon taf', 'job-loss'],
  ['C KOI LE CPF ???', 'cep-cpf-info'],
])('%s is understood as %s: former names, slips of the hand, text messages', (text, need) => {
  expect(firstFor(text)).toContain(need);
});

test.each([
  ['job-search', ['job', 'work', 'trabajo', 'trabalho', 'عمل', 'робота', 'iş', 'کار']],
  ['find-training', ['training', 'formación', 'formação', 'تدريب', 'навчання', 'eğitim', 'آموزش']],
  ['housing', ['home', 'casa', 'سكن', 'житло', 'ev', 'خانه']],
  ['french-language', ['French', 'francés', 'francês', 'الفرنسية', 'французька', 'Fransızca', 'فرانسوی']],
])('common words of other languages lead to %s', (need, list) => {
  expect(list.filter((word) => !firstFor(word).includes(need))).toEqual([]);
});

test.each([
  ['je veux mourir', ['distress']],
  ['mon mari me frappe', ['women', 'police']],
  ['je sais pas où dormir ce soir', ['roof']],
  ['mon père me frappe', ['child']],
])('%s calls for the numbers first', (text, ids) => {
  expect(finder.find(text).help).toEqual(expect.arrayContaining(ids));
});

test.each([
  'on me harcèle de sms pour mon CPF',
  'je cherche un logement pour mon stage',
  'mon patron me harcèle de travail',
  'ma voiture est morte',
])('%s calls for no number', (text) => {
  expect(finder.find(text).help).toEqual([]);
});

test('at most five needs, each once, and none when nothing is sure', () => {
  for (const text of ['travail formation logement argent école français santé', 'je veux tout changer', 'pizza']) {
    const { needs, confident } = finder.find(text);
    expect(needs.length).toBeLessThanOrEqual(5);
    expect(new Set(needs).size).toBe(needs.length);
    expect(confident).toBe(needs.length > 0);
  }
});

test('whatever is typed, an answer comes: very long, empty, strange', () => {
  for (const text of ['', ' ', '​', 'a'.repeat(100_000), 'constructor __proto__', '🙂🙂', '\u0000', '((((', '*'])
    expect(finder.find(text).needs).toEqual([]);
});

const vocabulary = (needs: Vocabulary['needs'], rest: Partial<Vocabulary> = {}): Vocabulary => ({
  stop: ['le', 'la'],
  spellings: {},
  same: {},
  distress: [],
  needs,
  ...rest,
});

test('what a coordinator adds is found, and a need that does not exist never is', () => {
  const made = createFinder({
    vocabularies: [
      vocabulary({
        bread: { networks: [], words: { 5: ['baguette'] }, phrases: ['une miche bien cuite'] },
        ghost: { networks: [], words: { 5: ['baguette'] }, phrases: [] },
      }),
    ],
    needs: [{ id: 'bread', titles: ['Du pain'] }],
    networks: [],
  });
  expect(made.find('la baguete').needs).toEqual(['bread']);
  expect(made.find('baguette').needs).toEqual(['bread']);
});

test('the vocabularies of the region point to what exists, and every saying leaves words to search by', () => {
  const pointed = {
    needs: new Set(region.content.tree.needs.map(({ need }) => need)),
    networks: new Set(region.directory.networks.map(({ id }) => id)),
    help: new Set(region.emergency.map(({ id }) => id)),
  };
  expect(checkVocabularies(region.content.vocabularies, pointed)).toEqual([]);
});

test('an unknown need, network or number and an empty saying are told with file and line', () => {
  const value = vocabulary(
    {
      bread: { networks: ['mill'], words: { 2: ['le la'] }, phrases: ['la'] },
      cake: { networks: [], words: {}, phrases: [] },
    },
    { distress: [{ help: ['moon'], says: ['faim'] }] },
  );
  const file = { file: 'flows/vocabulary/fr.yaml', value, line: (path: readonly PropertyKey[]) => path.length };
  const problems = checkVocabularies([file], { needs: new Set(['bread']), networks: new Set(), help: new Set() });
  expect(problems.map(({ code, values, line }) => [code, values.id ?? values.saying, line])).toEqual([
    ['unknown-id', 'moon', 4],
    ['unknown-id', 'mill', 4],
    ['saying-empty', 'le la', 5],
    ['saying-empty', 'la', 4],
    ['unknown-id', 'cake', 2],
  ]);
});
