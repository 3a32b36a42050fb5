import { sayDay } from '../web/format.ts';
import type { Words } from '../web/words.ts';
import type { Directory } from './directory.ts';
import { type Listed, listed } from './directory-view.ts';
import type { Partner } from './partner.ts';

/** A circle of the map: a commune with its sites, or without any a dot. Units of the drawing. */
interface Circle {
  x: number;
  y: number;
  r: number;
  /** Its name, where sites stand. */
  label: string | null;
  count: number;
}

/** The printed directory of a basin: who receives its people, network by network, and where. */
export interface RepertoireView {
  basin: { id: string; name: string };
  day: string;
  networks: readonly { name: string; partners: readonly Listed[] }[];
  total: number;
  /** Null where the region's file gives no points. */
  map: { width: number; height: number; circles: readonly Circle[] } | null;
}

const width = 640;
const margin = 40;
const dot = 1.5;

/** A circle a commune, by the number of sites that stand in it; a dot where none does. */
function mapOf(directory: Directory, basin: string, sites: readonly Partner[]): RepertoireView['map'] {
  const communes = directory.communes.flatMap(({ code, name, basin: of, lat, lon }) =>
    of === basin && lat !== null && lon !== null ? [{ code, name, lat, lon }] : [],
  );
  if (communes.length < 2) return null;
  const [south, north] = [Math.min(...communes.map(({ lat }) => lat)), Math.max(...communes.map(({ lat }) => lat))];
  const [west, east] = [Math.min(...communes.map(({ lon }) => lon)), Math.max(...communes.map(({ lon }) => lon))];
  // One degree of longitude is shorter than one of latitude: the drawing keeps the shape of the country.
  const narrow = Math.cos((((south + north) / 2) * Math.PI) / 180);
  const scale = (width - 2 * margin) / ((east - west) * narrow || 1);
  const circles = communes.map(({ code, name, lat, lon }): Circle => {
    const count = sites.filter(({ communeCode }) => communeCode === code).length;
    return {
      x: Math.round(margin + (lon - west) * narrow * scale),
      y: Math.round(margin + (north - lat) * scale),
      r: count === 0 ? dot : Math.round(6 + 4 * Math.sqrt(count)),
      label: count === 0 ? null : name,
      count,
    };
  });
  // Large ones first, so that a small one is never under a large one.
  circles.sort((one, other) => other.r - one.r);
  return { width, height: Math.round((north - south) * scale + 2 * margin), circles };
}

/** What is printed for a basin on a day; null when the region has no such basin. */
export function repertoireView(
  id: string,
  directory: Directory,
  words: Words,
  now: Date,
  day: string,
): RepertoireView | null {
  const basin = directory.basins.find((one) => one.id === id);
  const seat = basin && directory.commune(basin.seat);
  if (!basin || !seat) return null;
  const inBasin = (partner: Partner) => directory.commune(partner.communeCode)?.basin === basin.id;
  const here: Partner[] = [];
  const networks = directory.networks.flatMap(({ id: network, name }) => {
    const own = directory.partnersOf(network).filter((partner) => partner.status === 'active' && inBasin(partner));
    // Where a network has no site in the basin, the one that receives its people stands in.
    const { partner } = directory.resolve(network, { kind: 'commune', commune: seat });
    const partners = own.length > 0 ? own : partner ? [partner] : [];
    here.push(...own);
    return partners.length > 0
      ? [{ name, partners: partners.map((one) => listed(one, seat, directory, words, now)) }]
      : [];
  });
  return {
    basin: { id: basin.id, name: basin.name },
    day: sayDay(day, words),
    networks,
    total: here.length,
    map: mapOf(directory, basin.id, here),
  };
}
