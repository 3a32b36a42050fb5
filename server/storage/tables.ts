import type { AccountsTables } from './tables/accounts.ts';
import type { ContactsTables } from './tables/contacts.ts';
import type { CountsTables } from './tables/counts.ts';
import type { DesksTables } from './tables/desks.ts';
import type { EditionsTables } from './tables/editions.ts';
import type { OpinionsTables } from './tables/opinions.ts';
import type { PartnersTables } from './tables/partners.ts';
import type { SlipsTables } from './tables/slips.ts';

/**
 * Every table of the product, in the subset SQLite and PostgreSQL share: text ids made by the application,
 * ISO 8601 UTC text for instants, YYYY-MM-DD text for days, JSON as text, no booleans.
 */
export type Tables = AccountsTables &
  CountsTables &
  SlipsTables &
  DesksTables &
  EditionsTables &
  OpinionsTables &
  ContactsTables &
  PartnersTables;
