import { readdirSync, readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { type Compiled, compile } from '../../flows/compile.ts';
import type { Answers, Rule } from '../../flows/schema.ts';
import { paths, walk } from '../../flows/walk.ts';
import type { Content } from '../../server/content/content.ts';
import { readContent } from '../../server/content/content.ts';

const { tree } = readContent(process.cwd()).content as Content;
const days = ['2026-11-22', '2027-01-02', '2027-07-01'];
const needs = [
  'choose-occupation',
  'career-change',
  'apprenticeship',
  'vae',
  'dropout',
  'student-reorientation',
  'job-search',
  'job-loss',
  'disability-work',
  'executive',
];
const told = ['summer-job', 'find-training', 'fund-training', 'cep-cpf-info', ...needs];

const compiledOn = new Map<string, Compiled>();
const compiled = (id: string, day = days[0] as string): Compiled => {
  const key = `${id} ${day}`;
  const known = compiledOn.get(key);
  if (known) return known;
  const need = tree.needs.find((candidate) => candidate.need === id);
  if (!need) throw new Error(`no need ${id}`);
  const made = compile(need, tree.questions, tree.impossible, day);
  compiledOn.set(key, made);
  return made;
};

interface Ending {
  need: string;
  answers: Answers;
  rule: Rule;
}

const endings = (need: string): Ending[] =>
  [...paths(compiled(need))].map(({ path, at }) => ({
    need,
    answers: Object.fromEntries(path.map(({ question, option }) => [question, option])),
    rule: (at as Extract<typeof at, { kind: 'outcome' }>).rule,
  }));
const all = needs.flatMap(endings);
const withAnswers = (answers: Answers) =>
  all.filter((ending) => Object.entries(answers).every(([id, option]) => ending.answers[id] === option));
const doors = ({ rule }: Ending) => [...rule.first, ...rule.also];
const firsts = (found: readonly Ending[]) => [...new Set(found.map(({ rule }) => rule.first[0] ?? rule.answer))].sort();

const reach = (need: string, answers: Answers, day?: string): Rule => {
  const { at } = walk(compiled(need, day), answers);
  if (at.kind !== 'outcome') throw new Error(`${need}: ${at.question} is still to be answered`);
  return at.rule;
};

/** A sentence, the need with the answers given, and the first door (or that it is answered on the spot). */
const people = `
  a pupil who does not know what to do goes to the CIO | choose-occupation occupation-wish=no-idea status=pupil | cio
  a young person of 19 who does not know goes to the mission locale | choose-occupation occupation-wish=no-idea status=out-of-school age=18-25 diploma=bac health-service=no | mission-locale
  a jobseeker of 40 who does not know goes to France Travail | choose-occupation occupation-wish=no-idea status=jobseeker age=30-44 executive=no health-service=no | france-travail
  a farmer who stops the farm goes to the advice for workers | choose-occupation occupation-wish=no-idea status=self-employed health-service=no | cep-actifs
  somebody whose situation is too complex speaks to a person | choose-occupation occupation-wish=complicated age=45-59 | answered-here
  a young person whose situation is too complex speaks to a person | choose-occupation occupation-wish=complicated age=18-25 | answered-here
  an aide of a private home with a bad back goes to Cap emploi before resigning | career-change status=employee-private plan=would-resign executive=no health-service=yes | cap-emploi
  an aide of a public hospital who wants to leave goes to the employer | career-change status=public-agent public-service=hospital | employer-hr
  a waitress about to resign sees the advice first | career-change status=employee-private plan=would-resign executive=no health-service=no | cep-actifs
  an executive about to resign sees the Apec first | career-change status=employee-private plan=would-resign executive=yes health-service=no-answer | apec
  a temp worker who wants a trade goes to the advice for workers | career-change status=temp-worker executive=no health-service=no | cep-actifs
  a pupil of 15 who wants to be a baker goes to the chamber of trades | apprenticeship status=pupil age=14-15 trade-field=craft employer-found=no | cma
  a pupil who does not know which trade goes to the CIO | apprenticeship status=pupil age=16-17 trade-field=unknown | cio
  a young person of 17 out of school without employer goes to the mission locale | apprenticeship status=out-of-school age=16-17 trade-field=craft employer-found=no | mission-locale
  a young person of 17 whose employer is found goes to the chamber | apprenticeship status=out-of-school age=16-17 trade-field=craft employer-found=yes | cma
  a jobseeker of 36 who asks for an apprenticeship goes to France Travail | apprenticeship status=jobseeker age=30-44 health-service=no | france-travail
  a jobseeker of 44 who wishes the specialised service has no age limit | apprenticeship status=jobseeker age=30-44 health-service=yes | cap-emploi
  a mother at home who cared for others goes to France Travail for a VAE | vae status=inactive vae-stage=trade-known age=30-44 executive=no | france-travail
  a public agent who wants a VAE goes to the employer | vae status=public-agent | employer-hr
  a volunteer who is retired finds a desk for a VAE | vae status=retired | france-services
  a mother whose son of 14 refuses school goes to the CIO | dropout school-situation=enrolled age=14-15 | cio
  a child of 15 who has left school goes to the CIO | dropout school-situation=left age=14-15 | cio
  a pupil of 16 who wants to stop goes to the CIO, still enrolled | dropout school-situation=enrolled age=16-17 school-wish=no-idea | cio
  a young person of 17 who left school goes to the mission locale | dropout school-situation=left age=16-17 school-wish=work | mission-locale
  a pregnant woman of 19 without school goes to the mission locale | dropout school-situation=left age=18-25 school-wish=no-idea | mission-locale
  a student who wants to stop goes to the university | dropout school-situation=higher-studies | suio
  a student without money goes to the university | student-reorientation study-place=university study-wish=money-or-life | suio
  a student in BTS goes to the CIO | student-reorientation study-place=high-school study-wish=other-studies | cio
  a student who has left goes to the mission locale before 26 | student-reorientation study-place=left study-wish=pause-or-work age=18-25 | mission-locale
  somebody of 27 who has left studies goes to France Travail | student-reorientation study-place=left study-wish=pause-or-work age=26-29 | france-travail
  a pupil who looks for a job goes to Info Jeunes | job-search status=pupil age=16-17 | info-jeunes
  a jobseeker of 20 goes to the mission locale | job-search status=jobseeker age=18-25 diploma=cap-bep health-service=no | mission-locale
  a jobseeker of 24 with a master goes to France Travail | job-search status=jobseeker age=18-25 diploma=bac-plus-3 health-service=no | france-travail
  somebody of 24 with a master, registered nowhere, goes to France Travail | job-search status=out-of-school age=18-25 diploma=bac-plus-3 health-service=no | france-travail
  a jobseeker of 46 goes to France Travail | job-search status=jobseeker age=45-59 executive=no health-service=no | france-travail
  an employee without an end of contract never starts at France Travail | job-search status=employee-private contract-end=no executive=no health-service=no | cep-actifs
  an employee whose contract ends goes to France Travail | job-search status=employee-private contract-end=yes executive=no health-service=no | france-travail
  an executive without a job goes to the Apec | job-search status=jobseeker age=45-59 executive=yes health-service=no | apec
  a worker of a firm in receivership without a letter sees the advice | job-loss status=employee-private loss-kind=firm-in-trouble executive=no health-service=no | cep-actifs
  somebody of 58 with a letter of economic dismissal goes to France Travail | job-loss status=employee-private loss-kind=economic firm-size=under-1000 | france-travail
  somebody who is not paid learns the law | job-loss status=employee-private loss-kind=dispute | ddets
  a temp worker whose assignment ends goes to France Travail | job-loss status=temp-worker loss-kind=contract-ends health-service=no | france-travail
  somebody who wants to resign sees the advice first | job-loss status=employee-private loss-kind=would-resign executive=no health-service=no | cep-actifs
  a baker who closes the shop sees the advice for workers | job-loss status=self-employed | cep-actifs
  a worker who wants to keep the job despite health goes to Cap emploi | disability-work status=employee-private health-goal=keep-my-job | cap-emploi
  somebody who asks for the recognition goes to the MDPH | disability-work status=employee-private health-goal=recognition | mdph
  a pupil who worries about a future job goes to the CIO | disability-work status=pupil health-goal=find-a-job | cio
  a young person of 17 out of school goes to the mission locale | disability-work status=out-of-school age=16-17 health-goal=find-a-job | mission-locale
  an executive with a job goes to the Apec | executive status=employee-private age=30-44 executive=yes health-service=no | apec
  somebody of 24 with a master goes to the Apec | executive status=out-of-school age=18-25 graduate=bac-plus-5 health-service=no | apec
  somebody of 22 with a bachelor goes to France Travail, the Apec besides | executive status=out-of-school age=18-25 graduate=bac-plus-3-4 health-service=no | france-travail
  an employee who is no executive goes to the advice for workers | executive status=employee-private age=30-44 executive=no health-service=no | cep-actifs
`
  .trim()
  .split('\n')
  .map((line) => {
    const [title = '', profile = '', goes = ''] = line.split('|').map((part) => part.trim());
    const [need = '', ...given] = profile.split(' ');
    return { title, need, answers: Object.fromEntries(given.map((pair) => pair.split('='))) as Answers, goes };
  });

describe.each(days)('on %s', (day) => {
  test.each(people)('$title', ({ need, answers, goes }) => {
    const rule = reach(need, answers, day);
    expect(rule.outcome === 'go' ? rule.first[0] : rule.outcome).toBe(goes);
  });
});

test('a public agent goes to the employer, but to the MDPH for the recognition', () => {
  const found = withAnswers({ status: 'public-agent' });
  expect(firsts(found.filter(({ answers }) => answers['health-goal'] !== 'recognition'))).toEqual(['employer-hr']);
  expect(firsts(found.filter(({ answers }) => answers['health-goal'] === 'recognition'))).toEqual(['mdph']);
});

test('nobody at school is sent to the mission locale, to France Travail or to the advice for workers', () => {
  for (const status of ['pupil', 'student']) {
    const found = withAnswers({ status }).flatMap(doors);
    for (const door of ['mission-locale', 'france-travail', 'cep-actifs', 'cap-emploi']) {
      expect(found).not.toContain(door);
    }
  }
  const enrolled = [
    ...withAnswers({ 'school-situation': 'enrolled' }),
    ...withAnswers({ 'study-place': 'university' }),
    ...withAnswers({ 'study-place': 'high-school' }),
  ];
  expect(firsts(enrolled)).toEqual(['cio', 'suio']);
  expect(enrolled.flatMap(doors)).not.toContain('mission-locale');
});

test('a child under 16 is never sent to the mission locale or to France Travail', () => {
  for (const age of ['under-14', '14-15']) {
    const found = withAnswers({ age }).flatMap(doors);
    expect(found).not.toContain('mission-locale');
    expect(found).not.toContain('france-travail');
  }
  expect(firsts(withAnswers({ age: '14-15', status: 'out-of-school' }))).toEqual(['cio', 'mdph']);
});

test('from 26 nobody is sent to the mission locale, but besides Cap emploi until 29', () => {
  const sent = all.filter((ending) => doors(ending).includes('mission-locale'));
  const older = sent.filter(({ answers }) => ['26-29', '30-44', '45-59', '60-plus'].includes(answers.age ?? ''));
  expect(new Set(older.map(({ answers }) => answers.age))).toEqual(new Set(['26-29']));
  expect(firsts(older)).toEqual(['cap-emploi']);
  expect(sent.filter(({ answers }) => answers.age === undefined)).toEqual([]);
});

test('16-17 without school or job goes to the mission locale, a found employer or a recognition apart', () => {
  for (const status of ['out-of-school', 'jobseeker', 'inactive']) {
    const found = withAnswers({ status, age: '16-17' }).filter(
      ({ answers }) => answers['employer-found'] !== 'yes' && answers['health-goal'] !== 'recognition',
    );
    expect(firsts(found)).toEqual(['mission-locale']);
  }
});

test('a jobseeker is never sent to Transitions Pro, an Opco is never first', () => {
  for (const status of ['jobseeker', 'inactive', 'out-of-school']) {
    expect(withAnswers({ status }).flatMap(doors)).not.toContain('transitions-pro');
  }
  expect(
    firsts(all).filter((door) => ['opco', 'transitions-pro', 'cfa', 'afpa', 'greta'].includes(door ?? '')),
  ).toEqual([]);
});

test('an executive of the private sector goes to the Apec unless a delay or the wish comes first', () => {
  const found = withAnswers({ executive: 'yes' }).filter(({ answers }) => answers['health-service'] !== 'yes');
  expect(firsts(found)).toEqual(['apec', 'france-travail']);
  const elsewhere = found.filter(({ rule }) => rule.first[0] === 'france-travail');
  expect([...new Set(elsewhere.map(({ need, rule }) => `${need} ${rule.id}`))]).toEqual([
    'job-loss executive-not-registered',
  ]);
  expect(elsewhere.flatMap(doors)).toContain('apec');
});

test('whoever would resign is told not to before the advice', () => {
  const leaving = all.filter(
    ({ answers }) => answers.plan === 'would-resign' || answers['loss-kind'] === 'would-resign',
  );
  const atWork = leaving.filter(({ answers }) => answers.status === 'employee-private');
  expect(atWork.length).toBeGreaterThan(0);
  expect(atWork.filter(({ rule }) => !rule.tell.includes('dont-resign'))).toEqual([]);
  expect(firsts(atWork)).toEqual(['apec', 'cap-emploi', 'cep-actifs']);
});

test('the specialised service is asked last, and only "yes" is sensitive', () => {
  for (const { need, answers, rule } of all.filter((ending) => ending.need !== 'disability-work')) {
    expect([need, rule.id, rule.sensitive]).toEqual([need, rule.id, answers['health-service'] === 'yes']);
  }
  const sensitive = new Set(['cap-emploi', 'occupational-doctor', 'mdph', 'agefiph']);
  const named = all.filter(({ need, rule }) => need !== 'disability-work' && !rule.sensitive).flatMap(doors);
  expect(named.filter((door) => sensitive.has(door))).toEqual([]);
  expect(tree.needs.find(({ need }) => need === 'disability-work')?.sensitive).toBe(true);
});

test('the contract of economic dismissals ends with 2026 and something takes over', () => {
  const dismissed = { status: 'employee-private', 'loss-kind': 'economic', 'firm-size': 'under-1000' };
  expect(reach('job-loss', dismissed, '2026-12-31').id).toBe('csp');
  expect(reach('job-loss', dismissed, '2026-12-31').tell[0]).toBe('csp-21-days');
  expect(reach('job-loss', dismissed, '2027-01-01').id).toBe('economic-2027');
});

test('too complex for the tree: the agent or the coordinator, with a place by age', () => {
  const complex = withAnswers({ 'occupation-wish': 'complicated' });
  expect(firsts(complex)).toEqual(['complex-situation']);
  const besides = new Map(complex.map(({ answers, rule }) => [answers.age, rule.also]));
  expect(besides.get('18-25')).toEqual(['info-jeunes']);
  expect(besides.get('45-59')).toEqual(['france-services']);
});

describe('words', () => {
  const words = <T>(name: string) => JSON.parse(readFileSync(`flows/locales/fr/${name}.json`, 'utf8')) as T;

  test('each need has the note of the agent', () => {
    const notes = words<Record<string, Record<string, string>>>('needs');
    const keys = ['title', 'desk', 'say', 'hint', 'listen', 'avoid', 'together'];
    expect(needs.flatMap((need) => keys.filter((key) => !notes[need]?.[key]).map((key) => `${need} ${key}`))).toEqual(
      [],
    );
  });

  test('each question of these needs can be asked about somebody else', () => {
    const direct = /(?<!\p{L})((vous|votre|vos|je|mon|ma|mes|me)(?!\p{L})|[jm]’)/iu;
    type Asked = Record<string, { text: string; other?: string; options: Record<string, Record<string, string>> }>;
    const asked = words<Asked>('questions');
    const used = new Set(tree.needs.filter(({ need }) => told.includes(need)).flatMap(({ ask }) => ask));
    expect([...used].filter((id) => !asked[id]?.other)).toEqual([]);
    const found = [...used].flatMap((id) =>
      Object.entries(asked[id]?.options ?? {}).flatMap(([option, { text, other, hint }]) =>
        direct.test(other ?? `${text} ${hint ?? ''}`) ? [`${id} ${option}`] : [],
      ),
    );
    expect(found).toEqual([]);
  });
});

interface Story {
  id: string;
  answers: Answers;
  commune?: string;
  on?: string;
  expect: { rule: string; first?: string; answer?: string };
  never?: string[];
}
const storiesOf = (need: string) =>
  (parse(readFileSync(`flows/scenarios/${need}.yaml`, 'utf8')) as { need: string; stories: Story[] }).stories;

describe.each(told)('stories of %s', (need) => {
  test.each(storiesOf(need))('$id', (story) => {
    const rule = reach(need, story.answers, story.on);
    expect({ rule: rule.id, first: rule.first[0], answer: rule.answer }).toEqual({
      first: undefined,
      answer: undefined,
      ...story.expect,
    });
    expect(story.never ?? []).not.toContain(rule.first[0]);
  });

  test('each rule is told at least once', () => {
    const rules = tree.needs.find((candidate) => candidate.need === need)?.rules ?? [];
    const met = new Set(storiesOf(need).map((story) => story.expect.rule));
    expect(rules.filter(({ id }) => !met.has(id)).map(({ id }) => id)).toEqual([]);
  });
});

test('stories have ids of their own and live in the region', () => {
  const files = readdirSync('flows/scenarios').map((file) => file.replace('.yaml', ''));
  const ids = files.flatMap(storiesOf).map(({ id }) => id);
  expect(ids.filter((id, index) => ids.indexOf(id) < index)).toEqual([]);
  const communes = new Set(
    readFileSync('data/communes.csv', 'utf8')
      .split('\n')
      .map((line) => line.slice(0, 5)),
  );
  const lost = told.flatMap(storiesOf).filter(({ commune }) => commune !== 'outside' && !communes.has(commune ?? ''));
  expect(lost.map(({ id }) => id)).toEqual([]);
});
