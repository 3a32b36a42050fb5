import type { Request, Response } from 'express';

/** Carries a secret just made from the post that made it to the page that shows it, once, in the maker's own browser. */
export interface HandedOnce {
  hand(res: Response, secret: string): void;
  /** The secret, which is then gone from the browser; null when there is none. */
  take(req: Request, res: Response): string | null;
}

/** `name` of the cookie, the `path` of the page, and what the secret looks like. */
export function handedOnce(name: string, path: string, form: RegExp, secure: boolean): HandedOnce {
  const kept = { path, httpOnly: true, sameSite: 'strict' as const, secure };
  return {
    hand: (res, secret) => {
      res.cookie(name, secret, kept);
    },
    take(req, res) {
      for (const part of (req.headers.cookie ?? '').split(';')) {
        const [key, value] = part.trim().split('=', 2);
        if (key !== name || !value) continue;
        res.clearCookie(name, kept);
        return form.test(value) ? value : null;
      }
      return null;
    },
  };
}
