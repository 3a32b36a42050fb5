import { isAddress } from './address.ts';

/** The server that mail goes through, and what it is signed with. */
export interface SmtpServer {
  host: string;
  port: number;
  /** TLS from the first byte; otherwise STARTTLS, which only a server on this machine may do without. */
  tls: boolean;
  local: boolean;
  login: { user: string; pass: string } | null;
  from: string;
}

const loopback = new Set(['127.0.0.1', '[::1]', 'localhost']);
const ports: Record<string, number> = { 'smtp:': 587, 'smtps:': 465 };

function decoded(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}

/**
 * Reads SMTP_URL: `smtps://name:password@host:465?from=address`, or `smtp://…`. Gives what is wrong with it otherwise:
 * the form, the address mail comes from, or a parameter nobody knows (those of the library could switch its care off).
 */
export function readSmtpUrl(text: string): SmtpServer | 'form' | 'from' | 'parameter' {
  if (!URL.canParse(text)) return 'form';
  const url = new URL(text);
  const standard = ports[url.protocol];
  const [user, pass] = [decoded(url.username), decoded(url.password)];
  const bare = (url.pathname === '' || url.pathname === '/') && url.hash === '';
  if (!standard || url.hostname === '' || !bare || user === null || pass === null) return 'form';
  if ((user === '') !== (pass === '') || /\p{Cc}/u.test(user + pass)) return 'form';
  if ([...url.searchParams.keys()].some((name) => name !== 'from')) return 'parameter';
  const [from = '', ...more] = url.searchParams.getAll('from');
  if (!isAddress(from) || more.length > 0) return 'from';
  return {
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: Number(url.port) || standard,
    tls: url.protocol === 'smtps:',
    local: loopback.has(url.hostname),
    login: user === '' ? null : { user, pass },
    from,
  };
}
