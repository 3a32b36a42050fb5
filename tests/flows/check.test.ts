import { type CheckContext, check } from '../../flows/check.ts';
import type { Fact, Need, Question, Rule, Story, Tree } from '../../flows/schema.ts';
import { region } from '../support/app.ts';

const french = region.words.get('fr');
const contextOn = (day: string): CheckContext => ({
  day,
  networks: new Set(region.directory.networks.map(({ id }) => id)),
  hasWords: (key) => french?.has(key) ?? false,
  line: region.content.line,
});

/** What runs out with time; everything else must hold on any day. */
const dated = new Set(['fact-expired', 'need-expired']);

test.each(['2026-11-24', '2027-01-02', '2027-07-01'])('on %s the tree has no problem but what has run out', (day) => {
  const { problems, summaries } = check(region.content.tree, contextOn(day));
  expect(problems.filter(({ code }) => !dated.has(code))).toEqual([]);
  expect(summaries).toHaveLength(region.content.tree.needs.length);
  for (const { longest, paths, rules } of summaries) {
    expect(longest).toBeLessThanOrEqual(6);
    expect(paths).toBeGreaterThanOrEqual(1);
    expect(rules).toBeGreaterThanOrEqual(1);
  }
});

test('what has run out is said once its day has passed, and not before', () => {
  // Facts run out by themselves: no table has to be gone through.
  const tree = { ...region.content.tree, needs: [], stories: [] };
  const fact = tree.facts.find(({ review_by }) => review_by === '2026-12-31');
  const expired = (day: string) =>
    check(tree, contextOn(day)).problems.filter(
      ({ code, values }) => code === 'fact-expired' && values.fact === fact?.id,
    );
  expect(expired('2026-12-31')).toEqual([]);
  expect(expired('2027-01-01')).toHaveLength(1);
});

// A small tree of its own, broken in one way at a time.
const blank = { also: [], reasons: ['why'], tell: [], bring: [], online: [], sensitive: false, outcome: 'go' as const };
const rule = (id: string, first: string, when?: Record<string, string[]>): Rule => ({
  ...blank,
  id,
  first: [first],
  when,
});
const question = (id: string, options = ['a', 'b'], sensitive = false): Question => ({ id, options, sensitive });

const story = (id: string, answers: Record<string, string>, expect: Story['expect']): Story => ({
  id,
  who: id,
  says: id,
  answers,
  expect,
  never: [],
  validated_by: null,
});

const sound = (): { tree: Tree; need: Need; context: CheckContext } => {
  const need: Need = {
    need: 'bread',
    theme: 'daily',
    icon: 'sun',
    sensitive: false,
    review: { as_of: '2026-11-01', review_by: '2027-11-01', sources: ['S1'] },
    ask: ['hunger'],
    rules: [rule('hungry', 'baker', { hunger: ['a'] }), rule('not', 'park')],
  };
  const fact: Fact = {
    id: 'warm',
    sources: ['S1'],
    as_of: '2026-11-01',
    review_by: '2027-11-01',
    confidence: 'high',
    amount: false,
  };
  const tree: Tree = {
    questions: [question('hunger')],
    impossible: [],
    themes: [{ id: 'daily', icon: 'sun' }],
    needs: [need],
    facts: [fact],
    documents: [],
    links: [],
    sources: [{ id: 'S1' }],
    stories: [
      {
        need: 'bread',
        stories: [
          story('ann', { hunger: 'a' }, { rule: 'hungry', first: 'baker' }),
          story('bob', { hunger: 'b' }, { rule: 'not', first: 'park' }),
        ],
      },
    ],
  };
  const context: CheckContext = {
    day: '2026-11-24',
    networks: new Set(['baker', 'park']),
    hasWords: () => true,
    line: (_file, path) => path.length + 1,
  };
  return { tree, need, context };
};

const codesAfter = (breakIt: (world: ReturnType<typeof sound>) => unknown): string[] => {
  const world = sound();
  breakIt(world);
  return check(world.tree, world.context).problems.map(({ code }) => code);
};

test('a sound tree has no problem', () => {
  expect(codesAfter(() => {})).toEqual([]);
});

