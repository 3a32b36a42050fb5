import { createEngine } from '../../server/interview/engine.ts';
import { region, runApp } from '../support/app.ts';
import { visitor, walkTo } from '../support/browser-less.ts';

const { tree } = region.content;
/** The tree with a rule of summer jobs that ends with the year, before the one that takes over. */
const dated = {
  ...region.content,
  tree: {
    ...tree,
    needs: tree.needs.map((need) =>
      need.need === 'summer-job'
        ? {
            ...need,
            rules: need.rules.flatMap((rule) =>
              rule.id === 'holiday-work-16-17'
                ? [{ ...rule, id: 'until-new-year', also: ['cio'], until: '2026-12-31' }, rule]
                : [rule],
            ),
          }
        : need,
    ),
  },
};
const pupil = { age: '16-17', status: 'pupil', 'job-kind': 'ordinary' };

test('a rule that ends gives way by itself to the next one that holds, the day after', () => {
  const engine = createEngine(dated);
  const rules = (day: string) => [...(engine.need('summer-job', day)?.nodes.values() ?? [])].map(({ state }) => state);
  expect(rules('2026-12-31')).toContain('rule-until-new-year');
  // Nothing is compiled again for a day on which the same rules are in force.
  expect(engine.need('summer-job', '2026-12-30')).toBe(engine.need('summer-job', '2026-12-31'));
  expect(rules('2026-12-31')).not.toContain('rule-holiday-work-16-17');
  expect(rules('2027-01-01')).toContain('rule-holiday-work-16-17');
  expect(rules('2027-01-01')).not.toContain('rule-until-new-year');
});

test('a running server turns over at midnight in France, and an interview that is open goes on', async () => {
  // 23.58 in France on 31 December is 22.58 UTC.
  const { app, setClock } = await runApp({ content: dated }, '2026-12-31T22:58:00Z');
  const person = visitor(app);
  await walkTo(person, 'summer-job', pupil);
  expect(person.seen.main.getAttribute('data-rule')).toBe('until-new-year');
  setClock('2026-12-31T23:02:00Z');
  await person.open(person.seen.path);
  expect(person.seen).toMatchObject({ status: 200, page: 'outcome' });
  expect(person.seen.main.getAttribute('data-rule')).toBe('holiday-work-16-17');
});

test('a fact that has run out is said without its figure, and to be confirmed', async () => {
  const { app, setClock } = await runApp();
  const person = visitor(app);
  await walkTo(person, 'summer-job', pupil);
  const fact = () => person.seen.main.querySelector('[data-fact="pay-16-17"]');
  expect(fact()?.querySelectorAll('.tag.caution')).toHaveLength(0);
  const before = fact()?.querySelector('p')?.text;
  setClock('2027-01-02T09:30:00Z');
  const later = visitor(app);
  await walkTo(later, 'summer-job', pupil);
  const after = later.seen.main.querySelector('[data-fact="pay-16-17"]');
  expect(after?.querySelectorAll('.tag.caution')).toHaveLength(1);
  expect(after?.querySelector('p')?.text).not.toContain('%');
  expect(before).toContain('%');
});
