import type { Request, Response } from 'express';
import { z } from 'zod';
import { sealer } from '../seal.ts';
import type { Interview } from './interview.ts';

const name = 'interview';

const interviewSchema = z.strictObject({
  id: z.string(),
  channel: z.enum(['desk', 'kiosk', 'web']),
  speaksFor: z.enum(['self', 'other']).default('self'),
  phone: z.boolean().default(false),
  followed: z.boolean().default(false),
  training: z.boolean().default(false),
  needs: z.array(z.string()).min(1),
  answers: z.record(z.string(), z.string()),
  commune: z.string().nullable(),
  deskPartner: z.string().nullable(),
  counted: z.array(z.string()),
  opined: z.boolean().default(false),
  language: z.string().nullable().default(null),
  handOver: z.string().nullable().default(null),
  flowVersion: z.string(),
  seenAt: z.number(),
});

/** The interview in the visitor's browser: an encrypted session cookie that is sent to its own pages only. */
export interface InterviewCookie {
  /** The interview the cookie of this address holds, or null when there is none, or it is foreign or forged. */
  read(req: Request, id: string): Interview | null;
  write(res: Response, interview: Interview): void;
  clear(res: Response, id: string): void;
}

function sealedIn(req: Request): string | null {
  for (const part of (req.headers.cookie ?? '').split(';')) {
    const [key, value] = part.trim().split('=', 2);
    if (key === name && value) return value;
  }
  return null;
}

/** Cookies sealed under a key of their own derived from SECRET; `secure` as the scheme of PUBLIC_URL says. */
export function interviewCookie(secret: string, secure: boolean): InterviewCookie {
  const cookies = sealer(secret, 'interview cookie');
  const options = (id: string) => ({
    path: `/interviews/${id}`,
    httpOnly: true,
    sameSite: 'strict' as const,
    secure,
  });
  return {
    read(req, id) {
      const sealed = sealedIn(req);
      if (!sealed) return null;
      try {
        return interviewSchema.parse(cookies.open(sealed, id));
      } catch {
        // Forged, foreign, from another secret or another shape: as if there were none, and nothing is said of why.
        return null;
      }
    },
    write(res, interview) {
      res.cookie(name, cookies.seal(interview, interview.id), options(interview.id));
    },
    clear: (res, id) => {
      res.clearCookie(name, options(id));
    },
  };
}
