import { isLive, nameKey, readName, readNewPassword } from '../../server/access/account.ts';
import { deskChoices, readInvitation } from '../../server/access/invitation.ts';
import { localPath } from '../../server/access/routes.ts';
import { loadDirectory } from '../../server/directory/directory.ts';

const refusal = (work: () => unknown): string | null => {
  try {
    work();
    return null;
  } catch (error) {
    return (error as { key?: string }).key ?? String(error);
  }
};

test.each([
  ['  Léa   Martin ', 'Léa Martin'],
  ['Poste 2', 'Poste 2'],
])('a name is kept as typed but for its spaces: %j', (typed, kept) => {
  expect(readName(typed)).toBe(kept);
});

test.each([
  ['A'],
  [' a '],
  ['x'.repeat(41)],
  ['Lé\u0000a'],
  ['L\u202eéa'],
  [undefined],
  [['Léa']],
])('a name too short, too long or with invisible characters is refused: %j', (typed) => {
  expect(refusal(() => readName(typed))).toBe('name-length');
});

test('two names that differ by case or by the way an accent was typed are the same name', () => {
  expect(nameKey('LÉA')).toBe(nameKey('le\u0301a'));
  expect(nameKey('Léa')).not.toBe(nameKey('Lea'));
});

test.each([
  ['short', 'onze signes', 'password-short'],
  ['too long', 'ab1'.repeat(67), 'password-long'],
  ['the name itself', 'MARIE-CHRISTINE', 'password-is-name'],
  ['one of the first anybody tries', 'Motdepasse123', 'password-common'],
  ['one character again and again', 'aaaaaaaaaaaaaa', 'password-common'],
])('a password that is %s is refused', (_why, typed, key) => {
  expect(refusal(() => readNewPassword(typed, 'Marie-Christine'))).toBe(key);
});

test('a long password needs neither capitals, nor digits, nor signs', () => {
  expect(readNewPassword('le chat dort au soleil', 'Léa')).toBe('le chat dort au soleil');
  expect(refusal(() => readNewPassword('é'.repeat(4) + 'èàùç'.repeat(2), 'Léa'))).toBeNull();
});

describe('a session', () => {
  const at = (time: string) => `2026-11-24T${time}:00.000Z`;
  const live = (role: 'agent' | 'coordinator', startedAt: string, seenAt: string, now: string) =>
    isLive({ startedAt: at(startedAt), seenAt: at(seenAt) }, role, new Date(at(now)));

  test.each([
    ['agent', '08:00', '11:31', '12:00', true],
    ['agent', '08:00', '11:30', '12:00', false],
    ['agent', '08:00', '17:59', '18:00', false],
    ['coordinator', '08:00', '11:46', '12:00', true],
    ['coordinator', '08:00', '11:45', '12:00', false],
    ['coordinator', '08:00', '15:59', '16:00', false],
  ] as const)('of an %s from %s, last seen at %s, is live at %s: %s', (role, startedAt, seenAt, now, expected) => {
    expect(live(role, startedAt, seenAt, now)).toBe(expected);
  });
});

test.each([
  ['/desk', '/desk'],
  ['/indicators/needs?from=2026-10', '/indicators/needs?from=2026-10'],
  ['/a/../desk', '/desk'],
])('after signing in, a place of this site is kept: %s', (typed, kept) => {
  expect(localPath(typed)).toBe(kept);
});

test.each([
  ['//elsewhere.example'],
  ['/\\elsewhere.example'],
  ['/\t/elsewhere.example'],
  ['https://elsewhere.example/desk'],
  ['javascript:alert(1)'],
  ['desk'],
  [''],
  [undefined],
  [['/desk']],
])('after signing in, nothing leads elsewhere: %j', (typed) => {
  expect(localPath(typed)).toBeNull();
});

describe('an invitation', () => {
  const { partners, groups } = loadDirectory('data');
  const choices = deskChoices(partners);
  const invite = (role: string, partner: string, chosen: string[] = []) =>
    readInvitation({ role, partner, groups: chosen }, { roles: ['agent', 'coordinator'], groups, choices });

  test('offers every structure under a label of its own', () => {
    expect(new Set(choices.map(({ label }) => label)).size).toBe(choices.length);
  });

  test('names the structure by its label, by its id, or by enough of its name, however it is typed', () => {
    const one = choices.find(({ partner }) => partner === 'dila:cij-41018-01');
    expect(invite('agent', one?.label ?? '')).toEqual({ role: 'agent', partner: one?.partner, groups: [] });
    expect(invite('agent', ' dila:cij-41018-01 ').partner).toBe(one?.partner);
    expect(invite('agent', (one?.label ?? '').toUpperCase()).partner).toBe(one?.partner);
    expect(invite('agent', 'bureau information jeunesse de Blois').partner).toBe(one?.partner);
  });

  test.each([
    ['agent', '', 'partner-missing'],
    ['agent', 'Structure inventée', 'partner-unknown'],
    ['agent', '…', 'partner-unknown'],
    ['agent', 'mission locale', 'partner-ambiguous'],
    ['director', 'Structure', 'role-missing'],
  ])('of a %s at %j is refused: %s', (role, partner, key) => {
    expect(refusal(() => invite(role, partner))).toBe(key);
  });

  test('of a coordinator needs no structure, but a group of those offered', () => {
    expect(invite('coordinator', '', ['spro-41'])).toEqual({ role: 'coordinator', partner: null, groups: ['spro-41'] });
    expect(refusal(() => invite('coordinator', ''))).toBe('group-missing');
    expect(refusal(() => invite('coordinator', '', ['spro-41', 'spro-99']))).toBe('group-missing');
  });

  test('gives nothing that is not offered', () => {
    expect(refusal(() => invite('admin', ''))).toBe('role-missing');
  });
});
