import { hkdfSync, randomBytes } from 'node:crypto';
import type { Request, RequestHandler, Response } from 'express';
import session from 'express-session';
import type { Directory } from '../directory/directory.ts';
import { AppError } from '../errors.ts';
import type { Access } from '../route-table.ts';
import { secretsOf } from '../seal.ts';
import type { Database } from '../storage/database.ts';
import { bearerOf } from '../web/bearer.ts';
import type { Guard } from '../web/guarded.ts';
import type { Account } from './account.ts';
import { SessionStore } from './sessions.ts';
import type { Tokens } from './tokens.ts';

/** The signed-in person as pages know them: `res.locals.account`, or null. */
export interface SignedIn extends Account {
  /** Name of the structure, null when the account has none or it left the directory. */
  partnerName: string | null;
}

export interface AccessMiddlewareDeps {
  database: Database;
  directory: Pick<Directory, 'partner'>;
  secret: string;
  /** As the scheme of PUBLIC_URL says. */
  secure: boolean;
  clock: () => Date;
}

/** Name of the session cookie; `__Host-` binds it to this site and to https. */
export function sessionCookie(secure: boolean): string {
  return secure ? '__Host-session' : 'session';
}

/** The person of this request, or null. */
export function signedIn(res: Response): SignedIn | null {
  return (res.locals.account as SignedIn | undefined) ?? null;
}

/**
 * Finds who is signed in and says so in `res.locals.account`. Pages that are only read by somebody without a session
 * cookie cost nothing; the cookie is only ever set by signing in.
 */
export function accessMiddleware({ database, directory, secret, secure, clock }: AccessMiddlewareDeps): RequestHandler {
  const name = sessionCookie(secure);
  const sessions = session({
    name,
    secret: secretsOf(secret).map((one) =>
      Buffer.from(hkdfSync('sha256', one, '', 'aiguillage session cookie', 32)).toString('base64url'),
    ),
    store: new SessionStore(database, clock),
    genid: () => randomBytes(32).toString('base64url'),
    cookie: { httpOnly: true, sameSite: 'lax', secure, path: '/' },
    resave: false,
    saveUninitialized: false,
  });
  return (req, res, next) => {
    res.locals.account = null;
    const reads = req.method === 'GET' || req.method === 'HEAD';
    if (reads && !(req.headers.cookie ?? '').includes(`${name}=`)) return next();
    // PUBLIC_URL says whether people come by https; the library would believe the last relay instead, and set no cookie.
    if (secure) Object.defineProperty(req, 'secure', { value: true, configurable: true });
    sessions(req, res, (error?: unknown) => {
      if (error) return next(error);
      const account = req.session.account;
      if (account) {
        const partnerName = account.partner === null ? null : (directory.partner(account.partner)?.name ?? null);
        res.locals.account = { ...account, partnerName } satisfies SignedIn;
      }
      next();
    });
  };
}

/**
 * Lets a program read with the token of a coordinator (`Authorization: Bearer …`): no session is begun, and no form is taken
 * from it. A token that opens nothing is answered 401. Stands behind `accessMiddleware`, before what may be read so.
 */
export function readsByToken(tokens: Pick<Tokens, 'find'>): RequestHandler {
  return async (req, res, next) => {
    const token = bearerOf(req);
    if (token === null || (req.method !== 'GET' && req.method !== 'HEAD')) return next();
    const account = await tokens.find(token);
    if (!account) {
      res.set('WWW-Authenticate', 'Bearer');
      throw new AppError('signed-out', 'token-unknown');
    }
    res.locals.account = { ...account, partnerName: null } satisfies SignedIn;
    next();
  };
}

/** Whom each kind of address lets through; `public` and `kiosk` ask for no account. */
const mayCome: Record<Exclude<Access, 'public' | 'kiosk'>, (account: SignedIn) => boolean> = {
  'signed-in': () => true,
  agent: ({ partner }) => partner !== null,
  coordinator: ({ role }) => role !== 'agent',
  admin: ({ role }) => role === 'admin',
};

const refusals = {
  'signed-in': 'role-needed',
  agent: 'desk-needed',
  coordinator: 'role-needed',
  admin: 'admin-needed',
};

/**
 * The guard of every address of the route table: sends somebody not signed in to sign in first, refuses the others
 * (403). What a form held when its session was over is given to `keep`, to be offered again after signing in.
 */
export function createGuard(keep: (req: Request, res: Response) => void = () => {}): Guard {
  return (access) => (req, res, next) => {
    if (access === 'public') return next();
    if (access === 'kiosk') {
      if (res.locals.kiosk) return next();
      throw new AppError('forbidden', 'kiosk-needed');
    }
    const account = signedIn(res);
    if (account && mayCome[access](account)) return next();
    if (account) throw new AppError('forbidden', refusals[access]);
    if (req.method === 'GET') return res.redirect(303, `/sign-in?next=${encodeURIComponent(req.originalUrl)}`);
    keep(req, res);
    res.redirect(303, '/sign-in');
  };
}

/** Starts the session of an account under an id of its own: whatever id the browser came with opens nothing. */
export function startSession(req: Request, account: Account): Promise<void> {
  return new Promise((resolve, reject) => {
    req.session.regenerate((error) => {
      if (error) return reject(error);
      req.session.account = account;
      req.session.save((failed) => (failed ? reject(failed) : resolve()));
    });
  });
}

/** Ends the session of a request, in the database and in the browser. */
export function endSession(req: Request, res: Response, secure: boolean): Promise<void> {
  return new Promise((resolve, reject) => {
    req.session.destroy((error) => {
      if (error) return reject(error);
      res.clearCookie(sessionCookie(secure), { httpOnly: true, sameSite: 'lax', secure, path: '/' });
      resolve();
    });
  });
}
