import type { Directory } from '../directory/directory.ts';
import type { Account } from './account.ts';

type Belonging = Pick<Account, 'role' | 'partner' | 'groups'>;

/** The SPRO group of a structure, by the commune it stands in; null when it left the directory. */
export function groupOf(directory: Pick<Directory, 'partner' | 'commune'>, partner: string | null): string | null {
  const at = partner === null ? undefined : directory.partner(partner);
  return (at && directory.commune(at.communeCode)?.group) ?? null;
}

/** True when somebody looks after a group: its coordinators do, and the administrators of the region do everywhere. */
export function looksAfter(account: Belonging, group: string | null): boolean {
  if (account.role === 'admin') return true;
  return account.role === 'coordinator' && group !== null && account.groups.includes(group);
}

/**
 * True when somebody may close, renew or promote another account: it lies wholly in the groups they look after. A
 * coordinator of two groups is out of reach of somebody who has one of them, an administrator of anybody but another.
 */
export function manages(
  account: Belonging,
  other: Belonging,
  directory: Pick<Directory, 'partner' | 'commune'>,
): boolean {
  if (account.role === 'admin') return true;
  if (other.role === 'admin') return false;
  if (other.role === 'agent') return looksAfter(account, groupOf(directory, other.partner));
  return other.groups.length > 0 && other.groups.every((group) => looksAfter(account, group));
}

/** The basins whose figures somebody reads, or null for all of them. */
export function basinsOf(account: Belonging, basins: Directory['basins']): readonly string[] | null {
  if (account.role === 'admin') return null;
  return basins.filter(({ group }) => looksAfter(account, group)).map(({ id }) => id);
}
