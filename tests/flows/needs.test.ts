import { readFileSync } from 'node:fs';
import { mostQuestions } from '../../flows/check.ts';
import { type Compiled, compile } from '../../flows/compile.ts';
import type { Answers, Rule } from '../../flows/schema.ts';
import { paths, walk } from '../../flows/walk.ts';
import type { Content } from '../../server/content/content.ts';
import { readContent } from '../../server/content/content.ts';

const { tree } = readContent(process.cwd()).content as Content;
const days = ['2026-11-22', '2027-01-02', '2027-07-01'];
const firstFour = ['summer-job', 'find-training', 'fund-training', 'cep-cpf-info'];

const compiledOn = new Map(
  days.map((day) => [
    day,
    new Map(tree.needs.map((need) => [need.need, compile(need, tree.questions, tree.impossible, day)])),
  ]),
);
const compiled = (need: string, day = days[0] as string) => compiledOn.get(day)?.get(need) as Compiled;

interface Ending {
  answers: Answers;
  rule: Rule;
}

/** Every path of a need on the first day, as the answers given and the rule reached. */
const endings = (need: string): Ending[] =>
  [...paths(compiled(need))].map(({ path, at }) => ({
    answers: Object.fromEntries(path.map(({ question, option }) => [question, option])),
    rule: (at as Extract<typeof at, { kind: 'outcome' }>).rule,
  }));
const endingsWith = (need: string, answers: Answers) =>
  endings(need).filter((ending) => Object.entries(answers).every(([id, option]) => ending.answers[id] === option));
const firsts = (found: readonly Ending[]) => [...new Set(found.map(({ rule }) => rule.first[0] ?? rule.answer))];
const doors = ({ rule }: Ending) => [...rule.first, ...rule.also];
const under26 = ['under-14', '14-15', '16-17', '18-25'];

const reach = (need: string, answers: Answers, day?: string): Rule => {
  const { at } = walk(compiled(need, day), answers);
  if (at.kind !== 'outcome') throw new Error(`${need}: ${at.question} is still to be answered`);
  return at.rule;
};

