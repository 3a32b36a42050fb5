import { checkTranslation, namesPattern, type TextFile, type Translation } from '../../flows/translations.ts';

type Texts = Record<string, string>;

const file = (texts: Texts): TextFile => ({ file: 'x', texts: new Map(Object.entries(texts)), line: () => 1 });

/** What is said of one file of texts in a language; `more` changes what is known about it. */
function said(lang: string, french: Texts, own: Texts | null, more: Partial<Translation> = {}) {
  const { problems, summary } = checkTranslation({
    lang,
    french: new Map([['needs', file(french)]]),
    own: new Map(own ? [['needs', file(own)]] : []),
    forms: ['one', 'other'],
    names: namesPattern(['France Travail']),
    reviewed: false,
    fileOf: (name) => `flows/locales/${lang}/${name}.json`,
    isFresh: () => true,
    ...more,
  });
  return { summary, found: problems.map(({ level, code, values }) => `${level} ${code} ${values.key ?? ''}`.trim()) };
}

test('a whole translation has nothing against it', () => {
  const { found, summary } = said('en', { a: 'Un toit', b: 'Il est {{time}}' }, { a: 'A roof', b: 'It is {{time}}' });
  expect(found).toEqual([]);
  expect(summary).toEqual({ lang: 'en', percent: 100, said: 2, wanted: 2, stale: 0, unreviewed: 2 });
});

test('what is missing is an error and counts; what is no longer asked for is a warning', () => {
  const { found, summary } = said('en', { a: 'Un', b: 'Deux', c: 'Trois' }, { a: 'One', d: 'Four' });
  expect(found).toEqual([
    'error translations/missing needs.b',
    'error translations/missing needs.c',
    'warning translations/extra needs.d',
  ]);
  expect(summary.percent).toBe(33);
  expect(said('en', { a: 'Un' }, null).found).toEqual(['error translations/no-file']);
  expect(said('en', { a: 'Un' }, { a: ' ' }).found).toEqual(['error translations/empty needs.a']);
});

test('a plural has the forms of its language, and « nothing at all » where French has it', () => {
  const french = { n_zero: 'Rien', n_one: 'Une fiche', n_other: '{{count}} fiches' };
  const forms = ['one', 'few', 'many', 'other'];
  expect(said('tr', french, { n_one: 'Bir fiş', n_other: '{{count}} fiş' }).found).toEqual([
    'error translations/missing needs.n_zero',
  ]);
  const ukrainian = { n_zero: 'Нічого', n_one: 'Одна', n_few: '{{count}} картки', n_many: '{{count}} карток' };
  expect(said('uk', french, ukrainian, { forms }).found).toEqual(['error translations/missing needs.n_other']);
});

test('values are those of the French, wherever they stand', () => {
  const french = { a: '{{from}} à {{to}}', n_one: 'une à {{town}}', n_other: '{{count}} à {{town}}' };
  expect(
    said('en', french, { a: '{{to}} {{from}}', n_one: '{{town}}: one', n_other: '{{count}} {{town}}' }).found,
  ).toEqual([]);
  expect(
    said('en', french, { a: 'from {{from}} to {{until}}', n_one: 'one', n_other: '{{count}} {{town}}' }).found,
  ).toEqual(['error translations/values needs.a', 'error translations/values needs.n_one']);
});

test('a text left in French is an error, unless it is a name, a value or an address', () => {
  const french = { a: 'Un job d’été', b: 'France Travail', c: '{{day}}, {{time}}', d: 'https://exemple.fr', e: '12 h' };
  expect(said('en', french, french).found).toEqual(['error translations/same needs.a']);
  expect(said('fr-x-simple', french, french).found).toEqual([]);
});

test('a language is written in its own script, but for names', () => {
  const french = { a: 'Allez à France Travail avec vos papiers', b: 'Oui', c: 'Appelez France Travail' };
  const arabic = { a: 'اذهب إلى France Travail مع وثائقك', b: 'نعم', c: 'Telefon France Travail elektronik' };
  expect(said('ar', french, arabic).found).toEqual(['error translations/script needs.c']);
  expect(
    said('uk', french, { a: 'Ідіть до France Travail з паперами', b: 'Так', c: 'اتصل بـ France Travail الآن من فضلك' })
      .found,
  ).toEqual(['error translations/script needs.c']);
});

test('simple French says one idea a sentence, in twelve words at most', () => {
  const long = 'Vous pouvez aller à la mission locale avec vos papiers et votre CV demain matin.';
  expect(said('fr-x-simple', { a: long }, { a: long }).found).toEqual(['warning translations/long needs.a']);
  expect(
    said('fr-x-simple', { a: long }, { a: 'Allez à la mission locale. Apportez vos papiers. Apportez votre CV.' })
      .found,
  ).toEqual([]);
});

test('a translation is stale when its French has changed since, and unreviewed until somebody has read it', () => {
  const french = { a: 'Un toit', b: 'Un lit' };
  const own = { a: 'A roof', b: 'A bed' };
  const isFresh = (key: string) => key !== 'needs.b';
  const { found, summary } = said('en', french, own, { isFresh, reviewed: true });
  expect(found).toEqual(['warning translations/stale needs.b']);
  expect(summary).toMatchObject({ percent: 100, stale: 1, unreviewed: 1 });
  expect(said('en', french, own, { isFresh: () => null }).found).toEqual([]);
});
