import { type HTMLElement, NodeType } from 'node-html-parser';
import { type RunningApp, region, runApp } from '../support/app.ts';
import { type Visitor, visitor, walkTo } from '../support/browser-less.ts';
import { pseudoLanguages, pseudoMark } from '../support/languages.ts';
import { team } from '../support/team.ts';

const pupil = { age: '16-17', status: 'pupil', 'job-kind': 'ordinary' };

let running: RunningApp;
beforeAll(async () => {
  running = await runApp({ words: pseudoLanguages() });
});
afterAll(() => running.database.destroy());

/** Names of the world, of this product and of its owners: written the same in every language. */
const names = new Set(
  [
    'Aiguillage',
    ...region.directory.networks.flatMap(({ name, formerNames }) => [name, ...formerNames]),
    ...region.directory.basins.map(({ name }) => name),
    ...[...region.directory.departments, ...region.directory.groups].map(({ name }) => name),
    ...Array.from({ length: 12 }, (_, at) => new Date(2026, at, 1).toLocaleString('en', { month: 'long' })),
    ...Array.from({ length: 7 }, (_, at) => new Date(2026, 0, 1 + at).toLocaleString('en', { weekday: 'long' })),
    ...['X', 'and', 'or', 'Accueil', 'Région', 'km', 'h', 'I', 'N', 'D', 'C', 'SMS', 'R', 's'],
  ].flatMap((name) => name.split(/[^\p{L}]+/u)),
);

/** Words of a page that come from no locale: not marked, not a name, not set apart as French. */
function strangers(root: HTMLElement): string[] {
  const found: string[] = [];
  const visit = (node: HTMLElement): void => {
    if (/^(SCRIPT|STYLE|BDI|KBD|OPTION|CODE)$/i.test(node.tagName ?? '') || node.classList?.contains('tongues')) return;
    if (node.getAttribute?.('lang') === 'fr' || node.classList?.contains('code') || node.classList?.contains('spell'))
      return;
    for (const label of ['aria-label', 'title', 'placeholder']) {
      const text = node.getAttribute?.(label);
      if (text) found.push(...unmarked(text));
    }
    for (const child of node.childNodes) {
      if (child.nodeType === NodeType.TEXT_NODE) found.push(...unmarked(child.text));
      else if (child.nodeType === NodeType.ELEMENT_NODE) visit(child as HTMLElement);
    }
  };
  visit(root);
  return [...new Set(found)];
}
function unmarked(text: string): string[] {
  return (text.match(/\p{L}[\p{L}’]*/gu) ?? []).filter(
    (word) => !word.includes(pseudoMark) && !names.has(word.replace(/^.’/, '')),
  );
}

async function lookAt(person: Visitor, found: Record<string, string[]>): Promise<void> {
  expect(person.seen.root.querySelector('html')?.getAttribute('lang')).toBe('en');
  const words = strangers(person.seen.root.querySelector('body') as HTMLElement);
  if (words.length > 0) found[person.seen.path.replace(/\/(kiosk-)?[\w-]{20,}/, '/…')] = words;
}

test('no page of a visitor says a word that is in no locale', async () => {
  const person = visitor(running.app);
  const found: Record<string, string[]> = {};
  await person.open('/');
  await person.send('language', { language: 'en' });
  await lookAt(person, found);
  await walkTo(person, 'summer-job', pupil, '41018', '/');
  await lookAt(person, found);
  const base = person.seen.path.replace('/outcome', '');
  await person.send('slip');
  await lookAt(person, found);
  const code = person.seen.main.getAttribute('data-code');
  for (const path of [
    `${base}/1`,
    `${base}/commune`,
    `${base}/need`,
    `${base}/ticket`,
    `${base}/opinion`,
    '/privacy',
    '/accessibility',
    '/emergency',
    '/nowhere',
    '/closed',
    '/slips',
    `/slips/${code}`,
    '/replies',
    '/sign-in',
    '/kiosk/away',
    '/kiosk/pairing',
  ]) {
    await person.open(path);
    await lookAt(person, found);
  }
  expect(found).toEqual({});
});

test('no page of the staff says a word that is in no locale', async () => {
  const chief = await team(running).admin();
  const found: Record<string, string[]> = {};
  await chief.open('/account');
  await chief.send('language', { language: 'en' });
  const paths =
    '/desk /desks /team /inbox /account /indicators /simulator /replies/batch /directory /tree /coverage /partnerships /contacts /barometer';
  for (const path of paths.split(' ')) {
    await chief.open(path);
    await lookAt(chief, found);
  }
  expect(found).toEqual({});
});
