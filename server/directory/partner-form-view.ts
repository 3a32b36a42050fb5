import { deskChoices } from '../access/invitation.ts';
import type { Commune } from './commune.ts';
import type { Directory } from './directory.ts';
import type { Fields } from './form.ts';
import { type WeekForm, weekOf } from './hours-form.ts';
import type { Losses } from './losses.ts';
import { type MembershipRow, membershipRows, typedRows } from './membership-form.ts';
import type { Wrong } from './partner-view.ts';
import { memberships, type PartnerRecord, receptionModes, recordedStatuses } from './schema.ts';
import { servesLines } from './serves-form.ts';
import { editReasons } from './version.ts';

const mostNamed = 20;

/** Communes that lose somebody: how many, and the largest of them by name. */
interface LostView {
  count: number;
  largest: readonly string[];
}

/** A form of a record: what is recorded, or what was typed and could not be taken. */
export interface PartnerFormView {
  action: string;
  back: string;
  /** Empty for a card that is being made. */
  name: string;
  version: number;
  values: Readonly<Record<string, string>>;
  chosen: { modes: readonly string[] };
  /** What the site is in groups, a row each, the last one blank. */
  rows: readonly MembershipRow[];
  kinds: readonly string[];
  /** Null: the recorded hours say more than the form can. */
  week: WeekForm | null;
  hoursText: string;
  /** The partner itself fills it in: only where, when and how to reach it. */
  brief: boolean;
  networks: readonly { id: string; name: string }[];
  groups: readonly { id: string; name: string }[];
  modes: readonly string[];
  statuses: readonly string[];
  reasons: readonly string[];
  /** Other cards, under labels of their own, for a site that moved. */
  others: readonly string[];
  losses: { alone: LostView; withoutSite: LostView } | null;
  wrong: Wrong | null;
}

/** How many communes lose somebody, and the largest of them. */
function lostView(communes: readonly Commune[]): LostView {
  const sorted = [...communes].sort((one, other) => other.population - one.population);
  return { count: communes.length, largest: sorted.slice(0, mostNamed).map(({ label }) => label) };
}

/** The form over a record; `typed` puts back what was posted. */
export function partnerFormView(
  record: PartnerRecord,
  more: {
    action: string;
    back: string;
    version: number;
    brief: boolean;
    typed: Fields | null;
    wrong: Wrong | null;
    losses: Losses | null;
  },
  directory: Directory,
): PartnerFormView {
  const { typed } = more;
  const commune = directory.commune(record.commune);
  const choices = more.brief ? [] : deskChoices(directory.partners);
  const recorded: Record<string, string> = {
    name: record.name,
    network: record.network,
    address: record.address,
    postal_code: record.postal_code,
    commune: commune ? `${commune.name} (${commune.code})` : record.commune,
    phone: record.phone ?? '',
    website: record.website ?? '',
    appointment: record.appointment ?? '',
    opening_hours_note: record.opening_hours_note ?? '',
    former_names: [...(record.former_name ? [record.former_name] : []), ...(record.former_names ?? [])].join('\n'),
    serves: record.serves.kind,
    'serves-list': servesLines(record.serves, directory),
    status: record.status,
    until: record.until ?? '',
    'closed-on': record.closed_on ?? '',
    'moved-to': (record.moved_to && choices.find(({ partner }) => partner === record.moved_to)?.label) ?? '',
    reason: '',
  };
  const values = Object.fromEntries(
    Object.keys(recorded).map((key) => [key, typed ? typed(key) : (recorded[key] ?? '')]),
  );
  const week = weekOf(record.opening_hours ?? null);
  const half = (name: 'am' | 'pm') => Array.from({ length: 7 }, (_, day) => typed?.(`${name}-${day}`) ?? '');
  return {
    action: more.action,
    back: more.back,
    name: record.name.replaceAll(' - ', ' – '),
    version: more.version,
    values,
    chosen: {
      modes: typed ? typed('modes').split('\n') : (record.modes ?? []),
    },
    rows: typed ? typedRows(typed) : membershipRows(record.membership ?? []),
    kinds: memberships,
    week: week && typed ? { am: half('am'), pm: half('pm'), schoolOff: typed('school-off') !== '' } : week,
    hoursText: record.opening_hours ?? '',
    brief: more.brief,
    networks: directory.networks.map(({ id, name }) => ({ id, name })),
    groups: directory.groups,
    modes: receptionModes,
    statuses: recordedStatuses,
    reasons: editReasons,
    others: choices.filter(({ partner }) => partner !== record.id).map(({ label }) => label),
    losses: more.losses && { alone: lostView(more.losses.alone), withoutSite: lostView(more.losses.withoutSite) },
    wrong: more.wrong,
  };
}
