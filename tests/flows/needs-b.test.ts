import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { type Compiled, compile } from '../../flows/compile.ts';
import type { Answers, Rule } from '../../flows/schema.ts';
import { paths, walk } from '../../flows/walk.ts';
import type { Content } from '../../server/content/content.ts';
import { readContent } from '../../server/content/content.ts';

const { tree } = readContent(process.cwd()).content as Content;
const days = ['2026-11-22', '2027-01-02', '2027-07-01'];
const needs = [
  'business-creation',
  'back-to-work',
  'womens-rights',
  'french-language',
  'basic-skills',
  'foreign-diploma',
  'housing',
  'mobility',
  'senior',
  'public-agent',
  'justice',
  'emergency-social',
];

const compiledOn = new Map(
  days.map((day) => [
    day,
    new Map(
      tree.needs
        .filter((need) => needs.includes(need.need))
        .map((need) => [need.need, compile(need, tree.questions, tree.impossible, day)]),
    ),
  ]),
);
const compiled = (need: string, day = days[0] as string) => compiledOn.get(day)?.get(need) as Compiled;

interface Ending {
  need: string;
  answers: Answers;
  rule: Rule;
}

/** Every path of a need on the first day, as the answers given and the rule reached. */
const endings = (need: string): Ending[] =>
  [...paths(compiled(need))].map(({ path, at }) => ({
    need,
    answers: Object.fromEntries(path.map(({ question, option }) => [question, option])),
    rule: (at as Extract<typeof at, { kind: 'outcome' }>).rule,
  }));
const all = needs.flatMap(endings);
const having = (answers: Record<string, string[]>, among = all) =>
  among.filter((ending) =>
    Object.entries(answers).every(([id, options]) => options.includes(ending.answers[id] as string)),
  );
const firsts = (found: readonly Ending[]) => [...new Set(found.map(({ rule }) => rule.first[0] ?? rule.answer))].sort();
const doors = ({ rule }: Ending) => [...rule.first, ...rule.also];
const named = (found: readonly Ending[]) => [...new Set(found.map(({ need, rule }) => `${need}: ${rule.id}`))].sort();

