import type { Commune } from './commune.ts';
import { awaits, distanceKm, type Network, type Partner, type Place, type Resolution, receives } from './partner.ts';

/** Beyond this distance a number is given as well (design, "Nobody is sent away with only a web address"). */
const farKm = 40;

/** What the chain needs of a directory. */
export interface Sites {
  networks: readonly Network[];
  network(id: string): Network | undefined;
  partnersOf(network: string): readonly Partner[];
}

type Near = { partner: Partner; distanceKm: number | null };

function nearest(partners: readonly Partner[], commune: Commune, may = receives): Near | null {
  let best: Partner | null = null;
  let bestKm: number | null = null;
  for (const partner of partners) {
    if (!may(partner, commune)) continue;
    const km = distanceKm(commune, partner);
    if (best && (km ?? Infinity) >= (bestKm ?? Infinity)) continue;
    best = partner;
    bestKm = km;
  }
  return best && { partner: best, distanceKm: bestKm };
}

function byPhone(network: Network | undefined): Resolution['fallback'] {
  return network?.phone ? { kind: 'phone', phone: network.phone.number, network } : null;
}

/**
 * The fallback chain of the design, for a network and a place: the nearest open site that receives the commune, else
 * the network's staffed number, else the nearest France services, asked to call with the visitor. Outside the region:
 * the number, else the Region's. Not said where: the number, or nothing yet. Throws on an unknown network.
 * What depends on the commune alone is remembered.
 */
export function resolver(sites: Sites): (network: string, place: Place, deskPartner?: string | null) => Resolution {
  const standIn = (as: Network['standsIn']) => sites.networks.find(({ standsIn }) => standsIn === as);
  const [lastDesk, regionalNumber] = [standIn('last-desk'), standIn('outside')];
  const remembered = new Map<string, Resolution>();
  // Every network without a site stands on the same last desk: it is looked for once a commune.
  const lastDesks = new Map<string, Near | null>();
  const lastDeskOf = (commune: Commune): Near | null => {
    const known = lastDesks.get(commune.code);
    if (known !== undefined) return known;
    const desk = lastDesk ? nearest(sites.partnersOf(lastDesk.id), commune) : null;
    lastDesks.set(commune.code, desk);
    return desk;
  };

  const inCommune = (network: Network, commune: Commune): Resolution => {
    const near = network.ownEmployer ? null : nearest(sites.partnersOf(network.id), commune);
    const phone = network.phone?.number ?? near?.partner.phone ?? null;
    const away = network.ownEmployer ? null : nearest(sites.partnersOf(network.id), commune, awaits);
    const nearer = away && (away.distanceKm ?? Infinity) <= (near?.distanceKm ?? Infinity);
    const base = { network, here: false, passedOver: nearer ? away.partner : null };
    if (near) {
      const phoneToo = (near.distanceKm ?? 0) > farKm ? phone : null;
      return { ...base, ...near, phoneToo, fallback: null };
    }
    const desk = lastDeskOf(commune);
    const fallback = byPhone(network) ?? (desk ? { kind: 'desk' as const, ...desk } : null);
    return { ...base, partner: null, distanceKm: null, phoneToo: null, fallback };
  };
  const elsewhere = (network: Network, place: Place): Resolution => ({
    network,
    partner: null,
    distanceKm: null,
    here: false,
    passedOver: null,
    phoneToo: null,
    fallback: byPhone(network) ?? (place.kind === 'outside' ? byPhone(regionalNumber) : null),
  });

  return (id, place, deskPartner = null) => {
    const network = sites.network(id);
    if (!network) throw new Error(`unknown network ${id}`);
    if (place.kind !== 'commune') return elsewhere(network, place);
    const key = `${id} ${place.commune.code}`;
    const found = remembered.get(key) ?? inCommune(network, place.commune);
    remembered.set(key, found);
    if (!deskPartner) return found;
    const desk = sites.partnersOf(id).find((partner) => partner.id === deskPartner);
    if (!desk || !receives(desk, place.commune)) return found;
    return {
      ...found,
      partner: desk,
      distanceKm: distanceKm(place.commune, desk),
      here: true,
      passedOver: null,
      phoneToo: null,
      fallback: null,
    };
  };
}

/** The network × commune pairs that end with neither a site nor a staffed number: must be none. */
export function unreachable(
  directory: { communes: readonly Commune[]; resolve: ReturnType<typeof resolver> },
  networks: readonly string[],
): { network: string; commune: string }[] {
  return networks.flatMap((network) =>
    directory.communes.flatMap((commune) => {
      const { partner, fallback } = directory.resolve(network, { kind: 'commune', commune });
      return partner || fallback ? [] : [{ network, commune: commune.code }];
    }),
  );
}
