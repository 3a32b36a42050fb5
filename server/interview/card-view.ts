import { sayVouched } from '../directory/card-fields.ts';
import { type Calendar, closures, openState, readHours } from '../directory/hours.ts';
import type { Partner, Resolution } from '../directory/partner.ts';
import { sayClosures, sayDay, sayHours, sayOpening, sayPhone } from '../web/format.ts';
import type { Words } from '../web/words.ts';
import type { Recommendation } from './orientation.ts';

/** A place as a card shows it: how to get there, how sure we are. */
export interface PlaceView {
  partner: string;
  name: string;
  street: string;
  town: string;
  /** « à 4 km de Vineuil à vol d’oiseau », or null. */
  distance: string | null;
  hours: readonly string[];
  /** "ouvre mardi à 9 h", or null when nobody can say. */
  opening: string | null;
  appointment: 'only' | 'recommended' | null;
  phone: string | null;
  /** The number as a tel: address wants it. */
  phoneLink: string | null;
  /** « Horaires et téléphone relevés le … », or since when it is confirmed. */
  recorded: string;
  confirmed: string | null;
}

/** One recommendation as a card. Exactly one of `place`, `phone`, `desk` says where to go; `online` only adds to it. */
export interface CardView {
  role: 'first' | 'also';
  network: string;
  networkName: string;
  sensitive: boolean;
  here: boolean;
  place: PlaceView | null;
  /** « Plus près, mais complet jusqu’au 3 janvier : … », or null. */
  passedOver: string | null;
  /** Beyond 40 km: the phone as well. */
  phoneToo: string | null;
  phone: { number: string; link: string; network: string; note: string | null } | null;
  desk: PlaceView | null;
  /** Nobody is named because nobody said where: the page that asks for the commune. */
  find: string | null;
  website: string | null;
  /** The web address as it is read aloud or written on paper. */
  websiteText: string | null;
  reasons: readonly string[];
}

/** What a card is written with: the person's words, and the instant « ouvre mardi » is counted from. */
export interface CardContext {
  words: Words;
  now: Date;
  directory: Calendar;
}

/** A web address as people read it: without its scheme and final slash. */
export function shownAddress(url: string): string {
  return url.replace(/^https?:\/\/(www\.)?/, '').replace(/\/$/, '');
}

/** A card's place: address, hours in words, and how old they are. `from` names where the distance is counted from. */
export function placeView(
  partner: Partner,
  distanceKm: number | null,
  from: string | null,
  { words, now, directory }: CardContext,
): PlaceView {
  const hours = partner.openingHours ? readHours(partner.openingHours) : null;
  return {
    partner: partner.id,
    name: partner.name,
    street: partner.address,
    town: `${partner.postalCode} ${partner.communeName}`.trim(),
    distance:
      distanceKm === null || from === null
        ? null
        : words.t(distanceKm === 0 ? 'interview.card.same-commune' : 'interview.card.distance', {
            km: distanceKm,
            from,
          }),
    hours: hours ? [...sayHours(hours, words), ...sayClosures(closures(partner.openingHours ?? ''), words)] : [],
    opening: sayOpening(openState(partner, now, directory), now, words),
    appointment: partner.appointment,
    phone: partner.phone === null ? null : sayPhone(partner.phone),
    phoneLink: partner.phone === null ? null : partner.phone.replaceAll(' ', ''),
    recorded: recordedLine(partner, words),
    confirmed: partner.confirmed ? confirmedLine(partner, words) : null,
  };
}

function phoneView(fallback: Resolution['fallback'], words: Words): CardView['phone'] {
  if (fallback?.kind !== 'phone') return null;
  const { phone, network } = fallback;
  return {
    number: sayPhone(phone),
    link: phone.replaceAll(' ', ''),
    network: network.name,
    note: network.phone?.confidence === 'high' ? null : words.t('interview.card.phone-to-confirm'),
  };
}

/** Who vouches for a card, when and how. */
function confirmedLine(partner: Partner, words: Words): string {
  const day = sayDay(partner.confirmedOn as string, words);
  const how = sayVouched(partner, words);
  return how ? words.t('interview.card.confirmed-how', { day, how }) : words.t('interview.card.confirmed', { day });
}

/** Which nearer site is not proposed, and until when. */
function passedOverLine({ name, status, until }: Partner, words: Words): string {
  return until === null
    ? words.t(`interview.card.passed-over.${status}`, { name })
    : words.t(`interview.card.passed-over.${status}-until`, { name, day: sayDay(until, words) });
}

/** Since when a card that nobody vouches for now is known. */
function recordedLine({ confirmedOn, openingHoursDate, recordedOn }: Partner, words: Words): string {
  const day = openingHoursDate ?? recordedOn;
  if (confirmedOn !== null) return words.t('interview.card.confirmed-long-ago', { day: sayDay(confirmedOn, words) });
  return day === null
    ? words.t('interview.card.recorded-never')
    : words.t('interview.card.recorded', { day: sayDay(day, words) });
}

/** A recommendation as a card; `from` names the commune distances are counted from, `base` is the interview’s address. */
export function cardView(
  recommendation: Recommendation,
  reasons: readonly string[],
  { from, base }: { from: string | null; base: string },
  context: CardContext,
): CardView {
  const { role, resolution } = recommendation;
  const { network, partner, fallback } = resolution;
  const website = partner?.website ?? network.website;
  return {
    role,
    network: network.id,
    networkName: network.name,
    sensitive: network.sensitive,
    here: resolution.here,
    place: partner ? placeView(partner, resolution.distanceKm, from, context) : null,
    passedOver: resolution.passedOver === null ? null : passedOverLine(resolution.passedOver, context.words),
    phoneToo: resolution.phoneToo === null ? null : sayPhone(resolution.phoneToo),
    phone: phoneView(fallback, context.words),
    desk: fallback?.kind === 'desk' ? placeView(fallback.partner, fallback.distanceKm, from, context) : null,
    find: partner || fallback ? null : `${base}/commune`,
    website,
    websiteText: website === null ? null : shownAddress(website),
    reasons,
  };
}
