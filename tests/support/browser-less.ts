import type { Express } from 'express';
import { type HTMLElement, parse } from 'node-html-parser';
import supertest from 'supertest';
import { publicUrl } from './app.ts';

/** A page as a person without JavaScript meets it. */
export interface Seen {
  status: number;
  /** The address after the redirects. */
  path: string;
  html: string;
  root: HTMLElement;
  /** `data-page` of main. */
  page: string | undefined;
  main: HTMLElement;
  headers: Record<string, string>;
}

/** A browser without JavaScript: keeps cookies by their path, follows 303, fills forms that are on the page. */
export interface Visitor {
  seen: Seen;
  open(path: string): Promise<Seen>;
  /** Sends the form `data-form="…"` of the page, its hidden fields included, with these values. */
  send(form: string, values?: Record<string, string>): Promise<Seen>;
  /** Posts to an address as the last page's site would. */
  post(path: string, values?: Record<string, string>): Promise<Seen>;
  /** Sends a file to an address, as a form with a file field would. */
  upload(path: string, content: string | Uint8Array, name?: string): Promise<Seen>;
  follow(selector: string): Promise<Seen>;
}

const mostRedirects = 5;

/** A new person with an empty browser. */
export function visitor(app: Express): Visitor {
  const agent = supertest.agent(app);
  const see = (status: number, path: string, html: string, headers: Record<string, string>): Seen => {
    const root = parse(html);
    const main = root.querySelector('main') ?? parse('<main></main>');
    return { status, path, html, root, main, page: main.getAttribute('data-page'), headers };
  };
  const settle = async (response: supertest.Response, path: string): Promise<Seen> => {
    let at = path;
    let now = response;
    for (let hops = 0; now.status === 303 && hops < mostRedirects; hops += 1) {
      at = now.headers.location as string;
      now = await agent.get(at);
    }
    self.seen = see(now.status, at, now.text ?? '', now.headers as Record<string, string>);
    return self.seen;
  };
  const post: Visitor['post'] = async (path, values = {}) =>
    settle(await agent.post(path).set('Origin', publicUrl).type('form').send(values), path);
  const self: Visitor = {
    seen: see(0, '', '', {}),
    open: async (path) => settle(await agent.get(path), path),
    post,
    upload: async (path, content, name = 'file.csv') =>
      settle(await agent.post(path).set('Origin', publicUrl).attach('file', Buffer.from(content), name), path),
    async send(name, values = {}) {
      const form = self.seen.root.querySelector(`form[data-form="${name}"]`);
      if (!form) throw new Error(`no form ${name} on ${self.seen.path} (${self.seen.page})`);
      const hidden = form
        .querySelectorAll('input[type="hidden"]')
        .map((input) => [input.getAttribute('name') as string, input.getAttribute('value') ?? '']);
      return post(form.getAttribute('action') as string, { ...Object.fromEntries(hidden), ...values });
    },
    async follow(selector) {
      const link = self.seen.root.querySelector(selector)?.getAttribute('href');
      if (!link) throw new Error(`no link ${selector} on ${self.seen.path}`);
      return self.open(link);
    },
  };
  return self;
}

/** Begins an interview on a need and answers what is asked, the commune included, until nothing more is asked. */
export async function walkTo(
  person: Visitor,
  need: string,
  answers: Record<string, string>,
  commune = '41018',
  door = '/kiosk',
): Promise<Seen> {
  await person.open(door);
  await person.send('start', { need });
  for (;;) {
    if (person.seen.page === 'commune') {
      await person.send('commune', commune === 'outside' ? { outside: 'yes' } : { commune });
    } else if (person.seen.page === 'question') {
      const question = person.seen.main.getAttribute('data-question') as string;
      const answer = answers[question];
      if (answer === undefined) throw new Error(`${need}: nobody said what to answer to ${question}`);
      await person.send('answer', { answer });
    } else return person.seen;
  }
}
