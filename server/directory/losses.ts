import type { Commune } from './commune.ts';
import type { Directory } from './directory.ts';

/** What people of some communes would lose by an edit. */
export interface Losses {
  /** Nobody at all any more: no site, no staffed number, no France services. Never saved unseen. */
  alone: Commune[];
  /** No site of the network any more; its number or the nearest France services answers. */
  withoutSite: Commune[];
}

/** Compares who receives the communes for some networks before and after an edit. */
export function lossesBetween(before: Directory, after: Directory, networks: readonly string[]): Losses {
  const alone = new Set<Commune>();
  const withoutSite = new Set<Commune>();
  for (const network of networks) {
    for (const commune of before.communes) {
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

/** The networks an edit of a site may matter to: its own, and every one that falls back on it. */
export function networksTouched(directory: Directory, sites: readonly { network: string }[]): string[] {
  const own = [...new Set(sites.map(({ network }) => network))];
  return own.some((id) => directory.network(id)?.standsIn === 'last-desk')
    ? directory.networks.map(({ id }) => id)
    : own;
}
