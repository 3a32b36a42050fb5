import { inSentence, sayDay, sayHours, sayOpening, sayPhone } from '../../server/web/format.ts';
import { loadWords, type Words } from '../../server/web/words.ts';

const french = loadWords(['flows/locales', 'views/locales']).get('fr') as Words;
const now = new Date('2026-11-24T11:30:00Z'); // a Tuesday, 12.30 in France
const plain = (text: string | null) => text?.replaceAll('\u00a0', ' ') ?? null;
const opening = (next: string | null) =>
  plain(sayOpening({ open: false, until: null, next: next ? new Date(next) : null }, now, french));

test('an opening is said from today: today, tomorrow, a day of the week, then a date', () => {
  expect(opening('2026-11-24T13:00:00Z')).toBe('ouvre aujourd’hui à 14 h');
  expect(opening('2026-11-25T08:30:00Z')).toBe('ouvre demain à 9 h 30');
  expect(opening('2026-11-28T08:00:00Z')).toBe('ouvre samedi à 9 h');
  expect(opening('2026-12-01T08:00:00Z')).toBe('ouvre mardi 1er décembre à 9 h');
  expect(opening(null)).toBeNull();
  expect(sayOpening(null, now, french)).toBeNull();
});

test('hours that several days share are said once', () => {
  const hours = [
    {
      days: [1, 2, 3, 4],
      spans: [
        ['08:30', '12:00'],
        ['13:30', '17:00'],
      ] as [string, string][],
    },
    { days: [5], spans: [['09:00', '12:00']] as [string, string][] },
  ];
  expect(sayHours(hours, french).map(plain)).toEqual([
    'du lundi au jeudi, 8 h 30 à 12 h et 13 h 30 à 17 h',
    'vendredi, 9 h à 12 h',
  ]);
});

test('the first of a month is counted, the others numbered; a phone number never breaks', () => {
  expect(sayDay('2027-02-01', french)).toBe('1er février 2027');
  expect(sayDay('2027-02-11', french)).toBe('11 février 2027');
  expect(sayPhone('02 54 78 54 87')).not.toContain(' ');
});

test.each([
  ['fr', 'À la maison', 'à la maison'],
  ['fr', 'CAP ou BEP', 'CAP ou BEP'],
  ['en-GB', 'I would resign', 'I would resign'],
  ['tr', 'İşteyim', 'işteyim'],
  ['ar', 'في البيت', 'في البيت'],
])('inside a sentence an answer begins small, acronyms and the letters of the language kept: %s, %s', (locale, text, said) => {
  expect(inSentence(text, { locale })).toBe(said);
});
