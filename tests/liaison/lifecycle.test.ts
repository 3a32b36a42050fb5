import fc from 'fast-check';
import { addDays } from '../../server/calendar.ts';
import {
  keptDays,
  replyTypes,
  type SlipAct,
  type SlipEvent,
  type SlipState,
  silentDays,
  statements,
  stateOf,
} from '../../server/liaison/lifecycle.ts';

const issuedOn = '2026-11-24';
const on = (days: number) => addDays(issuedOn, days);
const acts: Record<SlipAct['type'], SlipAct> = {
  opened: { type: 'opened' },
  accepted: { type: 'accepted' },
  appointment: { type: 'appointment', on: on(10), half: 'morning' },
  helped: { type: 'helped' },
  redirected: { type: 'redirected', network: 'cio' },
  refused: { type: 'refused', reason: 'not-ours' },
  'no-show': { type: 'no-show' },
  full: { type: 'full', until: on(20) },
  unreachable: { type: 'unreachable' },
  'no-reply': { type: 'no-reply' },
  cancelled: { type: 'cancelled' },
  'answered-me': { type: 'answered-me' },
  'helped-me': { type: 'helped-me' },
  'nobody-replied': { type: 'nobody-replied' },
  'called-together': { type: 'called-together' },
};
const history = (...types: SlipAct['type'][]): SlipEvent[] => [
  { type: 'issued', day: issuedOn },
  ...types.map((type) => ({ ...acts[type], day: on(1) })),
];

const allAllowed = [
  'accepted',
  'appointment',
  'cancelled',
  'full',
  'helped',
  'no-show',
  'opened',
  'redirected',
  'refused',
  'unreachable',
];
const anyReply = allAllowed.filter((type) => type !== 'opened');
const table: [SlipAct['type'][], SlipState, string[]][] = [
  [[], 'issued', allAllowed],
  [['opened'], 'opened', anyReply],
  [['opened', 'accepted'], 'accepted', ['appointment', 'cancelled', 'helped', 'no-show', 'redirected', 'unreachable']],
  [['opened', 'appointment'], 'appointment', ['cancelled', 'helped', 'no-show', 'redirected', 'unreachable']],
  [['accepted', 'appointment'], 'appointment', ['cancelled', 'helped', 'no-show', 'redirected', 'unreachable']],
  [['accepted', 'helped'], 'helped', []],
  [['appointment', 'no-show'], 'no-show', []],
  [['appointment', 'redirected'], 'redirected', []],
  [['opened', 'helped'], 'helped', []],
  [['opened', 'redirected'], 'redirected', []],
  [['opened', 'refused'], 'refused', []],
  [['opened', 'no-show'], 'no-show', []],
  [['opened', 'unreachable'], 'unreachable', []],
  [['accepted', 'unreachable'], 'unreachable', []],
  [['opened', 'full'], 'full', []],
  [['cancelled'], 'cancelled', []],
  [['opened', 'accepted', 'cancelled'], 'cancelled', []],
];

test.each(table)('after %j a slip is %s and no more than %j may follow', (types, state, allowed) => {
  const life = stateOf(history(...types), on(1));
  expect(life.state).toBe(state);
  expect(allAllowed.filter((type) => life.allows(type as SlipAct['type']))).toEqual(allowed);
});

test.each([
  'helped',
  'redirected',
  'refused',
  'no-show',
  'full',
  'cancelled',
] as const)('after %s nothing that comes later changes the state or the answer', (last) => {
  const closed = stateOf(history(last), on(1));
  for (const type of [...replyTypes, 'opened', 'cancelled'] as const) {
    const { state, reply, closesOn } = stateOf(history(last, type), on(1));
    expect({ state, reply, closesOn }).toEqual({ state: closed.state, reply: closed.reply, closesOn: closed.closesOn });
  }
});

test('thirty days of silence are a state nobody records, and a structure may still answer after them', () => {
  for (const events of [history(), history('opened')]) {
    const waiting = events.at(-1)?.type;
    expect(stateOf(events, on(silentDays - 1)).state).toBe(waiting);
    const silent = stateOf(events, on(silentDays));
    expect(silent.state).toBe('no-reply');
    expect(silent.allows('helped')).toBe(true);
    expect(silent.allows('cancelled')).toBe(true);
    expect(silent.allows('opened')).toBe(false);
    const late: SlipEvent[] = [...events, { type: 'helped', day: on(45) }];
    expect(stateOf(late, on(45)).state).toBe('helped');
    expect(stateOf(late, on(45)).closesOn).toBe(on(45));
  }
});

test('a slip is erased sixty days after it closed, whatever closed it', () => {
  const erased = (events: SlipEvent[]) => stateOf(events, on(1)).erasedOn;
  expect(erased(history('helped'))).toBe(on(1 + keptDays));
  expect(erased(history('cancelled'))).toBe(on(1 + keptDays));
  expect(erased(history())).toBe(on(silentDays + keptDays));
  expect(erased(history('accepted'))).toBe(on(1 + silentDays + keptDays));
  // An appointment is waited for before the silence counts.
  expect(erased(history('appointment'))).toBe(on(10 + silentDays + keptDays));
});

test('what the visitor says stands beside the life of the slip and never changes it', () => {
  const anyStatement = fc.constantFrom(...statements);
  const anyAct = fc.constantFrom(...(Object.keys(acts) as SlipAct['type'][]));
  fc.assert(
    fc.property(fc.array(anyAct, { maxLength: 6 }), fc.array(anyStatement), fc.nat(120), (types, said, days) => {
      const silent = types.filter((type) => !(statements as readonly string[]).includes(type));
      const without = stateOf(history(...silent), on(days));
      const withWords = stateOf(history(...types, ...said), on(days));
      expect(withWords.state).toBe(without.state);
      expect(withWords.reply).toEqual(without.reply);
      expect(withWords.erasedOn).toBe(without.erasedOn);
      for (const statement of said) expect(withWords.said).toContain(statement);
    }),
  );
});

test('the silence that the daily task records changes nothing of what is seen', () => {
  const silent = [...history(), { type: 'no-reply' as const, day: on(silentDays + 2) }];
  for (const days of [silentDays + 2, silentDays + 40]) {
    const { allows: _one, length: _two, ...seen } = stateOf(silent, on(days));
    const { allows: _three, length: _four, ...derived } = stateOf(history(), on(days));
    expect(seen).toEqual(derived);
  }
  const late: SlipEvent[] = [...silent, { type: 'helped', day: on(45) }];
  expect(stateOf(late, on(45)).state).toBe('helped');
});

test('the state is the events and the day, nothing else: replaying gives the same life', () => {
  const anyAct = fc.constantFrom(...(Object.keys(acts) as SlipAct['type'][]));
  fc.assert(
    fc.property(fc.array(anyAct, { maxLength: 8 }), fc.nat(200), (types, days) => {
      const events = history(...types);
      const { allows: _first, ...life } = stateOf(events, on(days));
      const { allows: _second, ...again } = stateOf(structuredClone(events), on(days));
      expect(again).toEqual(life);
      expect(life.length).toBe(events.length);
    }),
  );
});
