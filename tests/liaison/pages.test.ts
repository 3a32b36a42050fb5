import { type HTMLElement, parse } from 'node-html-parser';
import supertest from 'supertest';
import { newReplyCode, newReplyToken, newVisitorCode } from '../../server/liaison/code.ts';
import { refusalReasons } from '../../server/liaison/lifecycle.ts';
import { draft, sensitiveDraft } from './drafts.ts';
import { smallApp } from './small-app.ts';

/** A slip, and a browser without scripts in front of its pages. */
async function issued(given = draft) {
  const { app, slips, forward } = await smallApp();
  const { codes } = await slips.issue(given);
  const open = async (path: string) => {
    const { status, text, headers } = await supertest(app).get(path);
    return { status, text, headers, main: parse(text).querySelector('main') as HTMLElement };
  };
  const send = async (path: string, form: Record<string, string> = {}) => {
    const { status, text, headers } = await supertest(app).post(path).type('form').send(form);
    return { status, text, headers, main: parse(text).querySelector('main') as HTMLElement };
  };
  const visitorPage = `/slips/${codes.visitor}`;
  const replyPage = `/replies/${codes.token}`;
  const stateOn = async (path: string) => (await open(path)).main.getAttribute('data-state');
  return { app, slips, codes, forward, open, send, visitorPage, replyPage, stateOn };
}

const answersOn = (main: HTMLElement) =>
  main.querySelectorAll('form[data-form="reply"] input[name="answer"]').map((radio) => radio.getAttribute('value'));

test('a code is typed with tolerance and opens its page', async () => {
  const { open, send, codes, visitorPage, replyPage } = await issued();
  expect((await open('/slips')).main.querySelector('form[data-form="find"] input[name="code"]')).not.toBeNull();
  const found = await send('/slips', { code: codes.visitor.toLowerCase().replaceAll('-', ' ') });
  expect([found.status, found.headers.location]).toEqual([303, visitorPage]);
  const page = await open(visitorPage);
  expect(page.status).toBe(200);
  expect(page.main.getAttribute('data-page')).toBe('slip');
  expect(page.main.getAttribute('data-code')).toBe(codes.visitor);
  expect(page.main.getAttribute('data-state')).toBe('issued');
  expect((await open(visitorPage.toLowerCase())).headers.location).toBe(visitorPage);

  const reply = await send('/replies', { code: codes.reply.toLowerCase() });
  expect([reply.status, reply.headers.location]).toEqual([303, replyPage]);
  expect((await open(replyPage)).main.getAttribute('data-page')).toBe('reply');
});

test('the two rights never meet: neither secret does anything on the other’s routes', async () => {
  const { open, send, codes, visitorPage, replyPage, stateOn, slips } = await issued();
  for (const secretOfReplies of [codes.token, codes.reply]) {
    expect((await open(`/slips/${secretOfReplies}`)).status).toBe(404);
    expect((await send(`/slips/${secretOfReplies}/statements`, { statement: 'helped-me' })).status).toBe(404);
    expect((await send(`/slips/${secretOfReplies}/cancellation`)).status).toBe(404);
    expect((await send('/slips', { code: secretOfReplies })).status).toBe(422);
  }
  for (const secretOfVisitors of [codes.visitor, codes.visitor.replaceAll('-', '')]) {
    expect((await open(`/replies/${secretOfVisitors}`)).status).toBe(404);
    expect((await send(`/replies/${secretOfVisitors}`, { answer: 'helped' })).status).toBe(404);
    expect((await send('/replies', { code: secretOfVisitors })).status).toBe(422);
  }
  // The typed reply code is exchanged for the address; it is no address itself.
  expect((await open(`/replies/${codes.reply}`)).status).toBe(404);
  expect((await send('/replies', { code: codes.token })).status).toBe(422);

  for (const hidden of [codes.token, codes.reply]) expect((await open(visitorPage)).text).not.toContain(hidden);
  for (const hidden of [codes.visitor, codes.reply]) expect((await open(replyPage)).text).not.toContain(hidden);
  expect(await stateOn(visitorPage)).toBe('issued');
  expect((await slips.findByVisitorCode(codes.visitor))?.events).toHaveLength(1);
});

test('codes that never were, are over or belong to the other side get the same bytes', async () => {
  const { open, send, codes, forward } = await issued();
  forward(200);
  const typed = [codes.visitor, codes.reply, newVisitorCode(), newReplyCode()];
  for (const path of ['/slips', '/replies']) {
    const answers = await Promise.all(typed.map((code) => send(path, { code })));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([422]));
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
  }
  const addresses = [
    ...typed.map((code) => `/slips/${code}`),
    `/replies/${codes.token}`,
    `/replies/${newReplyToken()}`,
  ];
  addresses.push('/slips/x', '/replies/x');
  const answers = await Promise.all(addresses.map(open));
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([404]));
  // The choice of a language comes back to the address that was asked for: that alone differs.
  expect(new Set(answers.map(({ text }, at) => text.replaceAll(addresses[at] as string, ''))).size).toBe(1);
});

