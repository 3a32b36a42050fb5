import type { Role } from '../access/account.ts';
import type { Directory } from '../directory/directory.ts';
import type { Words } from '../web/words.ts';

/** An account of the demonstration. */
export interface DemoAccount {
  name: string;
  role: Role;
  partner: string | null;
  groups: readonly string[];
}

const group = 'spro-41';

/** The three people of the demonstration: the region's administrator first, a desk of one group, its coordinator. */
export function demoAccounts(directory: Directory, t: Words['t']): readonly [DemoAccount, DemoAccount, DemoAccount] {
  const basins = new Set(directory.basins.filter((basin) => basin.group === group).map(({ id }) => id));
  const desk = directory.partnersOf('info-jeunes').find(({ status, communeCode }) => {
    return status === 'active' && basins.has(directory.commune(communeCode)?.basin ?? '');
  });
  const partner = desk?.id ?? null;
  return [
    { name: t('demo.names.region'), role: 'admin', partner: null, groups: [] },
    { name: t('demo.names.desk'), role: 'agent', partner, groups: [] },
    { name: t('demo.names.group'), role: 'coordinator', partner, groups: [group] },
  ];
}
