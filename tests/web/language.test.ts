import supertest from 'supertest';
import { sayDay, sayList } from '../../server/web/format.ts';
import { languageCodes } from '../../server/web/languages.ts';
import { loadWords, type Words } from '../../server/web/words.ts';
import { publicUrl, runApp } from '../support/app.ts';
import { visitor } from '../support/browser-less.ts';
import { languages } from '../support/languages.ts';

const own = { prs: 'دری', uk: 'Українська', ar: 'العربية', en: 'English' };
const named = (lang: keyof typeof own) => ({ language: { name: own[lang], dir: /ar|prs/.test(lang) ? 'rtl' : 'ltr' } });
const made = languages({
  prs: named('prs'),
  uk: {
    ...named('uk'),
    format: {
      left_one: '{{count}} день',
      left_few: '{{count}} дні',
      left_many: '{{count}} днів',
      left_other: '{{count}} дня',
    },
  },
  en: { ...named('en'), interview: { continue: 'Go on' }, needs: { 'summer-job': { title: 'A summer job' } } },
  ar: { ...named('ar'), interview: { continue: 'متابعة' } },
  eo: { language: { name: 'Esperanto', dir: 'ltr' } },
});
const of = (lang: string) => made.get(lang) as Words;

test('languages are offered in their order, those nobody planned after them', () => {
  expect([...made.keys()]).toEqual(['fr', 'en', 'ar', 'uk', 'prs', 'eo']);
  const known = [...loadWords(['flows/locales', 'views/locales']).keys()];
  expect(known).toEqual(languageCodes.filter((code) => known.includes(code)));
});

test('dates, lists, figures and plurals follow the language: Western figures, the calendar of France', () => {
  expect(sayDay('2027-02-11', of('prs'))).toMatch(/^11 \p{Script=Arabic}+ 2027$/u);
  expect(sayDay('2027-02-11', of('ar'))).toMatch(/^11 \p{Script=Arabic}+ 2027$/u);
  expect(sayDay('2027-02-11', of('en'))).toBe('11 February 2027');
  expect(sayList(['a', 'b', 'c'], 'disjunction', of('uk'))).toBe('a, b або c');
  const left = (count: number) => of('uk').t('format.left', { count });
  expect([1, 3, 5, 1.5, 12345].map(left)).toEqual(['1 день', '3 дні', '5 днів', '1,5 дня', '12\u00a0345 днів']);
  expect(of('fr').t('interview.card.distance', { km: 12.5, from: 'Vineuil' })).toContain('12,5');
});

test('the language is chosen by its own name where one arrives and on every page, and the answers stay', async () => {
  const { app, database } = await runApp({ words: made });
  const person = visitor(app);
  const choice = () => person.seen.root.querySelectorAll('form[data-form="language"] button[name="language"]');
  const html = () => person.seen.root.querySelector('html');
  await person.open('/');
  expect(choice().map((button) => [button.getAttribute('value'), button.text.trim()])).toEqual(
    [...made].map(([code, { name }]) => [code, name]),
  );
  await person.send('language', { language: 'ar' });
  expect([html()?.getAttribute('lang'), html()?.getAttribute('dir')]).toEqual(['ar', 'rtl']);
  await person.send('start', { need: 'summer-job' });
  expect(person.seen.root.querySelector('.dock button')?.text).toContain('متابعة');
  await person.send('answer', { answer: '16-17' });
  const question = person.seen.main.getAttribute('data-question');
  expect(question).not.toBe('age');
  // A form sent back has no address of its own: the choice leads to where the interview stands.
  await person.send('answer', {});
  expect(person.seen.status).toBe(422);
  await person.send('language', { language: 'en' });
  expect(person.seen.status).toBe(200);
  expect(person.seen.main.getAttribute('data-question')).toBe(question);
  expect(person.seen.root.querySelectorAll('.journey strong').map(({ text }) => text)).toContain('A summer job');
  for (const path of ['/slips', '/replies', '/emergency', '/privacy', '/closed', '/nowhere', '/sign-in']) {
    await person.open(path);
    expect([path, choice().length]).toEqual([path, made.size]);
    expect(html()?.getAttribute('lang')).toBe('en');
  }
  await database.destroy();
});

test('whoever changes the language comes back to what the page was asked for, and to no other site', async () => {
  const { app, database } = await runApp({ words: made });
  const person = visitor(app);
  const back = () => person.seen.root.querySelector('form[data-form="language"] input[name="back"]');
  await person.open('/emergency?seen=%C3%A9t%C3%A9&from=2026-07');
  await person.send('language', { language: 'en' });
  expect(person.seen.root.querySelector('html')?.getAttribute('lang')).toBe('en');
  expect(back()?.getAttribute('value')).toBe('/emergency?seen=%C3%A9t%C3%A9&from=2026-07');
  for (const address of [
    '//elsewhere.example',
    '/\\elsewhere.example',
    'https://elsewhere.example',
    '/a b?c',
    '/?\n//elsewhere',
  ]) {
    const res = await supertest(app)
      .post('/language')
      .set('Origin', publicUrl)
      .type('form')
      .send({ language: 'en', back: address });
    expect([address, res.get('Location')]).toEqual([address, '/']);
  }
  await database.destroy();
});

test('what a language lacks is said in French and marked so, in what is read, not in what is hidden', async () => {
  const { app, database } = await runApp({ words: made });
  const person = visitor(app);
  await person.open('/');
  expect(person.seen.root.querySelectorAll('.tile [lang="fr"]')).toEqual([]);
  await person.send('language', { language: 'ar' });
  const unsaid = of('fr').t('needs.summer-job.title');
  const marked = person.seen.root.querySelectorAll('.tile [lang="fr"]');
  expect(marked.map(({ text }) => text)).toContain(unsaid);
  expect(marked.every((one) => one.getAttribute('dir') === 'ltr')).toBe(true);
  expect(person.seen.html).not.toMatch(/<[a-z]+ [^>]*<span|<title>[^<]*<span/);
  await database.destroy();
});

test('a page says that nobody has reviewed its language yet, until a coordinator has', async () => {
  const reviewed = languages({
    uk: { language: { name: own.uk, dir: 'ltr', reviewed: '2026-12-01' } },
    en: named('en'),
  });
  const { app, database } = await runApp({ words: reviewed });
  const person = visitor(app);
  await person.open('/');
  const notes = async (language: string) => {
    await person.send('language', { language });
    return person.seen.root.querySelectorAll('.unreviewed').length;
  };
  expect([await notes('fr'), await notes('uk'), await notes('en')]).toEqual([0, 0, 1]);
  expect(person.seen.root.querySelector('.unreviewed [lang="fr"]')?.text).toContain(of('fr').t('choice.unreviewed'));
  await database.destroy();
});

test('the public interface speaks the language it is asked for, and French where it knows none', async () => {
  const { app, database } = await runApp({ words: made });
  const first = async (address: string) => (await supertest(app).get(address)).body.needs;
  const job = (needs: { id: string; text: string }[]) => needs.find(({ id }) => id === 'summer-job')?.text;
  expect(job(await first('/api/v1/needs?lang=en'))).toBe('A summer job');
  expect(job(await first('/api/v1/needs?lang=tlh'))).toBe(of('fr').t('needs.summer-job.title'));
  const ask = (lang: string) => supertest(app).post('/api/v1/orientation').send({ lang, need: 'summer-job' });
  expect((await ask('uk')).body.status).toBe('question');
  await database.destroy();
});
