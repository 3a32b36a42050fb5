import { readAddress } from '../../server/mail/contact.ts';
import { fateOf } from '../../server/mail/postman.ts';
import { readSmtpUrl } from '../../server/mail/smtp-url.ts';

test.each([
  'accueil@structure.example',
  ' a.b+c@x-y.example.fr ',
])('the address of one mailbox is taken: %j', (typed) => {
  expect(readAddress(typed)).toBe(typed.trim());
});

test.each([
  ['', 'address-missing'],
  ['a@x.fr\nBcc: everybody@x.fr', 'address-lines'],
  ['a@x.fr\r\nSubject: hello', 'address-lines'],
  ['a@x.fr\u2028Bcc: b@x.fr', 'address-lines'],
  ['a@x.fr\u0000', 'address-lines'],
  ['a@x.fr, b@x.fr', 'address-malformed'],
  ['a@x.fr;b@x.fr', 'address-malformed'],
  ['Accueil <a@x.fr>', 'address-malformed'],
  ['"a b"@x.fr', 'address-malformed'],
  ['a@x.fr(comment)', 'address-malformed'],
  ['a@@x.fr', 'address-malformed'],
  ['a@localhost', 'address-malformed'],
  ['a@[127.0.0.1]', 'address-malformed'],
  ['a@-x.fr', 'address-malformed'],
  ['a@x..fr', 'address-malformed'],
  [`${'a'.repeat(65)}@x.fr`, 'address-malformed'],
  [`a@${'x'.repeat(250)}.fr`, 'address-malformed'],
  ['a@x.fr ORCPT=x', 'address-malformed'],
])('anything else is refused with its sentence: %j', (typed, key) => {
  expect(() => readAddress(typed)).toThrow(expect.objectContaining({ code: 'invalid', key, field: 'address' }));
});

test('the address of the mail server says where, as whom and from which address', () => {
  expect(readSmtpUrl('smtps://me%40x:p%3Aw@mail.example?from=a@x.fr')).toEqual({
    host: 'mail.example',
    port: 465,
    tls: true,
    local: false,
    login: { user: 'me@x', pass: 'p:w' },
    from: 'a@x.fr',
  });
  expect(readSmtpUrl('smtp://[::1]:2525/?from=a@x.fr')).toMatchObject({ host: '::1', port: 2525, local: true });
});

test.each([
  ['mail.example', 'form'],
  ['http://mail.example?from=a@x.fr', 'form'],
  ['smtp://me@mail.example?from=a@x.fr', 'form'],
  ['smtp://:pw@mail.example?from=a@x.fr', 'form'],
  ['smtp://mail.example/path?from=a@x.fr', 'form'],
  ['smtp://a:b%0d%0ac@mail.example?from=a@x.fr', 'form'],
  ['smtp://a:%E0%A4@mail.example?from=a@x.fr', 'form'],
  ['smtp://mail.example', 'from'],
  ['smtp://mail.example?from=nobody', 'from'],
  ['smtp://mail.example?from=a@x.fr%0d%0aBcc:b@x.fr', 'from'],
  ['smtp://mail.example?from=a@x.fr&from=b@x.fr', 'from'],
  ['smtp://mail.example?from=a@x.fr&tls.rejectUnauthorized=false', 'parameter'],
  ['smtp://mail.example?from=a@x.fr&ignoreTLS=true', 'parameter'],
])('a mail server that is malformed or unsafe is refused: %j', (text, wrong) => {
  expect(readSmtpUrl(text)).toBe(wrong);
});

test('what a failed mail means: refused for good, not gone, or nobody knows', () => {
  expect(fateOf({ responseCode: 550, command: 'RCPT TO' })).toBe('refused');
  expect(fateOf({ responseCode: 554, command: 'DATA' })).toBe('refused');
  expect(fateOf({ responseCode: 450, command: 'RCPT TO' })).toBe('unreachable');
  expect(fateOf({ responseCode: 535, code: 'EAUTH', command: 'AUTH PLAIN' })).toBe('unreachable');
  expect(fateOf({ code: 'ESOCKET', syscall: 'connect', command: 'CONN' })).toBe('unreachable');
  expect(fateOf({ code: 'ECONNECTION', command: 'CONN' })).toBe('uncertain');
  expect(fateOf({ code: 'ETIMEDOUT', command: 'CONN' })).toBe('uncertain');
});
