import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';

/** A mail as the server received it: who it was for, and every byte of it. */
export interface Posted {
  to: string[];
  raw: string;
}

/** A real SMTP server of this machine. */
export interface PostOffice {
  port: number;
  url: string;
  posted: Posted[];
  /** Recipients it wants nothing for. */
  unknown: Set<string>;
  /** Recipients it takes nothing for just now: a full mailbox, or a server it has not met before. */
  busy: Set<string>;
  /** Takes the mail, then cuts the line before it says so. */
  cuts: boolean;
  close(): Promise<void>;
}

/** Opens a post office, on a port that was known before where one is given. */
export async function openPostOffice(at = 0): Promise<PostOffice> {
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    disableReverseLookup: true,
    onRcptTo({ address }, _session, done) {
      if (office.busy.has(address)) return done(Object.assign(new Error('try again'), { responseCode: 450 }));
      if (!office.unknown.has(address)) return done();
      done(Object.assign(new Error('no such mailbox'), { responseCode: 550 }));
    },
    onData(stream, session, done) {
      const parts: Buffer[] = [];
      stream.on('data', (part: Buffer) => parts.push(part));
      stream.on('end', () => {
        office.posted.push({
          to: session.envelope.rcptTo.map(({ address }) => address),
          raw: Buffer.concat(parts).toString('utf8'),
        });
        if (!office.cuts) return done();
        for (const connection of server.connections) connection._socket.destroy();
      });
    },
  });
  server.on('error', () => {});
  await new Promise<void>((resolve) => server.listen(at, '127.0.0.1', resolve));
  const { port } = server.server.address() as AddressInfo;
  const office: PostOffice = {
    port,
    url: `smtp://127.0.0.1:${port}?from=accueil@aiguillage.example`,
    posted: [],
    unknown: new Set(),
    busy: new Set(),
    cuts: false,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
  return office;
}

/** The words of a mail: its parts decoded, headers unfolded. */
export function readPosted({ raw }: Posted): { headers: string; text: string; html: string } {
  const [head = '', ...rest] = raw.split('\r\n\r\n');
  const boundary = /boundary="([^"]+)"/.exec(head)?.[1];
  const parts = boundary ? rest.join('\r\n\r\n').split(`--${boundary}`) : [];
  const decode = (part: string): string => {
    const [headers = '', ...body] = part.split('\r\n\r\n');
    const text = body.join('\r\n\r\n');
    if (/base64/i.test(headers)) return Buffer.from(text, 'base64').toString('utf8');
    if (!/quoted-printable/i.test(headers)) return text;
    const bytes = text
      .replace(/=\r\n/g, '')
      .replace(/=([0-9A-F]{2})/g, (_all, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
    return Buffer.from(bytes, 'latin1').toString('utf8');
  };
  const part = (type: string) => decode(parts.find((one) => one.includes(`Content-Type: ${type}`)) ?? '');
  return { headers: head.replace(/\r\n\s+/g, ' '), text: part('text/plain'), html: part('text/html') };
}
