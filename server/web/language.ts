import express, { type RequestHandler, type Response, type Router } from 'express';
import { referenceLanguage, type Words } from './words.ts';

const cookie = 'language';

function chosenIn(header: string | undefined): string | null {
  for (const part of (header ?? '').split(';')) {
    const [name, value] = part.trim().split('=', 2);
    if (name === cookie && value) return value;
  }
  return null;
}

/** A path of this site to come back to, never another site's. */
const localPath = (value: unknown): string =>
  typeof value === 'string' && /^\/(?![/\\])[\w\-./]*$/.test(value) ? value : '/';

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
    res.redirect(303, localPath(req.body?.back));
  });
  return router;
}
