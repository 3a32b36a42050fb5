import { parse } from 'node-html-parser';
import supertest from 'supertest';
import { newReplyCode } from '../../server/liaison/code.ts';
import { stateOf } from '../../server/liaison/lifecycle.ts';
import { draft } from './drafts.ts';
import { smallApp } from './small-app.ts';

const send = async (app: Parameters<typeof supertest>[0], form: Record<string, string>) => {
  const { status, text, headers } = await supertest(app).post('/replies/batch').type('form').send(form);
  const main = parse(text).querySelector('main');
  const fates = main?.querySelectorAll('[data-fate]').map((line) => line.getAttribute('data-fate'));
  return { status, headers, fates, recorded: main?.querySelector('[data-recorded]')?.getAttribute('data-recorded') };
};

test('each line of a pile is answered for itself; what was wrong stays on the screen', async () => {
  const { app, slips } = await smallApp();
  const issued = await Promise.all(
    Array.from({ length: 4 }, (_, n) => slips.issue({ ...draft, issueKey: `paper ${n}` })),
  );
  const code = (n: number) => issued[n]?.codes.reply as string;
  const sent = await send(app, {
    'code-1': code(0).toLowerCase().replaceAll('-', ' '),
    'answer-1': 'helped',
    'code-2': code(1),
    'answer-2': 'refused:duplicate',
    'code-3': code(2),
    'code-4': 'R0000',
    'answer-4': 'helped',
    'code-5': newReplyCode(),
    'answer-5': 'helped',
    'code-6': code(0),
    'answer-6': 'no-show',
    'code-7': issued[3]?.codes.visitor as string,
    'answer-7': 'helped',
    'code-8': code(3),
    'answer-8': 'appointment',
  });
  expect(sent.status).toBe(422);
  expect(sent.recorded).toBe('2');
  expect(sent.fates).toEqual(['answer', 'typing', 'unknown', 'late', 'unknown', 'answer']);
  const states = await Promise.all(
    issued.map(async ({ codes }) => {
      const slip = await slips.findByReplyToken(codes.token);
      return stateOf(slip?.events ?? [], '2026-11-24').state;
    }),
  );
  expect(states).toEqual(['helped', 'refused', 'issued', 'issued']);
});

test('a pile without a fault ends on an empty screen that says how many were written', async () => {
  const { app, slips } = await smallApp();
  const { codes } = await slips.issue(draft);
  const sent = await send(app, { 'code-1': codes.reply, 'answer-1': 'accepted' });
  expect([sent.status, sent.headers.location]).toEqual([303, '/replies/batch?recorded=1']);
  const { text } = await supertest(app).get('/replies/batch?recorded=1');
  expect(parse(text).querySelector('[data-recorded="1"]')).not.toBeNull();
  for (const typed of ['-1', '99', '<b>', 'x']) {
    const { text: page } = await supertest(app).get('/replies/batch').query({ recorded: typed });
    expect(parse(page).querySelector('[data-recorded]')).toBeNull();
  }
});