/** A sentence, the need with the answers given, and the first door (or that it is answered on the spot). */
const combinations = `
  a pupil of 16 who wants a summer job goes to Info Jeunes | summer-job age=16-17 status=pupil job-kind=ordinary | info-jeunes
  a student who wants a summer job goes to Info Jeunes | summer-job age=18-25 status=student job-kind=ordinary | info-jeunes
  a child of 14 still at school goes to Info Jeunes | summer-job age=14-15 status=pupil job-kind=ordinary | info-jeunes
  a young person of 17 out of school goes to the mission locale | summer-job age=16-17 status=out-of-school | mission-locale
  a child of 15 out of school goes to the CIO | summer-job age=14-15 status=out-of-school | cio
  an adult who wants seasonal work goes to France Travail | summer-job age=30-44 status=jobseeker job-kind=ordinary | france-travail
  a public agent who wants a second job goes to the employer | summer-job age=30-44 status=public-agent | employer-hr
  a pupil who looks for a training goes to the CIO | find-training status=pupil age=16-17 | cio
  a student who looks for a training goes to the university | find-training status=student | suio
  a child of 15 out of school goes to the CIO | find-training status=out-of-school age=14-15 training-wish=trade-chosen | cio
  a young person of 16 out of school goes to the mission locale | find-training status=out-of-school age=16-17 training-wish=no-idea | mission-locale
  a jobseeker of 22 goes to the mission locale | find-training status=jobseeker age=18-25 training-wish=trade-chosen diploma=bac health-service=no | mission-locale
  a jobseeker of 24 with a master goes to France Travail | find-training status=jobseeker age=18-25 training-wish=trade-chosen diploma=bac-plus-3 health-service=no | france-travail
  a jobseeker of 27 goes to France Travail | find-training status=jobseeker age=26-29 training-wish=trade-chosen executive=no health-service=no-answer | france-travail
  an executive without a job goes to the Apec | find-training status=jobseeker age=45-59 training-wish=trade-chosen executive=yes health-service=no | apec
  an employee goes to the advice for employees | find-training status=employee-private training-wish=no-idea executive=no health-service=no | cep-actifs
  an executive employee goes to the Apec | find-training status=employee-private training-wish=no-idea executive=yes health-service=no | apec
  an employee who wishes the specialised service goes to Cap emploi | find-training status=employee-private training-wish=no-idea executive=no health-service=yes | cap-emploi
  somebody who wants to read better goes to the CRIA | find-training status=jobseeker age=30-44 training-wish=basics | cria
  an employee with a precise project for a new trade goes to Transitions Pro | fund-training status=employee-private training-kind=long plan=keep-my-job project-ready=yes | transitions-pro
  an employee whose project is not precise goes to the advice first | fund-training status=employee-private training-kind=long plan=keep-my-job project-ready=no executive=no health-service=no | cep-actifs
  an employee who would resign sees the advice before | fund-training status=employee-private training-kind=long plan=would-resign executive=no health-service=no | cep-actifs
  an employee who wishes the specialised service goes to Cap emploi before resigning | fund-training status=employee-private training-kind=long plan=would-resign executive=no health-service=yes | cap-emploi
  an employee whose fixed-term contract ends can go to Transitions Pro | fund-training status=employee-private training-kind=long plan=contract-ending project-ready=yes | transitions-pro
  a young jobseeker who wants the driving licence goes to the mission locale | fund-training status=jobseeker training-kind=driving-licence age=18-25 | mission-locale
  an employee who wants the driving licence finds a desk | fund-training status=employee-private training-kind=driving-licence | france-services
  a future apprentice in crafts goes to the chamber of trades | fund-training status=pupil training-kind=apprenticeship age=16-17 trade-field=craft | cma
  a student who looks for money goes to the university | fund-training status=student training-kind=long | suio
  a student who asks about the CEP goes to the university | cep-cpf-info contacted=no status=student topic=cep | suio
  an employee without a computer goes to France services | cep-cpf-info contacted=no status=employee-private topic=cpf online-access=no | france-services
  an executive who asks about the CEP goes to the Apec | cep-cpf-info contacted=no status=employee-private topic=cep executive=yes health-service=no | apec
  somebody who lost money to a swindler finds a desk | cep-cpf-info contacted=money-taken | france-services
  a child under 14 is told that work is not allowed | summer-job age=under-14 | answered-here
  a swindle is answered before anything else is asked | cep-cpf-info contacted=contacted | answered-here
  somebody retired is told that the CPF is closed | cep-cpf-info contacted=no status=retired | answered-here
  somebody retired who looks for money is told so | fund-training status=retired | answered-here
`
  .trim()
  .split('\n')
  .map((line) => {
    const [title = '', profile = '', goes = ''] = line.split('|').map((part) => part.trim());
    const [need = '', ...given] = profile.split(' ');
    return { title, need, answers: Object.fromEntries(given.map((pair) => pair.split('='))) as Answers, goes };
  });

describe.each(days)('on %s', (day) => {
  test.each(
    tree.needs.map((need) => need.need),
  )('every path of %s ends in a rule after six questions at most', (need) => {
    const all = [...paths(compiled(need, day))];
    expect(all.length).toBeGreaterThan(0);
    expect(all.filter(({ path, at }) => at.kind !== 'outcome' || path.length > mostQuestions)).toEqual([]);
  });

  test.each(combinations)('$title', ({ need, answers, goes }) => {
    const rule = reach(need, answers, day);
    expect(rule.outcome === 'go' ? rule.first[0] : rule.outcome).toBe(goes);
  });
});

test('the four requests of the moment are shown first', () => {
  expect(tree.needs.filter((need) => need.often).map((need) => need.need)).toEqual(expect.arrayContaining(firstFour));
});

