import type { Commune } from './commune.ts';
import type { Directory } from './directory.ts';

/** What people of some communes would lose by an edit. */
export interface Losses {
  /** Nobody at all any more: no site, no staffed number, no France services. Never saved unseen. */
  alone: Commune[];
  /** No site of the network any more; its number or the nearest France services answers. */
  withoutSite: Commune[];
}

/**
 * Compares who receives people before and after an edit of a site. Only the communes that it received can lose it, and
 * only its own network, or, for the one that stands in for others, every network.
 */
export function lossesBetween(before: Directory, after: Directory, site: { id: string; network: string }): Losses {
  const received = before.communes.filter(
    (commune) => before.resolve(site.network, { kind: 'commune', commune }).partner?.id === site.id,
  );
  const standsIn = before.network(site.network)?.standsIn === 'last-desk';
  const networks = standsIn ? before.networks.map(({ id }) => id) : [site.network];
  const alone = new Set<Commune>();
  const withoutSite = new Set<Commune>();
  for (const network of networks) {
    for (const commune of received) {
      const place = { kind: 'commune' as const, commune };
      const then = after.resolve(network, place);
      if (then.partner) continue;
      const now = before.resolve(network, place);
      if (!then.fallback && (now.partner || now.fallback)) alone.add(commune);
      else if (now.partner) withoutSite.add(commune);
    }
  }
  return { alone: [...alone], withoutSite: [...withoutSite] };
}
