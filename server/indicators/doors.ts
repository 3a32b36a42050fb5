import type { Directory } from '../directory/directory.ts';
import type { Engine } from '../interview/engine.ts';
import { firstDoors, radar, type Served, sum } from '../tree/coverage.ts';
import { letOthersPass } from './steps.ts';

/** How the first doors of a need receive people, in whole parts of a hundred pairs of a commune and a door. */
export interface Doors {
  need: string;
  /** Counted for the region alone, whatever the group. */
  sensitive: boolean;
  confirmed: number;
  unconfirmed: number;
  /** By phone, or by a desk that calls with the person. */
  elsewhere: number;
}

/** Tells how a group's people are received, need by need; needs without a door of the directory are left out. */
export type DoorsOf = (group: string, day: string) => Promise<Doors[]>;

/** How many communes are looked at before others may pass. */
const stretch = 80;

/** Looks each pair of commune and network up once. */
export function createDoors(engine: Engine, directory: Directory): DoorsOf {
  const eye = radar(directory);
  const known = new Map<string, Promise<Doors[]>>();
  let { partners } = directory;
  const look: DoorsOf = async (group, day) => {
    const basins = new Set(directory.basins.filter((basin) => basin.group === group).map(({ id }) => id));
    const communes = directory.communes.filter(({ basin }) => basins.has(basin));
    const doors: Doors[] = [];
    for (const { need, sensitive } of engine.content.tree.needs) {
      await letOthersPass();
      const compiled = engine.need(need, day);
      const parts: Served[] = [];
      for (const door of compiled ? firstDoors(compiled, directory) : []) {
        for (let from = 0; from < communes.length; from += stretch) {
          await letOthersPass();
          parts.push(eye.served([door], communes.slice(from, from + stretch)));
        }
      }
      const { pairs, counts } = sum(parts);
      if (pairs === 0) continue;
      const [confirmed, unconfirmed] = [counts.confirmed, counts.unconfirmed].map((part) =>
        Math.floor((100 * part) / pairs),
      ) as [number, number];
      doors.push({ need, sensitive, confirmed, unconfirmed, elsewhere: 100 - confirmed - unconfirmed });
    }
    return doors;
  };
  return (group, day) => {
    // A group is remembered until the day is over or somebody edits a site, which makes another list of them.
    if (directory.partners !== partners) known.clear();
    partners = directory.partners;
    const key = `${day} ${group}`;
    for (const other of known.keys()) if (!other.startsWith(day)) known.delete(other);
    const doors = known.get(key) ?? look(group, day);
    known.set(key, doors);
    return doors;
  };
}
