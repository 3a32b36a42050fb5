import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import ejs from 'ejs';
import type { Response } from 'express';
import { markBorrowed } from './borrowed.ts';
import { compressedPages } from './compressed.ts';
import { type KioskPlace, kioskPlace } from './kiosk.ts';
import { askedBeside, comeBackTo } from './language.ts';
import { type NavSection, staffNav } from './staff-nav.ts';
import { referenceLanguage, type Words } from './words.ts';

/** What every template may know besides its own view: the language, who looks at it, where things are. */
export interface Shell {
  lang: string;
  dir: 'ltr' | 'rtl';
  channel: 'desk' | 'kiosk' | 'web';
  /** Every language, by its own name; a choice is offered when there are two. */
  languages: readonly { code: string; name: string; dir: 'ltr' | 'rtl' }[];
  /** What papers read by structures are written in, whatever the language of the page. */
  french: Words['t'];
  /** No coordinator has read the translation yet: what every page says of it, in French as well; else null. */
  unreviewed: string | null;
  /** The address of this page, to come back to after a change of language. */
  back: string;
  /** Where this page of a kiosk stands; null on other screens. */
  kiosk: KioskPlace | null;
  account: { name: string; role: string; partner: string | null; partnerName: string | null } | null;
  /** Where somebody signed in may go. */
  nav: readonly NavSection[];
  /** An exercise: every page says so. */
  training: boolean;
  /** The address of a file of views/assets, with the version that lets browsers keep it for ever. */
  asset(name: string): string;
}

/** Prints pages. */
export interface Page {
  /** The words of a language, if it is one of them. */
  wordsOf(language: string): Words | undefined;
  /** Sends views/<view>.ejs, filled with a view-model made for it, never with a request. Never cached by anybody. */
  render(res: Response, view: string, model: object, status?: number): void;
}

type Template = (locals: object) => string;

function find(templates: ReadonlyMap<string, Template>, name: string): Template {
  const template = templates.get(name);
  if (!template) throw new Error(`no template ${name}`);
  return template;
}

/** Every template by its name without extension: `outcome`, `parts/card`. */
function compileViews(folder: string): ReadonlyMap<string, Template> {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ejs'));
  return new Map(
    files.map((file) => {
      const filename = join(folder, file);
      const template = ejs.compile(readFileSync(filename, 'utf8'), {
        filename,
        strict: true,
        // `include` is ours: the library's looks for the file again at each use.
        destructuredLocals: ['view', 't', 'shell', 'part', 'include'],
      });
      return [file.slice(0, -'.ejs'.length), template as Template];
    }),
  );
}

/**
 * Compiles every template of a folder at start. `res.locals` holds what the request is about: `words`, `channel` and
 * `account`, all set by the middleware of app.ts. Throws on a template that does not compile.
 */
export function createPage(folder: string, words: ReadonlyMap<string, Words>, asset: (name: string) => string): Page {
  const templates = compileViews(resolve(folder));
  const compress = compressedPages();
  const french = (words.get(referenceLanguage) as Words).t;
  const languages = [...words].map(([code, { name, dir }]) => ({ code, name, dir }));
  return {
    wordsOf: (language) => words.get(language),
    render(res, view, model, status = 200) {
      const { lang, dir, t, reviewed, borrowed } = res.locals.words as Words;
      const path = comeBackTo(res.req);
      // A page that never came to know its channel (an error, an interview that is over) has it from its address.
      const channel = res.locals.channel ?? (kioskPlace(path) ? 'kiosk' : 'web');
      const shell: Shell = {
        lang,
        dir,
        channel,
        languages,
        french,
        unreviewed: reviewed ? null : french('choice.unreviewed'),
        back: path + askedBeside(res.req),
        kiosk: channel === 'kiosk' ? kioskPlace(path) : null,
        account: res.locals.account ?? null,
        nav: res.locals.account ? staffNav(res.locals.account) : [],
        training: (res.locals.account?.training || res.locals.training) ?? false,
        asset,
      };
      const shared = { view: model, t, shell };
      const include = (name: string, { part } = { part: {} }): string =>
        find(templates, name)({ ...shared, part, include });
      const said = include(view);
      const html = lang === referenceLanguage ? said : markBorrowed(said, borrowed);
      res.status(status).set('Cache-Control', 'no-store').type('html');
      const small = view === 'start' && res.req.method === 'GET' ? compress(res.req, html) : null;
      if (small) res.set({ 'Content-Encoding': small.encoding, Vary: 'Accept-Encoding' });
      res.send(small?.body ?? html);
    },
  };
}
