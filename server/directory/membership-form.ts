import type { Directory } from './directory.ts';
import { type Fields, oneOf, readDay, wrong } from './form.ts';
import type { Membership } from './partner.ts';
import { memberships } from './schema.ts';

/** How many groups one form can hold. */
const mostRows = 12;

/** One row of the form: a group, what the site is in it, the convention, the amendments. */
export interface MembershipRow {
  group: string;
  as: string;
  since: string;
  amendments: string;
}

const blank: MembershipRow = { group: '', as: '', since: '', amendments: '' };

/** Rows for what is recorded, and a blank one. */
export function membershipRows(recorded: readonly Membership[]): MembershipRow[] {
  const rows = recorded.map(({ group, as, since, amendments }) => ({
    group,
    as,
    since: since ?? '',
    amendments: amendments.join(', '),
  }));
  return rows.length < mostRows ? [...rows, blank] : rows;
}

/** The rows as they were typed. */
export function typedRows(field: Fields): MembershipRow[] {
  const rows: MembershipRow[] = [];
  for (let row = 0; row < mostRows; row += 1) {
    rows.push({
      group: field(`group-${row}`),
      as: field(`as-${row}`),
      since: field(`since-${row}`),
      amendments: field(`amendments-${row}`),
    });
  }
  const last = rows.findLastIndex((row) => Object.values(row).some((value) => value !== ''));
  return rows.slice(0, last + 2);
}

/** What a form says of groups; a row without a group says nothing. Throws `invalid` naming the field. */
export function readMembership(field: Fields, directory: Directory): Membership[] {
  const found: Membership[] = [];
  for (const [row, { group, as, since, amendments }] of typedRows(field).entries()) {
    if (group === '') continue;
    const known = directory.groups.find(({ id }) => id === group);
    if (!known || found.some((one) => one.group === known.id)) throw wrong('membership-group', `group-${row}`);
    const kind = oneOf(memberships, as);
    if (!kind) throw wrong('membership-kind', `as-${row}`);
    const day = since === '' ? null : readDay(since);
    if (day === undefined) throw wrong('day-malformed', `since-${row}`);
    const days = amendments
      .split(/[,;\s]+/)
      .filter(Boolean)
      .map(readDay);
    if (days.some((one) => one === undefined)) throw wrong('day-malformed', `amendments-${row}`);
    found.push({ group: known.id, as: kind, since: day, amendments: (days as string[]).sort() });
  }
  return found;
}
