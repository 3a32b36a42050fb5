import type { Compiled } from '../../flows/compile.ts';
import { paths } from '../../flows/walk.ts';
import { createEngine } from '../../server/interview/engine.ts';
import { region } from '../support/app.ts';

const { directory } = region;
const engine = createEngine(region.content);
const needs = region.content.tree.needs.map(({ need }) => need);
const days = ['2026-11-24', '2027-01-02', '2027-07-01'];

/** Whether somebody receives people of a commune for a network, on the spot or at the end of a line. */
const reached = new Map<string, boolean>();
const isReached = (network: string, commune: (typeof directory.communes)[number]): boolean => {
  const key = `${network} ${commune.code}`;
  const known = reached.get(key);
  if (known !== undefined) return known;
  const { partner, fallback } = directory.resolve(network, { kind: 'commune', commune });
  const found = partner !== null || fallback !== null;
  reached.set(key, found);
  return found;
};

test.each(days)('on %s every path of every need ends, in each of the 1,754 communes, at somebody', (day) => {
  let outcomes = 0;
  for (const need of needs) {
    const compiled = engine.need(need, day) as Compiled;
    const rules = new Set([...paths(compiled)].map(({ at }) => (at.kind === 'outcome' ? at.rule : null)));
    for (const rule of rules) {
      expect(rule).not.toBeNull();
      if (rule?.outcome === 'answered-here') continue;
      for (const network of rule?.first ?? []) {
        const alone = directory.communes.filter((commune) => !isReached(network, commune));
        expect(alone.map(({ code }) => `${rule?.id} ${network} ${code}`)).toEqual([]);
        outcomes += directory.communes.length;
      }
    }
  }
  expect(outcomes).toBeGreaterThan(100_000);
});
