import type { Commune } from './commune.ts';

export type Confidence = 'high' | 'medium' | 'low';

/** A network of partners, with its names then and now and its national door. */
export interface Network {
  id: string;
  name: string;
  formerNames: readonly string[];
  /** Naming it to others reveals disability, violence or justice (design D4). */
  sensitive: boolean;
  /** An operator of the conseil en évolution professionnelle. */
  cep: boolean;
  /** The visitor's own employer: nobody else can be visited for it. */
  ownEmployer: boolean;
  /** Working days within which a slip addressed to it is answered. */
  replyWithin: number;
  /** `last-desk`: asked when a network has neither site nor number. `outside`: its number answers people from elsewhere. */
  standsIn: 'last-desk' | 'outside' | null;
  /** How long a confirmation of one of its sites is good for. */
  confirmEveryMonths: number;
  /** A number answered by people, for the whole country or region. */
  phone: { number: string; source: string; asOf: string; confidence: Confidence } | null;
  website: string | null;
}

/** Whom a site receives. */
export type Coverage =
  | { kind: 'communes'; communes: ReadonlySet<string>; confidence: Confidence }
  | { kind: 'departments'; departments: readonly string[]; confidence: Confidence }
  | { kind: 'epcis'; epcis: readonly string[]; confidence: Confidence }
  | { kind: 'basins'; basins: readonly string[]; confidence: Confidence }
  | { kind: 'region' }
  | { kind: 'open' }
  | { kind: 'nobody' };

/** What a site is in a group. Days are YYYY-MM-DD. */
export interface Membership {
  group: string;
  as: 'signatory' | 'resource' | 'cep-operator';
  since: string | null;
  amendments: readonly string[];
}

export type Status = 'active' | 'paused' | 'full' | 'closed' | 'moved' | 'to-verify';

/** One real site where people are received. Days are YYYY-MM-DD; hours are OSM syntax. */
export interface Partner {
  id: string;
  network: string;
  name: string;
  address: string;
  postalCode: string;
  communeCode: string;
  communeName: string;
  department: string;
  phone: string | null;
  phoneDate: string | null;
  website: string | null;
  openingHours: string | null;
  openingHoursNote: string | null;
  openingHoursDate: string | null;
  appointment: 'only' | 'recommended' | null;
  lat: number | null;
  lon: number | null;
  /** A bus or a round of town halls: nobody is to be found at its address on a given day. */
  itinerant: boolean;
  /** As of the day the directory was built for: a pause that is over, or a closing still to come, is `active`. */
  status: Status;
  /** Last day of a pause or of a full house. */
  until: string | null;
  closedOn: string | null;
  /** The site that people go to instead. */
  movedTo: string | null;
  modes: readonly ('desk' | 'phone' | 'video' | 'elsewhere')[];
  /** Groups it takes part in, with the day of the convention and of each amendment. */
  membership: readonly Membership[];
  formerNames: readonly string[];
  recordedOn: string | null;
  /** The day somebody confirmed it; null for every imported record. */
  confirmedOn: string | null;
  confirmedMethod: 'phone' | 'visit' | 'mail' | 'partner' | null;
  confirmedBy: 'agent' | 'coordinator' | 'partner' | null;
  /** The confirmation is within the rhythm of its network on the day the directory was built for. */
  confirmed: boolean;
  confidence: Confidence;
  source: string;
  note: string | null;
  serves: Coverage;
}

/** Where the person is: a commune of the region, outside it, or not said. */
export type Place = { kind: 'commune'; commune: Commune } | { kind: 'outside' } | { kind: 'unknown' };

/** Who receives a person for a network: a site, or else what stands in for it. */
export interface Resolution {
  network: Network;
  partner: Partner | null;
  /** As the crow flies from the commune's point, whole kilometres; null when a point is missing. */
  distanceKm: number | null;
  /** The desk asking is itself the right door. */
  here: boolean;
  /** A nearer site that would receive them, were it not paused or full for now. */
  passedOver: Partner | null;
  /** Beyond 40 km: a number as well. */
  phoneToo: string | null;
  fallback:
    | { kind: 'phone'; phone: string; network: Network }
    | { kind: 'desk'; partner: Partner; distanceKm: number | null }
    | null;
}

/** What a recorded status means on a day; `day` empty: no day in particular, only what is written. */
export function statusOn(
  { status, until, closedOn }: Pick<Partner, 'status' | 'until' | 'closedOn'>,
  day: string,
): Status {
  if ((status === 'paused' || status === 'full') && until !== null && day > until) return 'active';
  if (status === 'closed' && closedOn !== null && day !== '' && day < closedOn) return 'active';
  return status;
}

/** The last day a confirmation is good for; null when there is none. */
export function goodUntil(confirmedOn: string | null, months: number): string | null {
  if (confirmedOn === null) return null;
  const date = new Date(`${confirmedOn}T00:00:00Z`);
  const dayOfMonth = date.getUTCDate();
  date.setUTCDate(1);
  date.setUTCMonth(date.getUTCMonth() + months);
  // 29 February and the 31st have no namesake in every month: the last day stands for them.
  const last = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
  date.setUTCDate(Math.min(dayOfMonth, last));
  return date.toISOString().slice(0, 10);
}

/** True when people of a commune can walk into a site: open, at an address, and meant for them. */
export function receives(partner: Partner, commune: Commune): boolean {
  return partner.status === 'active' && isMeantFor(partner, commune);
}

/** True when a site is paused or full for now, and would receive people of a commune otherwise. */
export function awaits(partner: Partner, commune: Commune): boolean {
  return (partner.status === 'paused' || partner.status === 'full') && isMeantFor(partner, commune);
}

function isMeantFor(partner: Partner, commune: Commune): boolean {
  if (partner.address === '' || partner.itinerant) return false;
  const { serves } = partner;
  if (serves.kind === 'communes') return serves.communes.has(commune.code);
  if (serves.kind === 'departments') return serves.departments.includes(commune.department);
  if (serves.kind === 'epcis') return serves.epcis.includes(commune.epci);
  if (serves.kind === 'basins') return serves.basins.includes(commune.basin);
  return serves.kind !== 'nobody';
}

const earthKm = 6371;
const radians = (degrees: number) => (degrees * Math.PI) / 180;

/** Great-circle distance in whole kilometres; without two points 0 in the same commune, else null. */
export function distanceKm(commune: Commune, partner: Partner): number | null {
  if (partner.lat === null || partner.lon === null || commune.lat === null || commune.lon === null) {
    return partner.communeCode === commune.code ? 0 : null;
  }
  const halfLat = Math.sin(radians(partner.lat - commune.lat) / 2) ** 2;
  const halfLon = Math.sin(radians(partner.lon - commune.lon) / 2) ** 2;
  const a = halfLat + Math.cos(radians(commune.lat)) * Math.cos(radians(partner.lat)) * halfLon;
  return Math.round(2 * earthKm * Math.asin(Math.sqrt(a)));
}
