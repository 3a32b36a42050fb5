import { createTransport } from 'nodemailer';
import type { Letter } from './digest.ts';
import type { DigestFate } from './digests.ts';
import type { SmtpServer } from './smtp-url.ts';

/** Whoever carries mail away. Never throws: what became of a mail is an answer. */
export interface Postman {
  /** True when the server answers and lets us in. */
  isThere(): Promise<boolean>;
  deliver(letter: Letter): Promise<DigestFate>;
}

/** A server that is slower than this is as good as gone. */
const patience = { connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 30_000 };

/** What the library says of a mail that did not leave. */
interface Failure {
  responseCode?: number;
  command?: string;
  syscall?: string;
  code?: string;
}

/** What a server refuses for good here will be refused in an hour too. */
const aboutTheMail = ['RCPT TO', 'DATA'];

/**
 * What a failure tells. A server that answered has not taken the mail: for good (5xx about the recipient or the mail), or
 * for now. A line that could not be opened carried nothing. Any other silence may have come after the mail was taken.
 */
export function fateOf({ responseCode, command, syscall, code }: Failure): DigestFate {
  if (responseCode) return responseCode >= 500 && aboutTheMail.includes(command ?? '') ? 'refused' : 'unreachable';
  const unopened = syscall === 'connect' || ['EDNS', 'ETLS', 'EAUTH'].includes(code ?? '');
  return unopened ? 'unreachable' : 'uncertain';
}

/** A postman over SMTP: with TLS, or with STARTTLS which only a server of this machine may lack. Logs nothing. */
export function createPostman({ host, port, tls, local, login, from }: SmtpServer): Postman {
  const transport = createTransport({
    host,
    port,
    secure: tls,
    requireTLS: !tls && !local,
    ignoreTLS: !tls && local,
    ...(login && { auth: login }),
    ...patience,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return {
    async isThere() {
      try {
        return await transport.verify();
      } catch {
        return false;
      }
    },
    async deliver({ to, subject, text, html, mute }) {
      const oneClick = mute.startsWith('https://') ? { 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' } : {};
      try {
        await transport.sendMail({
          envelope: { from, to: [to] },
          from: { name: 'Aiguillage', address: from },
          to: { name: '', address: to },
          subject,
          text,
          html,
          headers: { 'List-Unsubscribe': `<${mute}>`, ...oneClick, 'Auto-Submitted': 'auto-generated' },
        });
        return 'sent';
      } catch (error) {
        return fateOf(error as Failure);
      }
    },
  };
}