/** A sentence, the need with the answers given, and the first door (or the answer said on the spot). */
const people = `
  a mason employed who would take over goes to the advice first | business-creation status=employee-private executive=no creation-field=craft | cep-actifs
  a tiler without a job goes to the chamber of trades | business-creation status=jobseeker creation-field=craft | cma
  a shopkeeper to be goes to the chamber of commerce | business-creation status=inactive creation-field=business | cci
  a farmer who would do more goes to the chamber of agriculture | business-creation status=self-employed creation-field=farm | chambre-agriculture
  somebody with a vague project goes to BGE | business-creation status=jobseeker creation-field=other | bge
  an executive who would leave goes to the Apec | business-creation status=employee-private executive=yes | apec
  a public agent who would sell cakes goes to the employer | business-creation status=public-agent | employer-hr
  a boy of 15 with a business in mind goes to the CIO | business-creation status=out-of-school age=14-15 | cio
  a mother of 31 without child care goes to France Travail | back-to-work status=inactive return-wish=childcare age=30-44 | france-travail
  a pregnant girl of 19 goes to the mission locale | back-to-work status=out-of-school return-wish=childcare age=18-25 | mission-locale
  a woman of 48 who lost confidence goes to the CIDFF | back-to-work status=inactive return-wish=restart age=45-59 | cidff
  an employee whose back hurts goes to Cap emploi before resigning | back-to-work status=employee-private executive=no health-service=yes | cap-emploi
  a woman who needs help now is told the number | womens-rights rights-wish=help-now | call-for-help-now
  a woman afraid of her husband goes to the CIDFF | womens-rights rights-wish=be-safe | cidff
  a newcomer with the contract goes to the Ofii | french-language status=inactive cir=signed age=30-44 | ofii
  an asylum seeker of 40 goes to the CRIA | french-language status=inactive cir=not-signed age=30-44 | cria
  a Portuguese worker without a job goes to France Travail | french-language status=jobseeker cir=not-signed age=30-44 | france-travail
  a boy of 17 who came alone goes to the mission locale | french-language status=out-of-school cir=not-signed age=16-17 | mission-locale
  a boy of 14 without a school goes to the CIO | french-language status=out-of-school cir=not-signed age=14-15 | cio
  somebody who cannot read goes to the CRIA | basic-skills skill-wish=read-write status=jobseeker age=45-59 | cria
  somebody lost on the internet finds a desk | basic-skills skill-wish=digital | france-services
  an employee who wants CléA goes to the advice for employees | basic-skills skill-wish=certificate status=employee-private | cep-actifs
  a Syrian accountant goes to France Travail | foreign-diploma diploma-goal=job status=jobseeker age=30-44 executive=no | france-travail
  somebody who wants the paper only finds a desk | foreign-diploma diploma-goal=paper | france-services
  a foreign nurse of 24 goes to the mission locale | foreign-diploma diploma-goal=protected-job status=inactive age=18-25 | mission-locale
  an engineer who would study again goes to the CIO | foreign-diploma diploma-goal=studies status=inactive age=26-29 | cio
  a student who sleeps in a car calls 115 | housing housing-wish=roof-tonight age=18-25 status=student | siao-115
  a man put out yesterday calls 115 | housing housing-wish=roof-tonight age=45-59 | siao-115
  a girl of 16 put out calls 119 | housing housing-wish=roof-tonight age=16-17 | child-119
  an apprentice without a room goes to Info Jeunes | housing housing-wish=find-home age=18-25 status=apprentice | info-jeunes
  a student who looks for a room goes to the Crous | housing housing-wish=find-home age=18-25 status=student | crous
  a workman of 48 who moves goes to Action Logement | housing housing-wish=find-home age=45-59 status=employee-private | action-logement
  a tenant at odds with the owner goes to the Adil | housing housing-wish=rights | adil
  a woman without a job who cannot pay the rent goes to the CAF | housing housing-wish=pay-home age=45-59 status=jobseeker | caf
  a young woman without a licence goes to the mission locale | mobility status=out-of-school mobility-wish=licence age=18-25 | mission-locale
  a temp worker without a licence finds a desk | mobility status=temp-worker mobility-wish=licence | france-services
  a welder called to Belgium goes to France Travail | mobility status=jobseeker mobility-wish=abroad age=30-44 | france-travail
  a student who would go to Spain goes to the university | mobility status=student mobility-wish=abroad | suio
  a worker whose car broke finds a desk | mobility status=employee-private mobility-wish=transport | france-services
  a woman of 60 laid off goes to France Travail | senior status=jobseeker senior-wish=work executive=no health-service=no | france-travail
  a sales manager of 58 without a job goes to the Apec | senior status=jobseeker senior-wish=work executive=yes health-service=no | apec
  a nurse's aide with a bad back goes to Cap emploi | senior status=employee-private senior-wish=work executive=no health-service=yes | cap-emploi
  a lorry driver who counts quarters goes to the Carsat | senior status=employee-private senior-wish=pension | carsat
  a town gardener who would move goes to the employer | public-agent public-position=agent public-wish=move public-service=local | employer-hr
  a teacher who would leave goes to the employer | public-agent public-position=agent public-wish=leave | employer-hr
  a pupil who would be a firefighter goes to the CIO | public-agent public-position=candidate status=pupil | cio
  a mother whose son leaves prison goes to the SPIP | justice age=60-plus justice-wish=prepare-release | spip
  a man out of prison this morning calls 115 | justice age=45-59 justice-wish=home | siao-115
  a young man out of prison who wants work goes to the mission locale | justice age=18-25 justice-wish=work | mission-locale
  an older man out of prison who wants work goes to France Travail | justice age=30-44 justice-wish=work | france-travail
  a neighbour who hears cries is told the number | emergency-social urgency=danger | call-112-now
  a neighbour worried about a child is told the number | emergency-social urgency=child | call-119-now
  a hungry student goes to the Crous | emergency-social urgency=food age=18-25 status=student | crous
  a hungry man goes to the CCAS | emergency-social urgency=food age=45-59 | ccas
  a boy of 16 left alone goes to the Département | emergency-social urgency=food age=16-17 | departement-solidarites
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
    const { at } = walk(compiled(need, day), answers);
    expect(at.kind === 'outcome' ? (at.rule.first[0] ?? at.rule.answer) : at.question).toBe(goes);
  });
});

test('no path asks more than four questions', () => {
  expect(Math.max(...needs.map((need) => compiled(need).root.longest))).toBeLessThanOrEqual(4);
});

test('a public agent goes to the employer; a roof, the rent and an urgency have doors of their own', () => {
  const found = [...having({ status: ['public-agent'] }), ...having({ 'public-position': ['agent'] })];
  const apart = ['housing', 'emergency-social'];
  expect(firsts(found.filter(({ need }) => !apart.includes(need)))).toEqual(['employer-hr']);
  const atHome = having({ status: ['public-agent'], 'housing-wish': ['find-home', 'pay-home'], age: ['30-44'] });
  expect(atHome.length).toBeGreaterThan(0);
  expect(atHome.every((ending) => doors(ending).includes('employer-hr'))).toBe(true);
});

test('a pupil is never sent to the mission locale or to France Travail', () => {
  const found = having({ status: ['pupil'] }).filter((ending) =>
    doors(ending).some((door) => ['mission-locale', 'france-travail', 'cep-actifs', 'cap-emploi'].includes(door)),
  );
  expect(named(found)).toEqual([]);
});

test('nobody under 16 is sent to the mission locale or to France Travail', () => {
  const found = having({ age: ['under-14', '14-15'] });
  expect(found.length).toBeGreaterThan(0);
  expect(found.flatMap(doors)).not.toContain('mission-locale');
  expect(found.flatMap(doors)).not.toContain('france-travail');
});

test('a child under 16 out of school goes to the CIO, but for a home', () => {
  const found = having({ age: ['under-14', '14-15'], status: ['out-of-school'] });
  expect(firsts(found.filter(({ need }) => need !== 'housing'))).toEqual(['cio']);
});

test('at 16 and 17 out of school, training comes first: the mission locale', () => {
  const found = having({ age: ['16-17'], status: ['out-of-school'] });
  expect(firsts(found)).toEqual(['mission-locale']);
});

test('from 26 nobody is sent to the mission locale, but the young adult who wishes the specialised service', () => {
  const sent = having({ age: ['26-29', '30-44', '45-59', '60-plus'] }).filter((ending) =>
    doors(ending).includes('mission-locale'),
  );
  expect(named(sent)).toEqual(['back-to-work: health-26-29']);
});

test('the mission locale, as a first door, receives only people from 16 to 25 who left school', () => {
  const sent = all.filter(({ rule }) => rule.first[0] === 'mission-locale');
  expect([...new Set(sent.map(({ answers }) => answers.age))].sort()).toEqual(['16-17', '18-25']);
  const statuses = new Set(sent.map(({ answers, need }) => answers.status ?? need));
  expect([...statuses].sort()).toEqual(['inactive', 'jobseeker', 'justice', 'out-of-school']);
});

test('a student has the university or the Crous, and 115 for tonight', () => {
  const found = having({ status: ['student'] }).filter(
    ({ answers }) => !['14-15', 'under-14'].includes(answers.age ?? ''),
  );
  const elsewhere = found.filter(({ rule }) => !['suio', 'crous', 'siao-115'].includes(rule.first[0] as string));
  expect(named(elsewhere)).toEqual(['mobility: licence-at-school', 'mobility: transport-at-school', 'senior: pension']);
});

test('only employees of the private sector find Transitions Pro, and never first', () => {
  const sent = all.filter((ending) => doors(ending).includes('transitions-pro'));
  expect(sent.every(({ answers }) => ['employee-private', 'temp-worker'].includes(answers.status as string))).toBe(
    true,
  );
  expect(sent.some(({ rule }) => rule.first.includes('transitions-pro'))).toBe(false);
});

test('the retired are not sent to the CEP', () => {
  const found = having({ status: ['retired'] }).filter(({ rule }) => rule.first.includes('cep-actifs'));
  expect(named(found)).toEqual([]);
});

test('an executive who says so goes to the Apec', () => {
  const found = having({ executive: ['yes'] }).filter(({ answers }) => answers['health-service'] !== 'yes');
  expect(firsts(found)).toEqual(['apec']);
});

test('a web service or a training body is never the first door', () => {
  expect(firsts(all)).not.toEqual(expect.arrayContaining(['enic-naric']));
  expect(firsts(all).filter((id) => ['opco', 'afpa', 'greta', 'mon-compte-formation'].includes(id as string))).toEqual(
    [],
  );
});

test('a number to call comes first wherever somebody may be in danger or without a roof', () => {
  const numbers = ['call-112', 'call-17-114', 'call-119', 'roof-tonight-115'];
  const urgent = [
    ...endings('womens-rights'),
    ...having({ 'housing-wish': ['roof-tonight'] }),
    ...having({ 'justice-wish': ['home'] }, endings('justice')),
    ...having({ urgency: ['danger', 'child', 'roof-tonight', 'care'] }),
  ].filter(({ rule }) => rule.id !== 'under-16');
  expect(urgent.filter(({ rule }) => !numbers.includes(rule.tell[0] as string)).map(({ rule }) => rule.id)).toEqual([]);
});

test('rights and justice are sensitive from end to end; elsewhere only the wish for the specialised service is', () => {
  const whole = ['womens-rights', 'justice'];
  expect(tree.needs.filter(({ need, sensitive }) => needs.includes(need) && sensitive).map(({ need }) => need)).toEqual(
    tree.needs.map(({ need }) => need).filter((need) => whole.includes(need)),
  );
  for (const { need, answers, rule } of all) {
    expect(rule.sensitive).toBe(whole.includes(need) || answers['health-service'] === 'yes');
  }
});

test('the phrase to say on arrival reveals nothing in a sensitive need', () => {
  const words = JSON.parse(readFileSync('flows/locales/fr/needs.json', 'utf8')) as Record<string, { say: string }>;
  for (const need of ['womens-rights', 'justice']) {
    expect(words[need]?.say).not.toMatch(/prison|justice|judiciaire|violence|femme|égalité|peur|sécurité/i);
  }
});

test('every need has the words of the professional gesture', () => {
  const words = JSON.parse(readFileSync('flows/locales/fr/needs.json', 'utf8')) as Record<
    string,
    Record<string, string>
  >;
  const bare = [...needs, 'summer-job', 'find-training', 'fund-training', 'cep-cpf-info'].filter(
    (need) => !['listen', 'avoid', 'together'].every((key) => words[need]?.[key]),
  );
  expect(bare).toEqual([]);
});

interface Story {
  id: string;
  answers: Answers;
  commune?: string;
  expect: { rule: string; first?: string; answer?: string };
  never?: string[];
}
const stories = (need: string) =>
  (parse(readFileSync(`flows/scenarios/${need}.yaml`, 'utf8')) as { need: string; stories: Story[] }).stories;

describe.each(needs)('the stories of %s', (need) => {
  test.each(stories(need).map((story) => [story.id, story] as const))('%s', (_, story) => {
    const { at, path } = walk(compiled(need), story.answers);
    if (at.kind !== 'outcome') throw new Error(`${story.id}: ${at.question} is still to be answered`);
    expect(path.map(({ question }) => question).sort()).toEqual(Object.keys(story.answers).sort());
    expect({ rule: at.rule.id, first: at.rule.first[0], answer: at.rule.answer }).toEqual({
      first: undefined,
      answer: undefined,
      ...story.expect,
    });
    expect(story.never ?? []).not.toContain(at.rule.first[0]);
    if (at.rule.outcome === 'go') expect(story.commune).toMatch(/^(\d{5}|outside)$/);
  });

  test('meet every rule', () => {
    const told = new Set(stories(need).map((story) => story.expect.rule));
    expect(
      compiled(need)
        .need.rules.filter(({ id }) => !told.has(id))
        .map(({ id }) => id),
    ).toEqual([]);
  });
});
