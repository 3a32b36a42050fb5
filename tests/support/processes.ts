import { type ChildProcess, spawn } from 'node:child_process';
import { parse } from 'node-html-parser';

/** The product as it runs: a process of its own on a free port, over a database that others may share. */
export interface Running {
  url: string;
  child: ChildProcess;
  /** Everything it said, on both outputs. */
  said(): string;
  /** Ends it as a power cut would; resolves when it is gone. */
  kill(): Promise<void>;
}

/** Starts dist/main.js; resolves when it listens. Ceilings are off: a test asks more than a region. */
export async function startProcess(databaseUrl: string, env: Record<string, string> = {}): Promise<Running> {
  const { NODE_ENV: _, ...inherited } = process.env;
  const child = spawn(process.execPath, ['dist/main.js'], {
    env: {
      ...inherited,
      PORT: '0',
      RATE_LIMITS: 'off',
      SECRET: 'a secret of the tests that is as long as it must be',
      DATABASE_URL: databaseUrl,
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const gone = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const url = await new Promise<string>((resolve, reject) => {
    const hear = (part: Buffer) => {
      output += part.toString();
      const found = /http:\/\/127\.0\.0\.1:[1-9]\d*/.exec(output)?.[0];
      if (found) resolve(found);
    };
    child.stdout?.on('data', hear);
    child.stderr?.on('data', hear);
    void gone.then(() => reject(new Error(`ended before it listened: ${output}`)));
  });
  return {
    url,
    child,
    said: () => output,
    kill: () => {
      child.kill('SIGKILL');
      return gone;
    },
  };
}

/** An answer as a client sees it, redirects not followed. */
export interface Answer {
  status: number;
  location: string;
  cookie: string;
  html: string;
}

/** One request of a client that keeps no cookie but the one given. */
export async function ask(
  url: string,
  { form, cookie = '', headers = {} }: { form?: Record<string, string>; cookie?: string; headers?: HeadersInit } = {},
): Promise<Answer> {
  const response = await fetch(url, {
    redirect: 'manual',
    headers: { ...headers, ...(cookie && { Cookie: cookie }) },
    ...(form && { method: 'POST', body: new URLSearchParams(form) }),
  });
  return {
    status: response.status,
    location: response.headers.get('location') ?? '',
    cookie: (response.headers.getSetCookie()[0] ?? '').split(';')[0] ?? '',
    html: await response.text(),
  };
}

/** An interview that reached its outcome: where its slip is issued, and the cookie that holds it. */
export interface Reached {
  slip: string;
  cookie: string;
}

/** A pupil of Blois looks for a summer job, up to the outcome. */
export async function reachOutcome(url: string): Promise<Reached> {
  const begun = await ask(`${url}/interviews`, { form: { need: 'summer-job', channel: 'kiosk' } });
  const at = /^\/interviews\/[\w-]+/.exec(begun.location)?.[0];
  if (!at) throw new Error(`no interview: ${begun.status}`);
  let { cookie } = begun;
  const send = async (path: string, form: Record<string, string>) => {
    const sent = await ask(`${url}${at}${path}`, { form, cookie });
    if (sent.status !== 303) throw new Error(`${path}: ${sent.status}`);
    cookie = sent.cookie || cookie;
  };
  await send('/answers', { question: 'age', answer: '16-17' });
  await send('/answers', { question: 'status', answer: 'pupil' });
  await send('/answers', { question: 'job-kind', answer: 'ordinary' });
  await send('/commune', { commune: '41018' });
  return { slip: `${at}/slip`, cookie };
}

/** What stands on the sheet of an interview's slip: its visitor code and the path of its reply; null without a slip. */
export async function readSheet(
  url: string,
  { slip, cookie }: Reached,
): Promise<{ code: string; reply: string } | null> {
  const { html } = await ask(`${url}${slip}`, { cookie });
  const main = parse(html).querySelector('main');
  const code = main?.getAttribute('data-code');
  const reply = main?.querySelector('[data-reply]')?.text.trim();
  return code && reply ? { code, reply: new URL(reply).pathname } : null;
}

/** The state a page shows. */
export async function stateAt(address: string): Promise<string | undefined> {
  return parse((await ask(address)).html)
    .querySelector('main')
    ?.getAttribute('data-state');
}
