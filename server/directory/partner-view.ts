import { dayOf } from '../calendar.ts';
import { sayDay } from '../web/format.ts';
import type { Words } from '../web/words.ts';
import { sayField } from './card-fields.ts';
import { reportReasons } from './confirmation.ts';
import type { Directory } from './directory.ts';
import { hrefOf, type Listed, listed } from './directory-view.ts';
import type { Partner } from './partner.ts';

import type { PartnerRecord } from './schema.ts';
import { type Check, changedFields, type Version } from './version.ts';

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

/** One step in the life of a card: an edit or a confirmation, with who where that may be seen. */
export interface StoryView {
  day: string;
  text: string;
  who: string | null;
  changes: readonly ChangeView[];
  intact: boolean;
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
  /** The day the shipped record was made; null when it says none, or came later. */
  madeOn: string | null;
  story: readonly StoryView[];
  sameAddress: readonly { name: string; href: string }[];
  reasons: readonly string[];
  thanked: boolean;
  /** What may be done here: by anybody, by an agent, by a coordinator. */
  may: { confirm: boolean; edit: boolean };
  proposal: { day: string; changes: readonly ChangeView[] } | null;
  /** The one-minute link, when it was just made. */
  link: string | null;
}

const cardLines = [
  'address',
  'phone',
  'website',
  'opening_hours',
  'opening_hours_note',
  'appointment',
  'modes',
  'membership',
] as const;

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

/** The edits and confirmations of a card, the oldest first. */
function storyOf(
  { history, checks, names, shipped }: Parameters<typeof partnerView>[1],
  directory: Directory,
  words: Words,
): StoryView[] {
  const who = (account: string | null) => {
    if (names === null) return null;
    if (account === null) return words.t('directory.who.command');
    return names.get(account) ?? words.t('directory.who.gone');
  };
  const edits = history.map((version, index) => ({
    on: dayOf(new Date(version.at)),
    text: words.t(`directory.reason.${version.reason}`),
    who: who(version.account),
    changes: changesIn(index === 0 ? shipped : history[index - 1]?.record, version.record, directory, words),
    intact: version.intact,
  }));
  const confirmations = checks.map(({ day, role, method }) => ({
    on: day,
    text: words.t('directory.was-confirmed', { how: words.t(`directory.vouched.${role}.${method}`) }),
    who: null,
    changes: [],
    intact: true,
  }));
  return [...edits, ...confirmations]
    .sort((one, other) => (one.on < other.on ? -1 : one.on > other.on ? 1 : 0))
    .map(({ on, ...step }) => ({ day: sayDay(on, words), ...step }));
}

/** The card of a partner for whoever looks at it. */
export function partnerView(
  partner: Partner,
  more: Pick<PartnerView, 'may' | 'thanked' | 'link'> & {
    history: readonly Version[];
    checks: readonly Check[];
    /** Names of accounts, for keepers; null for everybody else. */
    names: ReadonlyMap<string, string> | null;
    shipped: PartnerRecord | undefined;
    proposal: { record: PartnerRecord; day: string } | null;
  },
  directory: Directory,
  words: Words,
  now: Date,
): PartnerView {
  const record = directory.record(partner.id) as PartnerRecord;
  const day = (value: string) => sayDay(value, words);
  const dates: Partial<Record<(typeof cardLines)[number], string | null>> = {
    address: record.recorded_on,
    phone: record.phone_date,
    opening_hours: record.opening_hours_date,
  };
  const on = (field: (typeof cardLines)[number]) => (dates[field] ? day(dates[field]) : null);
  const successor = partner.movedTo ? directory.partner(partner.movedTo) : undefined;
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
    due: !partner.confirmed,
    madeOn: more.shipped?.recorded_on ? day(more.shipped.recorded_on) : null,
    story: storyOf(more, directory, words),
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