test('a typing error is told as one, with what was typed, and nothing is looked up', async () => {
  const { send, codes } = await issued();
  const last = codes.visitor.at(-1);
  const typed = `${codes.visitor.slice(0, -1)}${last === 'A' ? 'B' : 'A'}`;
  const { status, main } = await send('/slips', { code: typed });
  expect(status).toBe(422);
  expect(main.querySelector('.errors')).not.toBeNull();
  expect(main.querySelector('input[name="code"]')?.getAttribute('value')).toBe(typed);
});

test('opening a reply changes nothing: what scans links leaves no trace', async () => {
  const { open, replyPage, codes, slips, app } = await issued();
  for (let times = 0; times < 3; times += 1) await open(replyPage);
  await supertest(app).head(replyPage);
  expect((await slips.findByReplyToken(codes.token))?.events.map(({ type }) => type)).toEqual(['issued']);
});

test('the reply is one screen of radios, without a script: every answer, and what some of them need', async () => {
  const { open, replyPage } = await issued();
  const { main } = await open(replyPage);
  expect(answersOn(main)).toEqual([
    'accepted',
    'appointment',
    'helped',
    'redirected',
    'no-show',
    'unreachable',
    'full',
    'refused',
  ]);
  const form = main.querySelector('form[data-form="reply"]');
  expect(form?.getAttribute('action')).toBe(replyPage);
  const values = (selector: string) => form?.querySelectorAll(selector).map((input) => input.getAttribute('value'));
  expect(values('input[name="half"]')).toEqual(['morning', 'afternoon']);
  expect(values('input[name="reason"]')).toEqual([...refusalReasons]);
  expect(form?.querySelector('input[name="day"]')?.getAttribute('min')).toBe('2026-11-24');
  const networks = values('select[name="network"] option');
  expect(networks).toContain('cio');
  // A network whose name tells too much is offered by the neutral word alone.
  expect(networks).toContain('specialised');
  for (const sensitive of ['cap-emploi', 'cidff']) expect(networks).not.toContain(sensitive);
  expect(main.querySelectorAll('[style], script')).toEqual([]);
});

test.each([
  ['accepted', {}, 'accepted'],
  ['appointment', { day: '2026-12-01', half: 'morning' }, 'appointment'],
  ['helped', {}, 'helped'],
  ['redirected', { network: 'cio' }, 'redirected'],
  ['redirected', { network: 'specialised' }, 'redirected'],
  ['refused', { reason: 'out-of-area' }, 'refused'],
  ['no-show', {}, 'no-show'],
  ['unreachable', {}, 'unreachable'],
  ['full', { until: '2026-12-20' }, 'full'],
] as const)('the structure answers %s with %j, and both sides see it', async (answer, details, state) => {
  const { send, replyPage, visitorPage, stateOn, slips, codes } = await issued();
  const sent = await send(replyPage, { answer, ...details });
  expect([sent.status, sent.headers.location]).toEqual([303, replyPage]);
  expect(await stateOn(replyPage)).toBe(state);
  expect(await stateOn(visitorPage)).toBe(state);
  const events = (await slips.findByReplyToken(codes.token))?.events.map(({ type }) => type);
  expect(events).toEqual(['issued', 'opened', state]);
});

test('a reply that lacks something writes nothing and says where', async () => {
  const { send, replyPage, stateOn } = await issued();
  const cases: [Record<string, string>, string][] = [
    [{}, '#answer-1'],
    [{ answer: 'thanks' }, '#answer-1'],
    [{ answer: 'no-reply' }, '#answer-1'],
    [{ answer: 'cancelled' }, '#answer-1'],
    [{ answer: 'appointment', half: 'morning' }, '#day'],
    [{ answer: 'appointment', day: '2026-02-30', half: 'morning' }, '#day'],
    [{ answer: 'appointment', day: '2026-11-23', half: 'morning' }, '#day'],
    [{ answer: 'appointment', day: '2031-01-01', half: 'morning' }, '#day'],
    [{ answer: 'appointment', day: '2026-12-01', half: 'night' }, '#half-1'],
    [{ answer: 'redirected' }, '#network'],
    [{ answer: 'redirected', network: 'cap-emploi' }, '#network'],
    [{ answer: 'redirected', network: 'nowhere' }, '#network'],
    [{ answer: 'redirected', network: 'info-jeunes' }, '#network'],
    [{ answer: 'full' }, '#until'],
    [{ answer: 'full', until: '2026-11-23' }, '#until'],
    [{ answer: 'refused' }, '#reason-1'],
    [{ answer: 'refused', reason: 'because' }, '#reason-1'],
  ];
  for (const [form, target] of cases) {
    const { status, main } = await send(replyPage, form);
    expect(status).toBe(422);
    expect(main.querySelector('.errors a')?.getAttribute('href')).toBe(target);
    expect(main.querySelector(target)).not.toBeNull();
    if (form.answer === 'refused') expect(main.querySelector('[value="refused"][checked]')).not.toBeNull();
  }
  expect(await stateOn(replyPage)).toBe('issued');
});

