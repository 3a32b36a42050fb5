import { addWorkingDays } from '../calendar.ts';
import type { Directory } from '../directory/directory.ts';
import type { Resolution } from '../directory/partner.ts';
import type { Words } from '../web/words.ts';
import type { SlipCopy } from './copy.ts';
import { copyDoor } from './doors.ts';
import type { FollowDraft } from './slip.ts';

type Territory = Pick<Directory, 'basins' | 'commune' | 'resolve' | 'holidays' | 'version'>;

/**
 * Who receives people for a network near somebody of whom the slip only knows the basin: near its main town. Null when
 * that is the structure the slip came to, which cannot send people to itself.
 */
function resolveFrom(copy: SlipCopy, network: string, directory: Territory): Resolution | null {
  const seat = directory.basins.find(({ name }) => name === copy.basin)?.seat;
  const commune = seat === undefined ? undefined : directory.commune(seat);
  const resolution = directory.resolve(network, commune ? { kind: 'commune', commune } : { kind: 'outside' });
  const here = copy.first.place?.partner;
  return here !== undefined && resolution.partner?.id === here ? null : resolution;
}

/**
 * The slip that follows one answered « pas de notre ressort, voir tel réseau »: the same person, the same request, a new
 * door, from the structure that redirects. Null when the network is the very structure that answers. Pure.
 */
export function followDraft(
  copy: SlipCopy,
  network: string,
  { day, directory, words }: { day: string; directory: Territory; words: Words },
): FollowDraft | null {
  const resolution = resolveFrom(copy, network, directory);
  if (!resolution) return null;
  const why = `networks.${network}.why`;
  const here = copy.first.sensitive ? null : copy.first;
  return {
    copy: {
      ...copy,
      issuedOn: day,
      directoryVersion: directory.version,
      replyBy: addWorkingDays(day, resolution.network.replyWithin, directory.holidays),
      sensitive: copy.sensitive || resolution.network.sensitive,
      first: copyDoor(resolution, words),
      also: null,
      others: [],
      reasons: words.has(why) ? [words.t(why)] : [],
      // The hours of the new door are said in French: nobody is there to put them into another language.
      visitor: copy.visitor ? { ...copy.visitor, hours: null, others: [] } : null,
      from: here ? (here.place?.name ?? here.networkName) : null,
    },
    fromPartner: here?.place?.partner ?? null,
    fromNetwork: here?.network ?? null,
  };
}
