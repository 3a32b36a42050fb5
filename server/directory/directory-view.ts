import { sayClosures, sayDay, sayHours, sayOpening, sayPhone } from '../web/format.ts';
import type { Words } from '../web/words.ts';
import { sayConfirmed } from './card-fields.ts';
import type { Commune } from './commune.ts';
import { wordsOfName } from './commune.ts';
import type { Directory } from './directory.ts';
import { closures, openState, readHours } from './hours.ts';
import { distanceKm, type Partner, receives } from './partner.ts';

/** A site in a list. */
export interface Listed {
  id: string;
  href: string;
  name: string;
  network: string;
  networkName: string;
  town: string;
  street: string;
  distanceKm: number | null;
  hours: readonly string[];
  opening: string | null;
  phone: string | null;
  /** A bus or a round of town halls: nobody is at its address on a given day. */
  itinerant: boolean;
  status: string;
  /** « Confirmé le … par téléphone, par la coordination », or null; and whether that is recent enough. */
  confirmed: string | null;
  good: boolean;
  recorded: string | null;
}

/** The public list: a form, and what was asked for. */
export interface DirectoryView {
  q: string;
  commune: { code: string; label: string } | null;
  /** Communes that the typed name may mean. */
  choices: readonly { code: string; label: string }[];
  network: string;
  networks: readonly { id: string; name: string; count: number }[];
  /** Null: nothing was asked yet. */
  found: readonly { id: string; name: string; partners: readonly Listed[] }[] | null;
  total: number;
  /** Each has a directory to print. */
  basins: readonly { id: string; name: string }[];
}

export const hrefOf = (partner: string): string => `/directory/${encodeURIComponent(partner)}`;
const mostPerNetwork = 3;
const mostFound = 60;

/** A site as a list shows it. */
export function listed(partner: Partner, from: Commune | null, directory: Directory, words: Words, now: Date): Listed {
  const hours = partner.openingHours ? readHours(partner.openingHours) : null;
  const recorded = partner.openingHoursDate ?? partner.recordedOn;
  return {
    id: partner.id,
    href: hrefOf(partner.id),
    name: partner.name,
    network: partner.network,
    networkName: directory.network(partner.network)?.name ?? partner.network,
    town: `${partner.postalCode} ${partner.communeName}`.trim(),
    street: partner.address,
    distanceKm: from ? distanceKm(from, partner) : null,
    hours: hours ? [...sayHours(hours, words), ...sayClosures(closures(partner.openingHours ?? ''), words)] : [],
    opening: partner.status === 'active' ? sayOpening(openState(partner, now, directory), now, words) : null,
    phone: partner.phone ? sayPhone(partner.phone) : null,
    itinerant: partner.itinerant,
    status: partner.status,
    confirmed: sayConfirmed(partner, words),
    good: partner.confirmed,
    recorded: recorded ? sayDay(recorded, words) : null,
  };
}

/** Sites whose name, former name, network or town begins with each typed word. */
export function searchPartners(directory: Directory, q: string): Partner[] {
  const typed = wordsOfName(q.slice(0, 100));
  if (typed.join('').length < 2) return [];
  return directory.partners.filter((partner) => {
    const network = directory.network(partner.network);
    const named = [
      partner.name,
      ...partner.formerNames,
      partner.communeName,
      network?.name ?? '',
      ...(network?.formerNames ?? []),
    ].flatMap(wordsOfName);
    return typed.every((word) => named.some((part) => part.startsWith(word)));
  });
}

/** What the list shows for a typed name, a commune and a network; a name of several communes is asked back. */
export function directoryView(
  asked: { q: string; commune: string; network: string },
  directory: Directory,
  words: Words,
  now: Date,
): DirectoryView {
  const network = directory.network(asked.network)?.id ?? '';
  const ofNetwork = (partner: Partner) => network === '' || partner.network === network;
  const networks = directory.networks
    .map(({ id, name }) => ({ id, name, count: directory.partnersOf(id).length }))
    .filter(({ count }) => count > 0);
  const at = directory.commune(asked.commune) ?? null;
  const communes = at || asked.q === '' ? [] : directory.search(asked.q);
  const commune = at ?? (communes.length === 1 ? (communes[0] as Commune) : null);
  const named = asked.q === '' || commune ? [] : searchPartners(directory, asked.q);
  const pool = commune
    ? directory.partners.filter((partner) => receives(partner, commune) && ofNetwork(partner))
    : asked.q !== ''
      ? named.filter(ofNetwork)
      : network !== ''
        ? directory.partnersOf(network)
        : null;
  const label = ({ code, label: name }: Commune) => ({ code, label: name });
  const groups = (pool ?? [])
    .map((partner) => listed(partner, commune, directory, words, now))
    .sort(
      (one, other) =>
        (one.distanceKm ?? Infinity) - (other.distanceKm ?? Infinity) ||
        (one.town.slice(6) < other.town.slice(6) ? -1 : 1),
    );
  let left = mostFound;
  const found = networks.flatMap(({ id, name }) => {
    const all = groups.filter((partner) => directory.partner(partner.id)?.network === id);
    const partners = all.slice(0, Math.min(left, commune && network === '' ? mostPerNetwork : mostFound));
    left -= partners.length;
    return partners.length > 0 ? [{ id, name, partners }] : [];
  });
  return {
    q: asked.q,
    commune: commune && label(commune),
    choices: commune ? [] : communes.map(label),
    network,
    networks,
    found: pool && found,
    total: groups.length,
    basins: directory.basins,
  };
}
