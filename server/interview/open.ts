import type { Request, Response } from 'express';
import { kioskPlace } from '../web/kiosk.ts';
import type { InterviewCookie } from './cookie.ts';
import { type Channel, type Interview, isOver } from './interview.ts';
import type { InterviewPages } from './pages.ts';

/** The channel of a request about an interview, even when its cookie is gone: a kiosk's address says so. */
export function channelOf(req: Request, interview: Interview | null): Channel {
  return interview?.channel ?? (kioskPlace(req.baseUrl + req.path) ? 'kiosk' : 'web');
}

/** Gives the interview of an address (`:id`), or null after showing the page that says it is over. */
export function opener({
  cookie,
  pages,
  clock,
}: {
  cookie: InterviewCookie;
  pages: InterviewPages;
  clock: () => Date;
}): (req: Request, res: Response) => Interview | null {
  return (req, res) => {
    const id = typeof req.params.id === 'string' ? req.params.id : '';
    const interview = cookie.read(req, id);
    if (interview && !isOver(interview, clock().getTime())) {
      pages.useChannel(res, interview.channel);
      res.locals.training = interview.training;
      return interview;
    }
    cookie.clear(res, id);
    pages.showClosed(res, channelOf(req, interview), 410);
    return null;
  };
}

/** The box « c’est pour quelqu’un d’autre » of a form that chooses a need. */
export function readSpeaksFor(body: Record<string, unknown> | undefined): Interview['speaksFor'] {
  return body?.for === 'other' ? 'other' : 'self';
}