test('a public agent goes to the employer, whatever the rest', () => {
  for (const need of firstFour) expect(firsts(endingsWith(need, { status: 'public-agent' }))).toEqual(['employer-hr']);
});

test('a pupil who wants a job is never sent to the mission locale or to France Travail', () => {
  const found = endingsWith('summer-job', { status: 'pupil' });
  expect(firsts(found)).toEqual(['info-jeunes']);
  expect(found.flatMap(doors)).not.toContain('mission-locale');
  expect(found.flatMap(doors)).not.toContain('france-travail');
});

test('a child under 16 out of school is never sent to the mission locale', () => {
  for (const need of firstFour) {
    const found = endingsWith(need, { age: '14-15', status: 'out-of-school' });
    expect(firsts(found)).toEqual(['cio']);
    expect(found.flatMap(doors)).not.toContain('mission-locale');
  }
});

test('from 26 nobody is sent to the mission locale, but the young adult who wishes the specialised service', () => {
  const sent = firstFour
    .flatMap(endings)
    .filter(({ answers }) => answers.age !== undefined && !under26.includes(answers.age))
    .filter((ending) => doors(ending).includes('mission-locale'));
  expect(new Set(sent.map(({ answers }) => answers.age))).toEqual(new Set(['26-29']));
  expect(sent.every(({ rule }) => rule.sensitive && rule.first[0] === 'cap-emploi')).toBe(true);
});

test('the mission locale, as a first door, receives only people whose age is known', () => {
  const sent = firstFour.flatMap(endings).filter(({ rule }) => rule.first[0] === 'mission-locale');
  expect(new Set(sent.map(({ answers }) => answers.age))).toEqual(new Set(['16-17', '18-25']));
});

test('the self-employed find money at the fund of their activity, never at an Opco or Transitions Pro', () => {
  const found = endingsWith('fund-training', { status: 'self-employed' });
  expect(firsts(found)).toEqual(['faf']);
  expect(found).toHaveLength(6);
  expect(found.flatMap(doors).filter((door) => ['opco', 'transitions-pro'].includes(door))).toEqual([]);
});

test('a jobseeker is never sent to Transitions Pro', () => {
  for (const need of firstFour) {
    for (const status of ['jobseeker', 'inactive', 'out-of-school']) {
      expect(endingsWith(need, { status }).flatMap(doors)).not.toContain('transitions-pro');
    }
  }
});

test('an Opco, a training body or a web service is never the first door', () => {
  const first = firsts(firstFour.flatMap(endings));
  expect(first.filter((id) => ['opco', 'afpa', 'greta', 'mon-compte-formation'].includes(id as string))).toEqual([]);
});

test('"no" and "no answer" to the specialised service lead to the same place, and only "yes" is sensitive', () => {
  const nodes = firstFour.flatMap((need) => [...compiled(need).nodes.values()]);
  const asked = nodes.flatMap((node) => (node.kind === 'question' && node.question === 'health-service' ? [node] : []));
  expect(asked.length).toBeGreaterThan(0);
  for (const { options } of asked) {
    const to = new Map(options.map(({ option, to }) => [option, to]));
    expect([...to.keys()]).toEqual(['yes', 'no', 'no-answer']);
    expect(to.get('no')).toBe(to.get('no-answer'));
  }
  for (const { answers, rule } of firstFour.flatMap(endings)) {
    expect(rule.sensitive).toBe(answers['health-service'] === 'yes');
  }
});

test('a fact with a price has a second sentence without it', () => {
  const words = JSON.parse(readFileSync('flows/locales/fr/facts.json', 'utf8')) as Record<
    string,
    { text: string; plain?: string }
  >;
  const priced = tree.facts.filter((fact) => words[fact.id]?.text.includes('€'));
  expect(priced.length).toBeGreaterThan(0);
  expect(priced.filter((fact) => !fact.amount || words[fact.id]?.plain?.includes('€')).map(({ id }) => id)).toEqual([]);
});
