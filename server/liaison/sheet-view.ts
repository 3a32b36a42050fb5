import { simpleFrench } from '../../flows/translations.ts';
import { sayDay, sayPhone } from '../web/format.ts';
import type { Words } from '../web/words.ts';
import { charactersOf } from './code.ts';
import type { CopiedDoor, CopiedPlace } from './copy.ts';
import { type SlipState, stateOf } from './lifecycle.ts';
import { type Drawing, drawQr } from './qr.ts';
import type { IssuedSlip } from './slip.ts';
import { checkedLine, frenchOf, type VisitorSide, visitorSide } from './visitor-side.ts';

/** A place as it is printed. */
export interface PrintedPlace {
  name: string;
  address: readonly string[];
  phone: string | null;
  hours: readonly string[];
  appointment: 'only' | 'recommended' | null;
  /** How old this is: « relevées le … ». */
  checked: string;
}

/** A door as it is printed: a place, or a number to call, or a site that calls with the visitor, or a name alone. */
export interface PrintedDoor {
  networkName: string;
  place: PrintedPlace | null;
  phoneToo: string | null;
  phone: { number: string; network: string } | null;
  desk: PrintedPlace | null;
}

/** The two halves of the paper. */
export interface SheetView {
  /** The visitor's half, in the visitor's language first and in French last; simple French stands alone. */
  sides: readonly VisitorSide[];
  code: string;
  state: SlipState;
  back: string;
  /** What may be read from outside: the name of the first door, or the neutral word when it is sensitive. */
  outside: string;
  sensitive: boolean;
  from: string;
  day: string;
  basin: string | null;
  /** The structure was called with the person beside the telephone. */
  calledTogether: boolean;
  /** The day by which a reply is promised. */
  replyBy: string | null;
  need: string;
  first: PrintedDoor;
  also: PrintedDoor | null;
  others: readonly { door: PrintedDoor }[];
  reasons: readonly string[];
  answers: readonly { label: string; text: string }[];
  spelling: readonly string[];
  visitorQr: Drawing;
  reply: { address: string; page: string; code: string; qr: Drawing };
}

/** How a code is spelled aloud: figures as they are, letters with a first name. */
export function spelled(code: string, words: Words): string[] {
  return charactersOf(code).map((character) => {
    const key = `slip.spelling.${character}`;
    return words.has(key) ? words.t('slip.spelled', { character, name: words.t(key) }) : character;
  });
}

function printedPlace(place: CopiedPlace | null, words: Words): PrintedPlace | null {
  if (!place) return null;
  return {
    name: place.name,
    address: [place.street, place.town].filter((line) => line !== ''),
    phone: place.phone === null ? null : sayPhone(place.phone),
    hours: place.hours,
    appointment: place.appointment,
    checked: checkedLine(place, words),
  };
}

/** A door for paper and for the visitor's page. */
export function printedDoor(door: CopiedDoor, words: Words): PrintedDoor {
  return {
    networkName: door.networkName,
    place: printedPlace(door.place, words),
    phoneToo: door.phoneToo === null ? null : sayPhone(door.phoneToo),
    phone: door.phone && { ...door.phone, number: sayPhone(door.phone.number) },
    desk: printedPlace(door.desk, words),
  };
}

/**
 * The sheet of a slip, worded as on the day it was issued. `publicUrl` has no final slash. A sensitive second door is
 * left to the screen: the sheet is read by the structure of the first one.
 */
export function sheetView(
  slip: IssuedSlip,
  publicUrl: string,
  day: string,
  back: string,
  { words, wordsOf }: { words: Words; wordsOf(language: string): Words | undefined },
): SheetView {
  const { copy, codes } = slip;
  const visitorWords = copy.visitor ? wordsOf(copy.visitor.language) : undefined;
  const address = `${publicUrl}/replies/${codes.token}`;
  const { state, calledTogether } = stateOf(slip.events, day);
  return {
    sides: [
      ...(visitorWords && copy.visitor ? [visitorSide(copy, copy.visitor, visitorWords)] : []),
      // Simple French is French: one of them is enough, and leaves room for larger letters.
      ...(visitorWords?.lang === simpleFrench ? [] : [visitorSide(copy, frenchOf(copy), words)]),
    ],
    code: codes.visitor,
    state,
    calledTogether,
    back,
    outside: copy.sensitive ? words.t('slip.specialised') : copy.first.networkName,
    sensitive: copy.sensitive,
    from: copy.from ?? words.t('slip.from-nobody'),
    day: sayDay(copy.issuedOn, words),
    basin: copy.basin,
    replyBy: copy.replyBy === null ? null : sayDay(copy.replyBy, words),
    need: copy.need.title,
    first: printedDoor(copy.first, words),
    also: copy.also && !copy.also.sensitive ? printedDoor(copy.also, words) : null,
    others: copy.others.map(({ door }) => ({ door: printedDoor(door, words) })),
    reasons: copy.reasons,
    answers: copy.answers,
    spelling: spelled(codes.visitor, words),
    visitorQr: drawQr(`${publicUrl}/slips/${codes.visitor}`),
    reply: {
      address,
      page: `${publicUrl.replace(/^https?:\/\//, '')}/replies`,
      code: codes.reply,
      qr: drawQr(address),
    },
  };
}
