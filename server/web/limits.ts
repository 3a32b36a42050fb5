import type { RequestHandler } from 'express';
import { ipKeyGenerator, rateLimit } from 'express-rate-limit';
import { AppError } from '../errors.ts';

/** Ceilings against floods, by address. A whole partner site may sit behind one, so they are loose on purpose. */
export interface Limits {
  /** The public interface and the pages: a page a second for fifty kiosks behind one address. */
  pages: RequestHandler;
  /**
   * Places where a code or a link is tried. Whoever tries codes that open nothing is slowed down long before a site that
   * answers a pile of good ones; nobody is locked out for long.
   */
  codes: RequestHandler[];
}

const minute = 60_000;

/** What a code, a link or a form that leads nowhere is answered. */
const ledNowhere = new Set([404, 422]);

function ceiling(windowMs: number, limit: number, counted: 'all' | 'wrong' = 'all'): RequestHandler {
  return rateLimit({
    windowMs,
    limit,
    skipSuccessfulRequests: counted === 'wrong',
    requestWasSuccessful: (_req, res) => !ledNowhere.has(res.statusCode),
    standardHeaders: 'draft-8',
    legacyHeaders: false,
    // An IPv6 site holds 2^72 addresses: the whole /56 counts as one.
    keyGenerator: (req) => ipKeyGenerator(req.ip ?? '', 56),
    handler: (_req, _res, next) => next(new AppError('too-many', 'too-many')),
  });
}

const open: RequestHandler = (_req, _res, next) => next();

/** The ceilings of a running server; `off` is for load tests, and refused in production by the settings. */
export function createLimits(rateLimits: 'on' | 'off'): Limits {
  if (rateLimits === 'off') return { pages: open, codes: [open] };
  return { pages: ceiling(minute, 3_000), codes: [ceiling(15 * minute, 300), ceiling(15 * minute, 60, 'wrong')] };
}
