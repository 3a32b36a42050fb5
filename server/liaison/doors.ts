import { readHours } from '../directory/hours.ts';
import type { Partner, Resolution } from '../directory/partner.ts';
import { sayHours } from '../web/format.ts';
import type { Words } from '../web/words.ts';
import type { CopiedDoor, CopiedPlace } from './copy.ts';

function copyPlace(partner: Partner | null, words: Words): CopiedPlace | null {
  if (!partner) return null;
  const hours = partner.openingHours ? readHours(partner.openingHours) : null;
  return {
    partner: partner.id,
    name: partner.name,
    street: partner.address,
    town: `${partner.postalCode} ${partner.communeName}`.trim(),
    phone: partner.phone,
    hours: hours ? sayHours(hours, words) : [],
    appointment: partner.appointment,
    recordedOn: partner.openingHoursDate ?? partner.recordedOn,
    confirmedOn: partner.confirmedOn,
  };
}

/** Who receives the person, as a slip will say it for ever. */
export function copyDoor({ network, partner, fallback, phoneToo }: Resolution, words: Words): CopiedDoor {
  return {
    network: network.id,
    networkName: network.name,
    sensitive: network.sensitive,
    place: copyPlace(partner, words),
    phoneToo,
    phone: fallback?.kind === 'phone' ? { number: fallback.phone, network: fallback.network.name } : null,
    desk: fallback?.kind === 'desk' ? copyPlace(fallback.partner, words) : null,
  };
}
