import type { CheckContext } from './check.ts';
import type { Problem } from './problem.ts';
import type { Need, Rule, Tree } from './schema.ts';

/** Each list of ids a tree holds, by the word used for it in sentences. */
type Known = Record<'fact' | 'document' | 'link' | 'network' | 'source' | 'theme', ReadonlySet<string>>;

function knownIds(tree: Tree, networks: ReadonlySet<string>): Known {
  const setOf = (items: readonly { id: string }[]) => new Set(items.map((item) => item.id));
  return {
    fact: setOf(tree.facts),
    document: setOf(tree.documents),
    link: setOf(tree.links),
    source: setOf(tree.sources),
    theme: setOf(tree.themes),
    network: networks,
  };
}

/** What a rule points to: the kind of thing, the ids, and where they stand in the rule. */
function pointersOf(rule: Rule): { kind: keyof Known; at: string; ids: readonly string[] }[] {
  return [
    { kind: 'network', at: 'first', ids: rule.first },
    { kind: 'network', at: 'also', ids: rule.also },
    { kind: 'fact', at: 'tell', ids: rule.tell },
    { kind: 'document', at: 'bring', ids: rule.bring },
    { kind: 'link', at: 'online', ids: rule.online },
  ];
}

/** The words a tree cannot do without in the reference language: key of the locale, and where it is called for. */
function wordsOf(tree: Tree): { key: string; file: string; path: PropertyKey[] }[] {
  const needFile = (need: Need) => `flows/needs/${need.need}.yaml`;
  const list = (name: 'themes' | 'documents' | 'links' | 'sources', parts: readonly string[]) =>
    tree[name].flatMap((item, index) =>
      parts.map((part) => ({ key: `${name}.${item.id}.${part}`, file: `flows/${name}.yaml`, path: [name, index] })),
    );
  return [
    ...list('themes', ['title']),
    ...list('documents', ['text']),
    ...list('links', ['text']),
    ...list('sources', ['title']),
    ...tree.facts.flatMap((fact, index) =>
      ['text', ...(fact.amount ? ['plain'] : [])].map((part) => ({
        key: `facts.${fact.id}.${part}`,
        file: 'flows/facts.yaml',
        path: ['facts', index],
      })),
    ),
    ...tree.questions.flatMap((question, index) =>
      ['label', 'text', 'why', 'missing', ...question.options.map((option) => `options.${option}.text`)].map(
        (part) => ({
          key: `questions.${question.id}.${part}`,
          file: 'flows/questions.yaml',
          path: ['questions', index],
        }),
      ),
    ),
    ...tree.needs.flatMap((need) => [
      ...['title', 'desk', 'say', 'listen', 'avoid', 'together'].map((part) => ({
        key: `needs.${need.need}.${part}`,
        file: needFile(need),
        path: ['need'],
      })),
      ...need.rules.flatMap((rule, index) => [
        ...rule.reasons.map((id) => ({
          key: `reasons.${id}.text`,
          file: needFile(need),
          path: ['rules', index, 'reasons'],
        })),
        ...(rule.answer
          ? ['title', 'text'].map((part) => ({
              key: `answers.${rule.answer}.${part}`,
              file: needFile(need),
              path: ['rules', index, 'answer'],
            }))
          : []),
      ]),
    ]),
  ];
}

function duplicates(ids: readonly string[]): number[] {
  return ids.flatMap((id, index) => (ids.indexOf(id) < index ? [index] : []));
}

function checkConditions(need: Need, tree: Tree, context: CheckContext): Problem[] {
  const file = `flows/needs/${need.need}.yaml`;
  const problem = (code: string, path: PropertyKey[], values: Problem['values']): Problem => ({
    level: 'error',
    code,
    file,
    line: context.line(file, path),
    values,
  });
  const questions = new Map(tree.questions.map((question) => [question.id, question]));
  const unknownAsk = need.ask.flatMap((id, index) =>
    questions.has(id) ? [] : [problem('unknown-id', ['ask', index], { kind: 'question', id })],
  );
  const rules = need.rules.flatMap((rule, index) =>
    Object.entries(rule.when ?? {}).flatMap(([id, options]) => {
      const path = ['rules', index, 'when', id];
      const question = questions.get(id);
      if (!question) return [problem('unknown-id', path, { kind: 'question', id })];
      if (!need.ask.includes(id)) return [problem('not-asked', path, { rule: rule.id, question: id })];
      return options
        .filter((option) => !question.options.includes(option))
        .map((option) => problem('unknown-option', path, { question: id, option }));
    }),
  );
  return [...unknownAsk, ...rules];
}

/** Ids that do not exist, ids used twice, words that are missing: each with the place that calls for them. */
export function checkReferences(tree: Tree, context: CheckContext): Problem[] {
  const known = knownIds(tree, context.networks);
  const problems: Problem[] = [];
  const report = (code: string, file: string, path: readonly PropertyKey[], values: Problem['values']) =>
    problems.push({ level: 'error', code, file, line: context.line(file, path), values });
  const expect = (kind: keyof Known, ids: readonly string[], file: string, path: readonly PropertyKey[]) => {
    for (const id of ids) if (!known[kind].has(id)) report('unknown-id', file, path, { kind, id });
  };

  for (const [name, items] of [
    ['questions', tree.questions],
    ['impossible', tree.impossible],
    ['themes', tree.themes],
    ['facts', tree.facts],
    ['documents', tree.documents],
    ['links', tree.links],
    ['sources', tree.sources],
  ] as const) {
    const file = name === 'impossible' ? 'flows/questions.yaml' : `flows/${name}.yaml`;
    const list = items.map((item) => item.id);
    for (const index of duplicates(list)) report('duplicate-id', file, [name, index], { id: list[index] ?? '' });
  }
  for (const [index, row] of tree.impossible.entries()) {
    for (const [id, options] of Object.entries(row.when)) {
      const question = tree.questions.find((candidate) => candidate.id === id);
      const path = ['impossible', index, 'when', id];
      if (!question) report('unknown-id', 'flows/questions.yaml', path, { kind: 'question', id });
      for (const option of options.filter((candidate) => question && !question.options.includes(candidate))) {
        report('unknown-option', 'flows/questions.yaml', path, { question: id, option });
      }
    }
  }
  for (const name of ['facts', 'links'] as const) {
    for (const [index, item] of tree[name].entries()) {
      expect('source', item.sources, `flows/${name}.yaml`, [name, index, 'sources']);
    }
  }
  for (const need of tree.needs) {
    const file = `flows/needs/${need.need}.yaml`;
    expect('theme', [need.theme], file, ['theme']);
    expect('source', need.review.sources, file, ['review', 'sources']);
    const rules = need.rules.map((rule) => rule.id);
    for (const index of duplicates(rules))
      report('duplicate-id', file, ['rules', index, 'id'], { id: rules[index] ?? '' });
    for (const [index, rule] of need.rules.entries()) {
      for (const { kind, at, ids } of pointersOf(rule)) expect(kind, ids, file, ['rules', index, at]);
    }
    problems.push(...checkConditions(need, tree, context));
  }
  for (const id of context.networks) {
    for (const part of ['go', 'why']) {
      const key = `networks.${id}.${part}`;
      if (!context.hasWords(key)) report('words-missing', 'data/networks.yaml', ['networks'], { key });
    }
  }
  for (const { key, file, path } of wordsOf(tree)) {
    if (!context.hasWords(key)) report('words-missing', file, path, { key });
  }
  return problems;
}
