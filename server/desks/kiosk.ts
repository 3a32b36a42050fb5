import type { Request, RequestHandler, Response } from 'express';
import { dayOf } from '../calendar.ts';
import { type Desk, isOpenOn } from './desk.ts';
import type { Desks } from './desks.ts';

const name = 'kiosk';

/** Browsers keep no cookie longer than four hundred days; it is renewed each time the kiosk starts over. */
const kept = 400 * 24 * 60 * 60_000;

/** Gives a screen its place, for as long as nobody takes it away. */
export function keepPairing(res: Response, token: string, secure: boolean): void {
  res.cookie(name, token, { httpOnly: true, sameSite: 'strict', secure, path: '/', maxAge: kept });
}

function tokenIn(req: Request): string | null {
  for (const part of (req.headers.cookie ?? '').split(';')) {
    const [key, value] = part.trim().split('=', 2);
    if (key === name && value && /^[\w-]{43}$/.test(value)) return value;
  }
  return null;
}

/** The kiosk this request comes from: `res.locals.kiosk`, or null. */
export function kioskOf(res: Response): Desk | null {
  return (res.locals.kiosk as Desk | undefined) ?? null;
}

/**
 * Says in `res.locals.kiosk` which kiosk a screen is, on the pages where it matters. A screen whose pairing was taken
 * away, or whose event is over, is a kiosk of nowhere again: it goes on serving, without a place.
 */
export function kioskMiddleware(desks: Pick<Desks, 'byToken'>, secure: boolean, clock: () => Date): RequestHandler {
  return async (req, res, next) => {
    const token = tokenIn(req);
    const desk = token ? await desks.byToken(token) : null;
    if (token && desk && isOpenOn(desk, dayOf(clock()))) {
      res.locals.kiosk = desk;
      if (req.method === 'GET' && req.originalUrl === '/kiosk') keepPairing(res, token, secure);
    }
    next();
  };
}
