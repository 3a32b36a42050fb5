import { STATUS_CODES } from 'node:http';
import type { ErrorRequestHandler, RequestHandler, Response, Router } from 'express';
import { AppError, statusOf } from '../errors.ts';
import { bearerOf } from './bearer.ts';
import { layersOf, methodsFor } from './methods.ts';
import type { Page } from './page.ts';
import type { Words } from './words.ts';

/** What went wrong, as it may be told: a status, and the key of a sentence. Never a stack, never what was sent. */
interface Told {
  status: number;
  key: string;
  values: Record<string, string | number>;
  field: string | null;
}

/** What the parsers of forms and addresses say, by status; their own messages may hold what was typed. */
const parserKeys: Record<number, string> = { 400: 'malformed', 413: 'too-large', 415: 'wrong-type' };

function toTold(error: unknown): Told {
  if (error instanceof AppError) {
    return { status: statusOf[error.code], key: error.key, values: error.values, field: error.field };
  }
  const status = (error as { status?: unknown } | null)?.status;
  const key = typeof status === 'number' ? parserKeys[status] : undefined;
  if (key) return { status: status as number, key, values: {}, field: null };
  return { status: 500, key: 'ours', values: {}, field: null };
}

function sendProblem(res: Response, { status, key, values, field }: Told, words: Words): void {
  res
    .status(status)
    .type('application/problem+json')
    .send(
      JSON.stringify({
        type: 'about:blank',
        title: STATUS_CODES[status] ?? '',
        status,
        detail: words.t(`errors.${key}`, values),
        ...(field === null ? {} : { field }),
      }),
    );
}

/**
 * The last word of every request that fails: a page in the person's language, or a problem document (RFC 9457) for the
 * API and whoever comes with a token. Faults of ours are reported to `log` with the request's method and route, never with what was sent.
 */
export function errorPages(
  page: Page,
  fallback: Words,
  log: (event: string, fields: Record<string, string | number>) => void,
): ErrorRequestHandler {
  return (error, req, res, next) => {
    const told = toTold(error);
    if (told.status >= 500) {
      const place = error instanceof Error ? (error.stack ?? '').split('\n').slice(0, 4).join(' | ') : String(error);
      log('fault', { method: req.method, route: req.route?.path ?? '', place });
    }
    if (res.headersSent) return next(error);
    res.locals.words ??= fallback;
    const isProgram = req.path.startsWith('/api/') || bearerOf(req) !== null;
    if (isProgram) return sendProblem(res, told, res.locals.words as Words);
    const { t } = res.locals.words as Words;
    page.render(res, 'error', { status: told.status, text: t(`errors.${told.key}`, told.values) }, told.status);
  };
}

/** What no route took: 405 with the methods the address knows, else 404. */
export function nothingHere(router: Router): RequestHandler {
  return (req, res) => {
    const methods = methodsFor(layersOf({ router }), req.path);
    if (methods.length === 0) throw new AppError('not-found', 'not-found');
    const allowed = new Set(methods.map((method) => method.toUpperCase()));
    if (allowed.has('GET')) allowed.add('HEAD');
    if (allowed.has(req.method)) throw new AppError('not-found', 'not-found');
    res.set('Allow', [...allowed].join(', '));
    throw new AppError('wrong-method', 'wrong-method');
  };
}
