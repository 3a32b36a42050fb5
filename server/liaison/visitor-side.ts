import { sayDay } from '../web/format.ts';
import type { Words } from '../web/words.ts';
import type { CopiedPlace, SlipCopy, VisitorCopy } from './copy.ts';

/** What the visitor's half says in one language; names, addresses, numbers and codes stand once, beside it. */
export interface VisitorSide {
  lang: string;
  dir: 'ltr' | 'rtl';
  keep: string;
  service: string;
  basin: string | null;
  day: string;
  /** « Un job d’été : allez ici », or whom to call, or whom to ask. */
  go: string;
  hours: readonly string[];
  /** How old hours and number are, and what to do about it; empty where there is no place. */
  checked: string;
  far: string | null;
  say: { lead: string; quote: string } | null;
  next: string;
  bring: { title: string; documents: readonly string[] } | null;
  facts: { title: string; facts: readonly { text: string; toConfirm: string | null; fine: string }[] } | null;
  others: readonly string[];
  also: string | null;
  qr: string;
  nobody: string;
  tellHere: string;
  code: string;
}

/** The French of a slip, as the visitor's half takes it. */
export function frenchOf(copy: SlipCopy): VisitorCopy {
  return {
    language: copy.language,
    need: copy.need.title,
    say: copy.need.say,
    hours: null,
    documents: copy.documents,
    facts: copy.facts.map(({ text }) => text),
    others: copy.others.map(({ need }) => need),
  };
}

/** How sure we are of a place, on the day the slip was issued. */
export function checkedLine({ confirmedOn, recordedOn }: CopiedPlace, words: Words): string {
  if (confirmedOn !== null) return words.t('slip.confirmed', { day: sayDay(confirmedOn, words) });
  if (recordedOn !== null) return words.t('slip.recorded', { day: sayDay(recordedOn, words) });
  return words.t('slip.recorded-never');
}

/** The small print under a fact; once for those that share it. */
function finePrint(copy: SlipCopy, index: number, words: Words): string {
  const { asOf, reviewBy } = copy.facts[index] as SlipCopy['facts'][number];
  const next = copy.facts[index + 1];
  const shared = next !== undefined && next.asOf === asOf && next.reviewBy === reviewBy;
  return shared ? '' : words.t('slip.checked', { asOf: sayDay(asOf, words), reviewBy: sayDay(reviewBy, words) });
}

/** The visitor's half in a language; a sensitive second door is left to the screen. */
export function visitorSide(copy: SlipCopy, said: VisitorCopy, words: Words): VisitorSide {
  const { t } = words;
  const { first, also } = copy;
  const place = first.place ?? first.desk;
  const go = !place && first.phone ? 'call' : first.desk ? 'desk' : 'go';
  const checked = place && [
    checkedLine(place, words),
    t(place.phone === null ? 'slip.sheet.check-first' : 'slip.sheet.call-first'),
    ...(place.appointment ? [t(`slip.appointment-${place.appointment}`)] : []),
  ];
  const facts = said.facts.map((text, index) => ({
    text,
    toConfirm: copy.facts[index]?.toConfirm ? t('slip.to-confirm') : null,
    fine: finePrint(copy, index, words),
  }));
  return {
    lang: words.lang,
    dir: words.dir,
    keep: t('slip.sheet.keep'),
    service: t('slip.sheet.service'),
    basin: copy.basin === null ? null : t('slip.sheet.basin', { basin: copy.basin }),
    day: sayDay(copy.issuedOn, words),
    go: t(`slip.sheet.${go}`, { need: said.need, network: first.networkName }),
    hours: said.hours ?? place?.hours ?? [],
    checked: checked?.join(' ') ?? '',
    far: first.phoneToo === null ? null : t('slip.sheet.far'),
    say: said.say === '' ? null : { lead: t('slip.sheet.say'), quote: t('slip.sheet.quote', { text: said.say }) },
    next: t('ticket.next'),
    bring: said.documents.length === 0 ? null : { title: t('slip.sheet.bring'), documents: said.documents },
    facts: facts.length === 0 ? null : { title: t('slip.sheet.facts'), facts },
    others: said.others.map((need) => t('slip.sheet.other-need', { need })),
    also: also && !also.sensitive ? t('slip.sheet.also', { network: also.networkName }) : null,
    qr: t('slip.sheet.visitor-qr'),
    nobody: t('slip.sheet.nobody'),
    tellHere: t('slip.sheet.tell-here'),
    code: t('slip.sheet.code'),
  };
}