test('a second or late final reply is refused and shown what was answered', async () => {
  const { send, replyPage, forward } = await issued();
  await send(replyPage, { answer: 'refused', reason: 'not-ours' });
  forward(20);
  for (const form of [{ answer: 'helped' }, { answer: 'refused', reason: 'not-ours' }, { opened: 'yes' }, {}]) {
    const late = await send(replyPage, form as Record<string, string>);
    expect(late.status).toBe(409);
    expect(late.main.getAttribute('data-state')).toBe('refused');
    expect(late.main.querySelector('[data-late]')).not.toBeNull();
    expect(late.main.querySelector('form[data-form="reply"]')).toBeNull();
  }
});

test('a structure that redirects hands over a fresh sheet; the old slip is closed and both visitor pages lead on', async () => {
  const { send, open, slips, codes, replyPage, visitorPage, stateOn } = await issued();
  expect((await send(replyPage, { answer: 'redirected', network: 'cio' })).status).toBe(303);
  const answered = await open(replyPage);
  expect(answered.main.getAttribute('data-state')).toBe('redirected');
  const sheet = await open(answered.main.querySelector('[data-next]')?.getAttribute('href') as string);
  const nextCode = sheet.main.getAttribute('data-code') as string;
  const nextReply = new URL(sheet.main.querySelector('[data-reply]')?.text.trim() as string).pathname;
  expect([nextCode, nextReply]).not.toEqual([codes.visitor, replyPage]);
  const next = await slips.findByVisitorCode(nextCode);
  expect(next?.copy.first.network).toBe('cio');
  expect(next?.copy.first.place?.partner).toBeDefined();
  expect(next?.copy.from).toBe(draft.copy.first.place?.name);
  expect(next?.copy.answers).toEqual(draft.copy.answers);

  // The old code leads on to the new page, never to what would let it answer.
  const old = await open(visitorPage);
  expect(old.main.querySelector('[data-next]')?.getAttribute('href')).toBe(`/slips/${nextCode}`);
  expect(old.text).not.toContain(nextReply.slice('/replies/'.length));
  expect(await stateOn(`/slips/${nextCode}`)).toBe('issued');
  expect((await send(nextReply, { answer: 'helped' })).status).toBe(303);
  expect(await stateOn(`/slips/${nextCode}`)).toBe('helped');
  expect(await stateOn(visitorPage)).toBe('redirected');
  // Once redirected, nothing else; and a slip that was not redirected has no sheet to give.
  expect((await send(replyPage, { answer: 'redirected', network: 'apec' })).status).toBe(409);
  expect((await open(`${nextReply}/sheet`)).status).toBe(404);
});

test('a specialised partner is named by nobody: the slip closes without a fresh sheet', async () => {
  const { send, open, replyPage } = await issued();
  await send(replyPage, { answer: 'redirected', network: 'specialised' });
  expect((await open(replyPage)).main.querySelector('[data-next]')).toBeNull();
  expect((await open(`${replyPage}/sheet`)).status).toBe(404);
});

test('a slip that follows a sensitive one is as discreet, and does not say where it comes from', async () => {
  const { send, open, slips, replyPage } = await issued(sensitiveDraft);
  await send(replyPage, { answer: 'redirected', network: 'france-travail' });
  const { main } = await open(`${replyPage}/sheet`);
  const next = await slips.findByVisitorCode(main.getAttribute('data-code') as string);
  expect(next?.copy.sensitive).toBe(true);
  expect(next?.copy.from).toBeNull();
});

test('of twenty redirections at once one is heard, and one slip follows', async () => {
  const { send, open, replyPage } = await issued();
  const networks = ['cio', 'mission-locale', 'france-travail'];
  const sent = await Promise.all(
    Array.from({ length: 20 }, (_, n) => send(replyPage, { answer: 'redirected', network: networks[n % 3] as string })),
  );
  expect(sent.filter(({ status }) => status === 303)).toHaveLength(1);
  const sheets = await Promise.all([open(`${replyPage}/sheet`), open(`${replyPage}/sheet`)]);
  expect(new Set(sheets.map(({ main }) => main.getAttribute('data-code'))).size).toBe(1);
});

