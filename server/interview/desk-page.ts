import type { Response } from 'express';
import type { Account } from '../access/account.ts';
import type { Wrong } from '../access/wrong.ts';
import type { Words } from '../web/words.ts';
import type { NeedView } from './need-choices.ts';
import { type InterviewPages, wordsOf } from './pages.ts';

/** What was just done at the desk: the form given back with what is wrong in it, or the people counted. */
export interface DeskSaid {
  form?: { need: string; number: string; digits: string };
  mistake?: Wrong | null;
  counted?: number;
}

/** The page of an agent between two people: the needs, the small forms, and what became of the slips sent. */
export interface DeskView extends NeedView, Required<DeskSaid> {
  hasDesk: boolean;
  news: readonly object[];
}

/** What `/desk` shows to the signed-in person of a request. */
export type DeskPage = (res: Response, said?: DeskSaid) => Promise<DeskView>;

/** Makes the page of the desk; `news` tells in words what became of the latest slips of a structure. */
export function deskPage({
  pages,
  news,
}: {
  pages: Pick<InterviewPages, 'start' | 'useChannel'>;
  news(partner: string, words: Words): Promise<readonly object[]>;
}): DeskPage {
  return async (res, { form = { need: '', number: '', digits: '' }, mistake = null, counted = 0 } = {}) => {
    const { partner } = res.locals.account as Account;
    pages.useChannel(res, 'desk');
    return {
      ...pages.start(res, 'desk'),
      form,
      mistake,
      counted,
      hasDesk: partner !== null,
      news: partner === null ? [] : await news(partner, wordsOf(res)),
    };
  };
}
