import type { RequestHandler } from 'express';
import helmet from 'helmet';
import { AppError } from '../errors.ts';

/** Only what this site serves itself, and nothing inline; nobody may frame it. */
const contentSecurityPolicy = {
  useDefaults: false,
  directives: {
    defaultSrc: ["'none'"],
    scriptSrc: ["'self'"],
    styleSrc: ["'self'"],
    imgSrc: ["'self'", 'data:'],
    fontSrc: ["'self'"],
    connectSrc: ["'self'"],
    formAction: ["'self'"],
    baseUri: ["'none'"],
    objectSrc: ["'none'"],
    frameAncestors: ["'none'"],
  },
};

/** The headers of every answer, errors and files included. HSTS only where people come by https. */
export function securityHeaders(secure: boolean): RequestHandler[] {
  return [
    helmet({
      contentSecurityPolicy,
      strictTransportSecurity: secure ? { maxAge: 31_536_000, includeSubDomains: false } : false,
      xFrameOptions: { action: 'deny' },
      referrerPolicy: { policy: 'no-referrer' },
    }),
    (_req, res, next) => {
      res.set('Permissions-Policy', 'camera=(), microphone=(), geolocation=(), payment=(), usb=()');
      next();
    },
  ];
}

const safe = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Refuses a form that another site posts. Browsers say where a request comes from (Sec-Fetch-Site), older ones at least
 * the origin; a client that says neither is no browser, and is refused only where it shows the cookie of somebody
 * signed in. An interview, a slip or a reply is reached by an address nobody else can know.
 */
export function sameOrigin(publicUrl: string, sessionCookie: string): RequestHandler {
  return (req, _res, next) => {
    if (safe.has(req.method)) return next();
    const site = req.get('Sec-Fetch-Site');
    const origin = req.get('Origin');
    const ours =
      site !== undefined
        ? site === 'same-origin'
        : origin !== undefined
          ? origin === publicUrl
          : !(req.get('Cookie') ?? '').includes(`${sessionCookie}=`);
    if (!ours) throw new AppError('forbidden', 'other-site');
    next();
  };
}
