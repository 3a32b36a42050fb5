import { readSmtpUrl, type SmtpServer } from './mail/smtp-url.ts';
import { secretsOf } from './seal.ts';

/** How the product runs, read once from the environment by main.ts. */
export interface Settings {
  port: number;
  host: string;
  /** `sqlite:PATH` or `postgres://…`. */
  databaseUrl: string;
  /** Where people reach it, without a final slash; its scheme decides cookie names and `Secure`. */
  publicUrl: string;
  secure: boolean;
  /** Null: generated once into data/local/ (never in production). */
  secret: string | null;
  /** As Express takes it: a number of hops or a list of addresses; never `true`. */
  trustProxy: number | string[];
  rateLimits: 'on' | 'off';
  /** Null: no mail is sent, and structures print the list of what waits for them. */
  smtp: SmtpServer | null;
  /** The short name (SPDX) of the licence of what is published; null while nobody has chosen one. */
  dataLicence: string | null;
  production: boolean;
}

/** One setting that is missing, malformed or unsafe; `key` names its sentence in the `start` locale. */
export interface SettingProblem {
  setting: string;
  key: string;
}

/** Every setting, with what it is by default; server/README.md holds the same table for people. */
export const settingNames = [
  'PORT',
  'HOST',
  'DATABASE_URL',
  'PUBLIC_URL',
  'SECRET',
  'TRUST_PROXY',
  'RATE_LIMITS',
  'SMTP_URL',
  'DATA_LICENCE',
] as const;

const shortestSecret = 32;
const loopback = new Set(['127.0.0.1', '::1', 'localhost']);

function readPublicUrl(value: string): URL | null {
  if (!URL.canParse(value)) return null;
  const url = new URL(value);
  const plain = url.pathname === '/' && !url.search && !url.hash && !url.username;
  return plain && (url.protocol === 'http:' || url.protocol === 'https:') ? url : null;
}

function readTrustProxy(value: string): number | string[] | null {
  if (/^\d{1,2}$/.test(value)) return Number(value);
  const addresses = value.split(',').map((address) => address.trim());
  return addresses.every((address) => /^[0-9a-f.:]+(\/\d{1,3})?$/i.test(address)) ? addresses : null;
}

/** Reads the environment. Promises either settings that are safe to start with, or every problem at once. */
export function readSettings(env: Record<string, string | undefined>): {
  settings: Settings;
  problems: SettingProblem[];
} {
  const problems: SettingProblem[] = [];
  const refuse = (setting: string, key: string) => problems.push({ setting, key });
  const production = env.NODE_ENV === 'production';

  const port = Number(env.PORT ?? 3000);
  const isPort = Number.isInteger(port) && port >= 0 && port <= 65_535;
  if (!isPort) refuse('PORT', 'port');
  const host = env.HOST ?? '127.0.0.1';
  const databaseUrl = env.DATABASE_URL ?? 'sqlite:data/local/aiguillage.sqlite';
  if (!/^(sqlite:.+|postgres(ql)?:\/\/.+)$/.test(databaseUrl)) refuse('DATABASE_URL', 'database-url');
  const publicUrl = readPublicUrl(env.PUBLIC_URL ?? `http://127.0.0.1:${isPort ? port : 3000}`);
  if (!publicUrl) refuse('PUBLIC_URL', 'public-url');
  else if (production && publicUrl.protocol !== 'https:') refuse('PUBLIC_URL', 'public-url-https');
  const secret = env.SECRET ?? null;
  if (secret !== null && secretsOf(secret).some((one) => one.length < shortestSecret)) refuse('SECRET', 'secret-short');
  if (secret === null && production) refuse('SECRET', 'secret-missing');
  const trustProxy = readTrustProxy(env.TRUST_PROXY ?? '0');
  if (trustProxy === null) refuse('TRUST_PROXY', 'trust-proxy');
  const rateLimits = env.RATE_LIMITS ?? 'on';
  if (rateLimits !== 'on' && rateLimits !== 'off') refuse('RATE_LIMITS', 'rate-limits');
  else if (rateLimits === 'off' && production && !loopback.has(host)) refuse('RATE_LIMITS', 'rate-limits-off');
  const smtp = env.SMTP_URL === undefined ? null : readSmtpUrl(env.SMTP_URL);
  if (typeof smtp === 'string') refuse('SMTP_URL', `smtp-${smtp}`);

  const dataLicence = env.DATA_LICENCE ?? null;
  if (dataLicence !== null && !/^[a-z0-9][a-z0-9.+-]*$/i.test(dataLicence)) refuse('DATA_LICENCE', 'data-licence');

  return {
    problems,
    settings: {
      port,
      host,
      databaseUrl,
      publicUrl: publicUrl?.origin ?? '',
      secure: publicUrl?.protocol === 'https:',
      secret,
      trustProxy: trustProxy ?? 0,
      rateLimits: rateLimits === 'off' ? 'off' : 'on',
      smtp: typeof smtp === 'string' ? null : smtp,
      dataLicence,
      production,
    },
  };
}
