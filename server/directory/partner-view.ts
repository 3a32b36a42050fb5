import { dayOf } from '../calendar.ts';
import { sayDay } from '../web/format.ts';
import type { Words } from '../web/words.ts';
import { sayField, servesLines } from './card-fields.ts';
import { goodUntil, reportReasons } from './confirmation.ts';
import type { Directory } from './directory.ts';
import { hrefOf, type Listed, listed } from './directory-view.ts';
import { type WeekForm, weekOf } from './hours-form.ts';
import type { Losses } from './losses.ts';
import type { Partner } from './partner.ts';
import type { Fields } from './partner-form.ts';
import { type PartnerRecord, receptionModes, recordedStatuses } from './schema.ts';
import { changedFields, editReasons, type Version } from './version.ts';

export interface Wrong {
  key: string;
  values: Record<string, string | number>;
  field: string | null;
}

/** A change in words: which field, from what, to what. */
export interface ChangeView {
  field: string;
  before: string;
  after: string;
}

/** A partner's card. */
export interface PartnerView {
  href: string;
  card: Listed;
  website: string | null;
  serves: string;
  /** Lines of « Ce que voit le visiteur ». */
  lines: readonly { field: string; value: string; on: string | null }[];
  until: string | null;
  movedTo: { name: string; href: string } | null;
  /** The confirmation is older than the network's rhythm, or there is none. */
  due: boolean;
  confirmedMethod: string | null;
  story: readonly { day: string; text: string; changes: readonly ChangeView[]; intact: boolean }[];
  sameAddress: readonly { name: string; href: string }[];
  reasons: readonly string[];
  thanked: boolean;
  /** What may be done here: by anybody, by an agent, by a coordinator. */
  may: { confirm: boolean; edit: boolean };
  proposal: { day: string; changes: readonly ChangeView[] } | null;
  /** The one-minute link, when it was just made. */
  link: string | null;
}

const cardLines = ['address', 'phone', 'website', 'opening_hours', 'appointment', 'modes', 'membership'] as const;

/** The changes between two records, in words. */
export function changesIn(
  before: PartnerRecord | undefined,
  after: PartnerRecord,
  directory: Directory,
  words: Words,
): ChangeView[] {
  if (!before) return [];
  return changedFields(before, after).map((field) => ({
    field,
    before: sayField(before, field, directory, words),
    after: sayField(after, field, directory, words),
  }));
}

/** The card of a partner for whoever looks at it. */
export function partnerView(
  partner: Partner,
  more: Pick<PartnerView, 'may' | 'thanked' | 'link'> & {
    history: readonly Version[];
    shipped: PartnerRecord | undefined;
    proposal: { record: PartnerRecord; day: string } | null;
  },
  directory: Directory,
  words: Words,
  now: Date,
): PartnerView {
  const record = directory.record(partner.id) as PartnerRecord;
  const day = (value: string) => sayDay(value, words);
  const on = (field: (typeof cardLines)[number]) => {
    const date =
      field === 'phone'
        ? record.phone_date
        : field === 'opening_hours'
          ? record.opening_hours_date
          : field === 'modes' || field === 'membership'
            ? null
            : record.recorded_on;
    return date ? day(date) : null;
  };
  const successor = partner.movedTo ? directory.partner(partner.movedTo) : undefined;
  const good = goodUntil(partner.confirmedOn, directory.network(partner.network)?.confirmEveryMonths ?? 12);
  const versions = more.history.map((version, index) => ({
    day: day(dayOf(new Date(version.at))),
    text: words.t(`directory.reason.${version.reason}`),
    changes: changesIn(index === 0 ? more.shipped : more.history[index - 1]?.record, version.record, directory, words),
    intact: version.intact,
  }));
  const lines = cardLines.map((field) => ({ field, value: sayField(record, field, directory, words), on: on(field) }));
  const [address] = lines;
  if (address)
    address.value = [record.address, `${record.postal_code} ${partner.communeName}`.trim()].filter(Boolean).join(', ');
  return {
    href: hrefOf(partner.id),
    card: listed(partner, null, directory, words, now),
    website: partner.website,
    serves: sayField(record, 'serves', directory, words),
    lines,
    until: partner.until ? day(partner.until) : null,
    movedTo: successor ? { name: successor.name, href: hrefOf(successor.id) } : null,
    due: good === null || dayOf(now) > good,
    confirmedMethod: partner.confirmedMethod,
    story: versions,
    sameAddress: directory.partners
      .filter(
        ({ id, address: street, communeCode, status }) =>
          id !== partner.id &&
          status === 'active' &&
          street !== '' &&
          street === partner.address &&
          communeCode === partner.communeCode,
      )
      .map(({ id, name }) => ({ name, href: hrefOf(id) })),
    reasons: reportReasons,
    thanked: more.thanked,
    may: more.may,
    proposal: more.proposal && {
      day: day(more.proposal.day),
      changes: changesIn(record, more.proposal.record, directory, words),
    },
    link: more.link,
  };
}

/** A form of a record: what is recorded, or what was typed and could not be taken. */
export interface PartnerFormView {
  action: string;
  back: string;
  name: string;
  version: number;
  values: Readonly<Record<string, string>>;
  chosen: { modes: readonly string[]; membership: readonly string[] };
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
  losses: { alone: readonly string[]; withoutSite: number } | null;
  wrong: Wrong | null;
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
    'moved-to': record.moved_to ?? '',
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
    name: record.name,
    version: more.version,
    values,
    chosen: {
      modes: typed ? typed('modes').split('\n') : (record.modes ?? []),
      membership: typed ? typed('membership').split('\n') : (record.membership ?? []),
    },
    week: week && typed ? { am: half('am'), pm: half('pm'), schoolOff: typed('school-off') !== '' } : week,
    hoursText: record.opening_hours ?? '',
    brief: more.brief,
    networks: directory.networks.map(({ id, name }) => ({ id, name })),
    groups: directory.groups,
    modes: receptionModes,
    statuses: recordedStatuses,
    reasons: editReasons,
    losses: more.losses && {
      alone: more.losses.alone.slice(0, 30).map(({ label }) => label),
      withoutSite: more.losses.withoutSite.length,
    },
    wrong: more.wrong,
  };
}
