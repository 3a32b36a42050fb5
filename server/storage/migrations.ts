import type { Migration } from 'kysely';
import { accountsMigration } from './migrations/001-accounts.ts';
import { countsMigration } from './migrations/002-counts.ts';
import { slipsMigration } from './migrations/003-slips.ts';
import { slipFatesMigration } from './migrations/004-slip-fates.ts';
import { opinionsMigration } from './migrations/009-opinions.ts';
import { groupsAndDesksMigration } from './migrations/010-groups-and-desks.ts';
import { contactsMigration } from './migrations/013-contacts.ts';
import { partnersMigration } from './migrations/014-partners.ts';
import { editionsMigration } from './migrations/015-editions.ts';
import { tokensMigration } from './migrations/016-tokens.ts';

/** Every change of the tables, in order, never edited once landed. */
export const migrations: Record<string, Migration> = {
  '001-accounts': accountsMigration,
  '002-counts': countsMigration,
  '003-slips': slipsMigration,
  '004-slip-fates': slipFatesMigration,
  '009-opinions': opinionsMigration,
  '010-groups-and-desks': groupsAndDesksMigration,
  '013-contacts': contactsMigration,
  '014-partners': partnersMigration,
  '015-editions': editionsMigration,
  '016-tokens': tokensMigration,
};
