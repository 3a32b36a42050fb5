import { addDays, dayOf } from '../calendar.ts';
import type { WaitingSlip } from '../liaison/reminders.ts';
import { sayDay } from '../web/format.ts';
import type { Words } from '../web/words.ts';
import type { Digest } from './digests.ts';

/** A mail, ready to leave. */
export interface Letter {
  to: string;
  subject: string;
  text: string;
  html: string;
  /** The address that stops these mails, for the button of mail programs. */
  mute: string;
}

/** A mail names this many slips; the others are behind the link of the inbox. */
export const mostNamed = 20;

/** Two mails to one structure are at least this many days apart. */
const rest = 7;

/** True when a structure may be written to on a day: it was not within the week before, or the mail never left. */
export function isRested(last: Digest | undefined, day: string): boolean {
  if (!last || last.state === 'unreachable' || last.state === 'refused') return true;
  return dayOf(new Date(last.changedAt)) <= addDays(day, -rest);
}

type Block = { says: string; link?: string };

const escaped = (text: string): string => text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);

const asText = ({ says, link }: Block): string => (link ? `${says}\n${link}` : says);
const asHtml = ({ says, link }: Block): string =>
  link ? `<p>${escaped(says)}<br><a href="${escaped(link)}">${escaped(link)}</a></p>` : `<p>${escaped(says)}</p>`;

/**
 * The mail that names the slips waiting, the oldest first: how many, since when, where each is answered. Nothing of what
 * the person asked for or said, no visitor code. Pure; the text and its HTML say the same.
 */
export function digestLetter(
  slips: readonly WaitingSlip[],
  {
    to,
    partnerName,
    publicUrl,
    mute,
    words,
  }: { to: string; partnerName: string; publicUrl: string; mute: string; words: Words },
): Letter {
  const count = slips.length;
  const [oldest] = slips as readonly [WaitingSlip];
  const blocks: Block[] = [
    { says: words.t('mail.hello') },
    { says: words.t('mail.waiting', { count, partner: partnerName, day: sayDay(oldest.issuedOn, words) }) },
    { says: words.t('mail.how', { count }) },
    ...slips.slice(0, mostNamed).map(({ issuedOn, replyBy, address }) => {
      const day = sayDay(issuedOn, words);
      const says = replyBy
        ? words.t('mail.slip-due', { day, by: sayDay(replyBy, words) })
        : words.t('mail.slip', { day });
      return { says, link: address };
    }),
    ...(count > mostNamed ? [{ says: words.t('mail.more', { count: count - mostNamed }) }] : []),
    { says: words.t('mail.inbox'), link: `${publicUrl}/inbox` },
    { says: words.t('mail.care') },
    { says: words.t('mail.mute'), link: mute },
  ];
  return {
    to,
    mute,
    subject: words.t('mail.subject', { count }),
    text: `${blocks.map(asText).join('\n\n')}\n`,
    html: `<!doctype html><html lang="${words.lang}"><meta charset="utf-8"><body>${blocks.map(asHtml).join('\n')}</body></html>`,
  };
}
