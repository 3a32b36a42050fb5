import type { Request, Response } from 'express';
import { z } from 'zod';
import { sealer } from '../seal.ts';

const name = 'unsent';
const minutesKept = 10;

/** Browsers keep four thousand bytes of a cookie, sealing takes a third more: a form of the staff is shorter than this. */
const longest = 2_700;

const formSchema = z.object({ action: z.string(), fields: z.array(z.tuple([z.string(), z.string()])) });

/** A form that arrived when its session was over: where it goes, and what it held. */
export type UnsentForm = z.output<typeof formSchema>;

/** What somebody typed before their session ended, kept sealed in their own browser until they sign in again. */
export interface Unsent {
  keep(req: Request, res: Response): void;
  read(req: Request): UnsentForm | null;
  clear(res: Response): void;
}

function sealedIn(req: Request): string | null {
  for (const part of (req.headers.cookie ?? '').split(';')) {
    const [key, value] = part.trim().split('=', 2);
    if (key === name && value) return value;
  }
  return null;
}

/** `secure` as the scheme of PUBLIC_URL says. Only forms of pages behind a guard come here: none holds a password. */
export function unsentForms(secret: string, secure: boolean): Unsent {
  const forms = sealer(secret, 'unsent form');
  const options = { path: '/sign-in', httpOnly: true, sameSite: 'strict' as const, secure };
  return {
    keep(req, res) {
      const fields = Object.entries((req.body ?? {}) as Record<string, unknown>).flatMap(([key, value]) =>
        [value].flat().flatMap((one) => (typeof one === 'string' ? [[key, one] as [string, string]] : [])),
      );
      const form: UnsentForm = { action: req.originalUrl, fields };
      if (fields.length === 0 || Buffer.byteLength(JSON.stringify(form)) > longest) return;
      res.cookie(name, forms.seal(form, name), { ...options, maxAge: minutesKept * 60_000 });
    },
    read(req) {
      const sealed = sealedIn(req);
      if (!sealed) return null;
      try {
        return formSchema.parse(forms.open(sealed, name));
      } catch {
        return null;
      }
    },
    clear: (res) => {
      res.clearCookie(name, options);
    },
  };
}
