import { readFileSync } from 'node:fs';
import type { Content } from '../../server/content/content.ts';
import { readContent } from '../../server/content/content.ts';

const { tree } = readContent(process.cwd()).content as Content;

interface Row {
  need: string;
  says: string;
  rules: string[];
  facts: string[];
  note: string;
}

const idsIn = (cell: string) => [...cell.matchAll(/`([^`]+)`/g)].map((match) => match[1] as string);

/** The rows of the ledger: a section a need, four columns a row. */
function ledgerRows(): Row[] {
  const rows: Row[] = [];
  let need = '';
  for (const line of readFileSync('flows/needs/README.md', 'utf8').split('\n')) {
    if (line.startsWith('## ')) need = line.slice(3).trim();
    const cells = line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim());
    const [says = '', rules = '', facts = '', note = ''] = cells;
    if (need === '' || cells.length !== 4 || says.startsWith('---') || says === 'row of the fact sheet') continue;
    rows.push({ need, says, rules: idsIn(rules), facts: idsIn(facts), note });
  }
  return rows;
}

const rows = ledgerRows();
const rulesOf = (id: string) => tree.needs.find((need) => need.need === id)?.rules ?? [];

test('the ledger has a section for every need, and no other', () => {
  expect([...new Set(rows.map((row) => row.need))].sort()).toEqual(tree.needs.map((need) => need.need).sort());
});

test('every rule and every fact named in the ledger exists', () => {
  const facts = new Set(tree.facts.map((fact) => fact.id));
  const unknown = rows.flatMap((row) => {
    const rules = new Set(rulesOf(row.need).map((rule) => rule.id));
    return [...row.rules.filter((id) => !rules.has(id)), ...row.facts.filter((id) => !facts.has(id))].map(
      (id) => `${row.need}: ${id}`,
    );
  });
  expect(unknown).toEqual([]);
});

test('every rule of a need stands in its section of the ledger', () => {
  const missing = tree.needs.flatMap((need) => {
    const named = new Set(rows.filter((row) => row.need === need.need).flatMap((row) => row.rules));
    return need.rules.filter((rule) => !named.has(rule.id)).map((rule) => `${need.need}: ${rule.id}`);
  });
  expect(missing).toEqual([]);
});

test('every fact stands in the ledger, and some rule says it', () => {
  const named = new Set(rows.flatMap((row) => row.facts));
  const told = new Set(tree.needs.flatMap((need) => need.rules.flatMap((rule) => rule.tell)));
  expect(tree.facts.filter((fact) => !named.has(fact.id) || !told.has(fact.id)).map((fact) => fact.id)).toEqual([]);
});

test('a row of the fact sheet without a rule or a fact says why', () => {
  const silent = rows.filter((row) => row.rules.length + row.facts.length === 0 && row.note === '');
  expect(silent.map((row) => `${row.need}: ${row.says}`)).toEqual([]);
});