test.each<[string, string, (world: ReturnType<typeof sound>) => unknown]>([
  ['a gap', 'gap', ({ need }) => void need.rules.pop()],
  ['a dead rule', 'dead-rule', ({ need }) => void need.rules.push(rule('never', 'baker'))],
  [
    'two rules that give the same',
    'same-result',
    ({ tree, need }) => {
      tree.questions.splice(0, 1, question('hunger', ['a', 'b', 'c']));
      need.rules.splice(1, 0, rule('peckish', 'baker', { hunger: ['b'] }));
    },
  ],
  [
    'an unknown network',
    'unknown-id',
    ({ need }) => void need.rules.splice(0, 1, rule('hungry', 'moon', { hunger: ['a'] })),
  ],
  ['an unknown question', 'unknown-id', ({ need }) => void need.ask.push('mood')],
  [
    'an unknown option',
    'unknown-option',
    ({ need }) => void need.rules.splice(0, 1, rule('x', 'baker', { hunger: ['z'] })),
  ],
  [
    'a question a rule needs and nobody asks',
    'not-asked',
    ({ need, tree }) => {
      tree.questions.push(question('thirst'));
      need.rules.splice(0, 1, rule('x', 'baker', { thirst: ['a'] }));
    },
  ],
  [
    'an id used twice',
    'duplicate-id',
    ({ need }) => void need.rules.splice(1, 0, rule('hungry', 'park', { hunger: ['b'] })),
  ],
  [
    'a missing text',
    'words-missing',
    ({ context }) => {
      context.hasWords = (key) => key !== 'questions.hunger.text';
    },
  ],
  ['an expired fact', 'fact-expired', ({ tree }) => Object.assign(tree.facts[0] as Fact, { review_by: '2026-11-23' })],
  ['an expired need', 'need-expired', ({ need }) => Object.assign(need.review, { review_by: '2026-11-23' })],
  ['a fact without a known source', 'unknown-id', ({ tree }) => void (tree.facts[0] as Fact).sources.push('S99')],
  [
    'a sensitive question that is not last',
    'sensitive-not-last',
    ({ tree, need }) => {
      tree.questions.unshift(question('health', ['a', 'b'], true));
      need.ask.unshift('health');
      need.rules.unshift(rule('ill', 'baker', { health: ['a'], hunger: ['b'] }));
    },
  ],
  [
    'a question that changes nothing',
    'question-never-asked',
    ({ tree, need }) => {
      tree.questions.push(question('weather'));
      need.ask.push('weather');
    },
  ],
  [
    'more than six questions',
    'too-many-questions',
    ({ tree, need }) => {
      const ids = ['q1', 'q2', 'q3', 'q4', 'q5', 'q6', 'q7'];
      tree.questions.push(...ids.map((id) => question(id)));
      need.ask = ids;
      need.rules = [rule('all', 'baker', Object.fromEntries(ids.map((id) => [id, ['a']]))), rule('not', 'park')];
    },
  ],
  [
    'a better order of questions',
    'better-order',
    ({ tree, need }) => {
      tree.questions.push(question('colour', ['a', 'b', 'c', 'd']));
      need.ask = ['colour', 'hunger'];
      need.rules = [
        rule('fed', 'park', { hunger: ['b'] }),
        ...['a', 'b', 'c', 'd'].map((colour) => ({
          ...rule(`hungry-${colour}`, 'baker', colour === 'd' ? undefined : { colour: [colour] }),
          reasons: [colour],
        })),
      ];
    },
  ],
  [
    'a story that ends elsewhere',
    'story-elsewhere',
    ({ tree }) => tree.stories[0]?.stories.push(story('cat', { hunger: 'b' }, { rule: 'hungry', first: 'baker' })),
  ],
  [
    'a story that stops before the end',
    'story-elsewhere',
    ({ tree }) => tree.stories[0]?.stories.push(story('cat', {}, { rule: 'hungry', first: 'baker' })),
  ],
  ['a rule nobody tells', 'rule-untold', ({ tree }) => tree.stories[0]?.stories.pop()],
])('%s is reported', (_, code, breakIt) => {
  expect(codesAfter(breakIt)).toContain(code);
});

test('each problem has its sentence in French, with the file and the line', () => {
  const codes = Object.keys(
    region.words.get('fr')?.t('check.problem', { returnObjects: 1 } as never) as unknown as object,
  );
  expect(codes).toEqual(expect.arrayContaining(['gap', 'dead-rule', 'unknown-id', 'words-missing', 'better-order']));
});
