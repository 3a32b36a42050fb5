import express, { type Request, type RequestHandler, type Response, type Router } from 'express';
import { layersOf, methodsFor } from './methods.ts';
import { referenceLanguage, type Words } from './words.ts';

const cookie = 'language';

function chosenIn(header: string | undefined): string | null {
  for (const part of (header ?? '').split(';')) {
    const [name, value] = part.trim().split('=', 2);
    if (name === cookie && value) return value;
  }
  return null;
}

/** An address of this site to come back to, never another site's. */
const localAddress = (value: unknown): string =>
  typeof value === 'string' && /^\/(?![/\\])[\w\-./]*(\?[!-~]*)?$/.test(value) ? value : '/';

/**
 * The path of a page to come back to after a change of language. The answer to a form may have no page of its own: then
 * the interview it belongs to, which knows where it stands, or the page above it.
 */
export function comeBackTo(req: Request): string {
  const path = req.baseUrl + req.path;
  if (req.method === 'GET' || req.method === 'HEAD') return path;
  const interview = /^\/interviews\/[\w-]+/.exec(path)?.[0];
  if (interview) return interview;
  const parts = path.split('/');
  while (parts.length > 2 && !methodsFor(layersOf(req.app), parts.join('/')).includes('get')) parts.pop();
  return parts.join('/');
}

/** What a page was asked for beside its path, a search or the state of a table; nothing in the answer to a form. */
export function askedBeside(req: Request): string {
  const at = req.originalUrl.indexOf('?');
  return req.method === 'GET' && at >= 0 ? req.originalUrl.slice(at) : '';
}

/** Finds the words of the request: the language chosen in this browser, else French. Never guessed from the browser. */
export function speak(words: ReadonlyMap<string, Words>): RequestHandler {
  const french = words.get(referenceLanguage) as Words;
  return (req, res, next) => {
    res.locals.words = words.get(chosenIn(req.get('Cookie')) ?? '') ?? french;
    next();
  };
}

/** Back to French, for the next person at this browser. */
export function forgetLanguage(res: Response): void {
  res.clearCookie(cookie, { httpOnly: true, sameSite: 'lax', path: '/' });
}

/** `POST /language`: another language for this browser, until it is closed, and back to the same page. */
export function languageRoutes(words: ReadonlyMap<string, Words>, secure: boolean): Router {
  const router = express.Router();
  router.post('/language', (req, res) => {
    const language = typeof req.body?.language === 'string' ? req.body.language : '';
    if (words.has(language)) res.cookie(cookie, language, { httpOnly: true, sameSite: 'lax', secure, path: '/' });
    res.redirect(303, localAddress(req.body?.back));
  });
  return router;
}