test('what a structure copies into its own tool names the request and opens nothing here', async () => {
  const { open, replyPage, codes } = await issued();
  const text = (await open(replyPage)).main.querySelector('textarea[readonly]')?.text as string;
  expect(text).toContain(draft.copy.need.title);
  for (const secret of Object.values(codes)) expect(text).not.toContain(secret);
});

test('of twenty structures that answer at once one is heard', async () => {
  const { send, replyPage } = await issued();
  const answers = ['helped', 'unreachable', 'no-show'];
  const sent = await Promise.all(
    Array.from({ length: 20 }, (_, n) => send(replyPage, { answer: answers[n % 3] as string })),
  );
  expect(sent.filter(({ status }) => status === 303)).toHaveLength(1);
  expect(sent.filter(({ status }) => status === 409)).toHaveLength(19);
});

test('an appointment may still end in help, a no-show or another door, and in nothing else', async () => {
  const { send, open, replyPage, stateOn } = await issued();
  await send(replyPage, { answer: 'appointment', day: '2026-12-01', half: 'afternoon' });
  expect(answersOn((await open(replyPage)).main)).toEqual(['helped', 'redirected', 'no-show', 'unreachable']);
  const again = await send(replyPage, { answer: 'full' });
  expect([again.status, again.main.getAttribute('data-state')]).toEqual([409, 'appointment']);
  expect((await send(replyPage, { answer: 'helped' })).status).toBe(303);
  expect(await stateOn(replyPage)).toBe('helped');
});

test('a structure may say that it has read the slip and answer another day, even after a month', async () => {
  const { send, replyPage, visitorPage, stateOn, forward } = await issued();
  for (let clicks = 0; clicks < 2; clicks += 1) expect((await send(replyPage, { opened: 'yes' })).status).toBe(303);
  expect(await stateOn(visitorPage)).toBe('opened');
  forward(31);
  expect(await stateOn(visitorPage)).toBe('no-reply');
  expect(await stateOn(replyPage)).toBe('no-reply');
  expect((await send(replyPage, { answer: 'helped' })).status).toBe(303);
  expect(await stateOn(visitorPage)).toBe('helped');
});

test('the visitor says what happened, which leaves the state as the structure put it', async () => {
  const { send, open, visitorPage, replyPage } = await issued();
  await send(replyPage, { answer: 'helped' });
  for (const statement of ['answered-me', 'nobody-replied', 'nobody-replied']) {
    expect((await send(`${visitorPage}/statements`, { statement })).status).toBe(303);
  }
  const { main } = await open(visitorPage);
  expect(main.getAttribute('data-state')).toBe('helped');
  expect(main.querySelectorAll('[data-said]').map((said) => said.getAttribute('data-said'))).toEqual([
    'answered-me',
    'nobody-replied',
  ]);
  expect(main.querySelectorAll('form[data-form="visitor"] [name="statement"]')).toHaveLength(1);
  const wrong = await send(`${visitorPage}/statements`, { statement: 'helped' });
  expect([wrong.status, wrong.main.getAttribute('data-state')]).toEqual([422, 'helped']);
});

test('the visitor cancels: the structure can answer no more, and a second cancellation is told so', async () => {
  const { send, open, visitorPage, replyPage, stateOn } = await issued();
  const cancel = (await open(visitorPage)).main.querySelector('form[data-form="visitor"] [formaction]');
  expect(cancel?.getAttribute('formaction')).toBe(`${visitorPage}/cancellation`);
  expect((await send(`${visitorPage}/cancellation`)).status).toBe(303);
  expect(await stateOn(replyPage)).toBe('cancelled');
  const late = await send(replyPage, { answer: 'helped' });
  expect([late.status, late.main.getAttribute('data-state')]).toEqual([409, 'cancelled']);
  expect((await send(`${visitorPage}/cancellation`)).status).toBe(409);
});

test('the page of a sensitive slip names no partner to the visitor’s neighbours', async () => {
  const { open, visitorPage, send, replyPage } = await issued(sensitiveDraft);
  const { copy } = sensitiveDraft;
  await send(replyPage, { answer: 'accepted' });
  const { text } = await open(visitorPage);
  for (const hidden of [copy.first.networkName, copy.need.title, copy.first.place?.name as string]) {
    expect(text).not.toContain(hidden);
  }
});

test('nothing of a slip is kept by a browser or on the way', async () => {
  const { open, send, visitorPage, replyPage, codes } = await issued();
  const seen = [
    ...(await Promise.all(['/slips', '/replies', visitorPage, replyPage, '/slips/x'].map(open))),
    await send('/slips', { code: codes.visitor }),
    await send(replyPage, { answer: 'accepted' }),
  ];
  for (const { headers } of seen) expect(headers['cache-control']).toBe('no-store');
});
