import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Compiled } from '../../flows/compile.ts';
import { paths } from '../../flows/walk.ts';
import { createAccounts } from '../../server/access/accounts.ts';
import { createEngine } from '../../server/interview/engine.ts';
import { openDatabase } from '../../server/storage/database.ts';
import { region, runApp } from '../support/app.ts';
import { visitor, walkTo } from '../support/browser-less.ts';

const { tree } = region.content;
const engine = createEngine(region.content);
const sensitiveNetworks = new Set(region.directory.networks.filter(({ sensitive }) => sensitive).map(({ id }) => id));

/** One path to each sensitive outcome of the tree: a sensitive need, rule or first door. */
const ways = tree.needs.flatMap(({ need, sensitive }) => {
  const compiled = engine.need(need, '2026-11-24') as Compiled;
  const seen = new Map<string, Record<string, string>>();
  for (const { path, at } of paths(compiled)) {
    if (at.kind !== 'outcome' || seen.has(at.rule.id)) continue;
    if (!sensitive && !at.rule.sensitive && !at.rule.first.some((network) => sensitiveNetworks.has(network))) continue;
    seen.set(at.rule.id, Object.fromEntries(path.map(({ question, option }) => [question, option])));
  }
  return [...seen].map(([rule, answers]) => ({ need, rule, answers }));
});

test('the tree has sensitive outcomes in several needs, and each question about health or justice is sensitive', () => {
  expect(ways.length).toBeGreaterThan(30);
  expect(new Set(ways.map(({ need }) => need)).size).toBeGreaterThan(4);
  for (const id of ['disability-work', 'womens-rights', 'justice']) {
    expect(tree.needs.find(({ need }) => need === id)?.sensitive).toBe(true);
  }
});

test('after a slip for each of them, no file, log or export names a sensitive need, rule, network or answer', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'aiguillage-sensitive-'));
  const database = await openDatabase(`sqlite:${join(folder, 'kept.sqlite')}`);
  const { app, log } = await runApp({ database });
  try {
    for (const { need, rule, answers } of ways) {
      const person = visitor(app);
      await walkTo(person, need, answers, '41018');
      expect(`${need} ${person.seen.main.getAttribute('data-rule')}`).toBe(`${need} ${rule}`);
      if (person.seen.main.getAttribute('data-outcome') === 'go') {
        expect((await person.send('slip')).page).toBe('slip');
      }
    }
    const chief = visitor(app);
    const token = await createAccounts(database, () => new Date('2026-11-24T09:30:00Z')).firstLink();
    await chief.open(`/welcome/${token}`);
    await chief.send('welcome', { name: 'Coordination', password: 'une phrase assez longue 41' });
    const exports: string[] = [];
    for (const { id } of region.catalogue) {
      for (const ending of ['', '.csv', '.json']) {
        const { status, html } = await chief.open(`/indicators/${id}${ending}`);
        expect(status).toBe(200);
        // The page offers every need and network by name only in its own words; ids stand in files.
        if (ending !== '') exports.push(html);
      }
    }
    const kept = readdirSync(folder).map((name) => readFileSync(join(folder, name), 'latin1'));
    const told = [...exports, log.join('\n')].join('\n');
    const words = new Set([
      ...tree.needs.filter(({ sensitive }) => sensitive).map(({ need }) => need),
      ...sensitiveNetworks,
      ...tree.questions.filter(({ sensitive }) => sensitive).map(({ id }) => id),
      ...ways.map(({ rule }) => rule).filter((rule) => /health|recognition|prison|safe|violence/.test(rule)),
      'Cap emploi',
      'CIDFF',
      'SPIP',
      'MDPH',
    ]);
    expect([...words].filter((word) => told.includes(word))).toEqual([]);
    // What is sealed is written in 64 letters and digits: a word of four or five turns up there by chance, a hyphenated
    // id or a name with a space never does.
    const onDisk = [...words].filter((word) => word.length > 9 || /[ -]/.test(word));
    expect(onDisk.length).toBeGreaterThan(words.size / 2);
    expect(onDisk.filter((word) => kept.some((text) => text.includes(word)))).toEqual([]);
    expect(exports.join()).toContain('sensitive');
  } finally {
    await database.destroy();
    rmSync(folder, { recursive: true });
  }
});
