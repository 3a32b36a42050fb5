import type { Response } from 'express';
import { dayOf } from '../calendar.ts';
import type { Directory } from '../directory/directory.ts';
import type { Page } from '../web/page.ts';
import type { Words } from '../web/words.ts';
import { followDraft } from './follow.ts';
import { replyTypes, stateOf } from './lifecycle.ts';
import { type ReplyForm, readReply } from './reply.ts';
import { replyView } from './reply-view.ts';
import { sheetView } from './sheet-view.ts';
import type { Slip, Slips } from './slip.ts';

/** What answering a slip stands on. */
export interface AnsweringDeps {
  slips: Slips;
  directory: Directory;
  page: Page;
  /** Without a final slash. */
  publicUrl: string;
  /** The words the paper is written in: those the receiving structure reads. */
  words: Words;
  clock: () => Date;
}

/** The reply page of one slip, at the address that gives the right to it: a token, or the inbox of its structure. */
export interface Answering {
  show(res: Response, slip: Slip, at: string): Promise<void>;
  /** Takes the form posted to `at`: writes one answer or none, and says which. */
  take(res: Response, slip: Slip, at: string, body: Record<string, unknown> | undefined): Promise<void>;
  /** The fresh sheet of the slip that follows a redirected one; false when there is none. */
  showNext(res: Response, slip: Slip, at: string): Promise<boolean>;
}

/** A field of a form, nothing but text. */
export const formText = (value: unknown): string => (typeof value === 'string' ? value : '');

const readForm = (body: Record<string, unknown> | undefined): ReplyForm => ({
  answer: formText(body?.answer),
  day: formText(body?.day),
  half: formText(body?.half),
  network: formText(body?.network),
  reason: formText(body?.reason),
  until: formText(body?.until),
});

/** Ids of the networks a form may name: not those whose name would tell too much, nor the one that answers. */
export function redirectable({ copy }: Slip, { networks }: Pick<Directory, 'networks'>): ReadonlySet<string> {
  const here = copy.first.place ? copy.first.network : null;
  return new Set(networks.filter(({ id, sensitive }) => !sensitive && id !== here).map(({ id }) => id));
}

/** Makes the reply page. */
export function createAnswering({ slips, directory, page, publicUrl, words, clock }: AnsweringDeps): Answering {
  const today = () => dayOf(clock());

  const show = async (
    res: Response,
    slip: Slip,
    at: string,
    status = 200,
    posted?: Parameters<typeof replyView>[1],
  ): Promise<void> => {
    const life = stateOf(slip.events, today());
    const hasNext = life.state === 'redirected' && (await slips.findNext(slip)) !== null;
    const context = {
      slip,
      action: at,
      next: hasNext ? `${at}/sheet` : null,
      day: today(),
      networks: directory.networks,
      redirectable: redirectable(slip, directory),
      words: res.locals.words as Words,
    };
    page.render(res, 'reply', replyView(context, posted), status);
  };

  return {
    show: (res, slip, at) => show(res, slip, at),

    async take(res, slip, at, body) {
      const form = readForm(body);
      const life = stateOf(slip.events, today());
      const asked = replyTypes.find((type) => type === form.answer);
      const isLate = asked ? !life.allows(asked) : !replyTypes.some(life.allows);
      if (isLate) return show(res, slip, at, 409, { form, wrong: null, late: true });
      if (formText(body?.opened) !== '') {
        await slips.record(slip, { type: 'opened' });
        return res.redirect(303, at);
      }
      const read = readReply(form, redirectable(slip, directory), today());
      if ('wrong' in read) return show(res, slip, at, 422, { form, wrong: read.wrong, late: false });
      const { reply } = read;
      const elsewhere = reply.type === 'redirected' ? reply.network : null;
      const follow =
        elsewhere === null ? undefined : followDraft(slip.copy, elsewhere, { day: today(), directory, words });
      if (follow === null) return show(res, slip, at, 422, { form, wrong: 'network', late: false });
      const { done, slip: after } = await slips.record(slip, reply, follow);
      if (!done) return show(res, after, at, 409, { form, wrong: null, late: true });
      res.redirect(303, at);
    },

    async showNext(res, slip, at) {
      const next = await slips.findNext(slip);
      if (next) page.render(res, 'slip', sheetView(next, publicUrl, today(), at, { words, wordsOf: page.wordsOf }));
      return next !== null;
    },
  };
}
