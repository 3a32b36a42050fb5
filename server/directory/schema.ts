import { z } from 'zod';

const id = z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'kebab-case');
const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'YYYY-MM-DD');
const inseeCode = z.string().regex(/^\d[0-9AB]\d{3}$/, 'INSEE code');
const list = z.string().transform((text) => (text === '' ? [] : text.split('|')));
const confidence = z.enum(['high', 'medium', 'low']);
/** Addresses that may be shown as links: nothing but the web. */
const web = z.url({ protocol: /^https?$/ });

/** One line of holidays.csv. */
export const schoolHolidayRowSchema = z.strictObject({ from: day, to: day, name: z.string().min(1) });
export const holidayRowSchema = z.strictObject({ day, name: z.string().min(1) });

/** One line of communes.csv. */
/** A coordinate; nothing written is nothing known, not the middle of the ocean. */
const point = (most: number) =>
  z
    .string()
    .transform((text) => (text === '' ? null : Number(text)))
    .pipe(z.number().min(-most).max(most).nullable());

export const communeRowSchema = z
  .strictObject({
    code: inseeCode,
    name: z.string().min(1),
    former_names: list,
    postal_codes: list,
    department: z.string().regex(/^\d[0-9AB]\d?$/),
    epci: z.string(),
    basin: id,
    other_basin: z.string().transform((text) => text || null),
    population: z.coerce.number().int().min(0),
    lat: point(90),
    lon: point(180),
  })
  .transform(({ former_names, postal_codes, other_basin, ...row }) => ({
    ...row,
    formerNames: former_names,
    postalCodes: postal_codes,
    otherBasin: other_basin,
  }));

export const basinsFileSchema = z.strictObject({
  departments: z.array(z.strictObject({ code: z.string(), name: z.string() })),
  groups: z.array(z.strictObject({ id, name: z.string() })),
  basins: z.array(z.strictObject({ id, name: z.string(), group: id, seat: inseeCode })),
  neighbours: z.array(z.strictObject({ department: z.string(), basins: z.array(id).min(1) })).default([]),
});

const networkSchema = z
  .strictObject({
    id,
    name: z.string().min(1),
    former_names: z.array(z.string()).default([]),
    sensitive: z.boolean().default(false),
    cep: z.boolean().default(false),
    own_employer: z.boolean().default(false),
    reply_within: z.number().int().min(1).max(20).default(5),
    /** Who stands in when a network has neither site nor number; whose number answers people from outside the region. */
    stands_in: z.enum(['last-desk', 'outside']).nullable().default(null),
    /** How long a confirmation of one of its sites is good for. */
    confirm_every_months: z.number().int().min(1).max(60).default(12),
    phone: z
      .strictObject({ number: z.string().regex(/^[0-9 ]+$/), source: z.string(), as_of: day, confidence })
      .transform(({ as_of, ...phone }) => ({ ...phone, asOf: as_of }))
      .nullable()
      .default(null),
    website: web.nullable().default(null),
  })
  .transform(({ former_names, own_employer, reply_within, confirm_every_months, stands_in, ...network }) => ({
    ...network,
    replyWithin: reply_within,
    formerNames: former_names,
    ownEmployer: own_employer,
    confirmEveryMonths: confirm_every_months,
    standsIn: stands_in,
  }));
export const networksFileSchema = z.strictObject({ networks: z.array(networkSchema) });

const servesSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('communes'), communes: z.array(inseeCode), confidence }),
  z.strictObject({ kind: z.literal('departments'), departments: z.array(z.string()), confidence }),
  z.strictObject({ kind: z.literal('epcis'), epcis: z.array(z.string().regex(/^\d{9}$/)), confidence }),
  z.strictObject({ kind: z.literal('basins'), basins: z.array(id), confidence }),
  z.strictObject({ kind: z.literal('region') }),
  z.strictObject({ kind: z.literal('open') }),
  z.strictObject({ kind: z.literal('nobody') }),
]);

/** How people are received: at the desk, by phone, by video, at another place. */
export const receptionModes = ['desk', 'phone', 'video', 'elsewhere'] as const;

/** What a record may say of a site today; `statusOn` reads it with the dates beside it. */
export const recordedStatuses = ['active', 'paused', 'full', 'closed', 'moved', 'to-verify'] as const;

/** How a site was confirmed, and by whom: a role, never a name. */
export const confirmationMethods = ['phone', 'visit', 'mail', 'partner'] as const;
export const confirmers = ['agent', 'coordinator', 'partner'] as const;

/** What a site is in a group: it signed the convention, it lends its knowledge, it operates the CEP. */
export const memberships = ['signatory', 'resource', 'cep-operator'] as const;
const membershipSchema = z.strictObject({
  group: id,
  as: z.enum(memberships),
  /** Day of the convention. */
  since: day.nullable(),
  amendments: z.array(day).max(20).readonly(),
});

/** One record of partners.json, and what the edits of the database hold: the same shape, the same checks. */
export const partnerSchema = z
  .strictObject({
    id: z.string().regex(/^[\w.:-]{1,120}$/),
    network: id,
    name: z.string().min(1).max(250),
    address: z.string().max(300),
    postal_code: z.string().regex(/^(\d{5})?$/),
    commune: inseeCode,
    phone: z
      .string()
      .regex(/^[0-9 ]+$/)
      .nullable(),
    phone_date: day.nullable(),
    website: web.nullable(),
    opening_hours: z.string().nullable(),
    opening_hours_note: z.string().nullable(),
    opening_hours_date: day.nullable(),
    appointment: z.enum(['only', 'recommended']).nullable(),
    lat: z.number().nullable(),
    lon: z.number().nullable(),
    itinerant: z.boolean().default(false),
    status: z.enum(recordedStatuses),
    /** Last day of a pause or of a full house. */
    until: day.nullable().default(null),
    closed_on: day.nullable().default(null),
    /** The site that people go to instead. */
    moved_to: z.string().nullable().default(null),
    modes: z.array(z.enum(receptionModes)).default([]),
    /** Groups it takes part in. */
    membership: z.array(membershipSchema).max(20).default([]),
    recorded_on: day.nullable(),
    confirmed_on: day.nullable(),
    confirmed_method: z.enum(confirmationMethods).nullable().default(null),
    confirmed_by: z.enum(confirmers).nullable().default(null),
    confidence,
    source: z.string(),
    note: z.string().nullable(),
    former_name: z.string().nullable(),
    former_names: z.array(z.string().min(1).max(250)).max(20).default([]),
    serves: servesSchema,
  })
  .transform(
    ({
      postal_code: postalCode,
      phone_date: phoneDate,
      opening_hours: openingHours,
      opening_hours_note: openingHoursNote,
      opening_hours_date: openingHoursDate,
      recorded_on: recordedOn,
      confirmed_on: confirmedOn,
      confirmed_method: confirmedMethod,
      confirmed_by: confirmedBy,
      closed_on: closedOn,
      moved_to: movedTo,
      former_name,
      former_names,
      ...partner
    }) => ({
      ...partner,
      postalCode,
      phoneDate,
      openingHours,
      openingHoursNote,
      openingHoursDate,
      recordedOn,
      confirmedOn,
      confirmedMethod,
      confirmedBy,
      closedOn,
      movedTo,
      formerNames: [...new Set([...(former_name === null ? [] : [former_name]), ...former_names])],
    }),
  );
/** One record as files and database hold it. */
export type PartnerRecord = z.input<typeof partnerSchema>;

const read = new WeakMap<object, z.output<typeof partnerSchema> | null>();

/** A record as pages know it, null when it is none. A record is never changed, so it is read once. */
export function readRecord(record: PartnerRecord): z.output<typeof partnerSchema> | null {
  const known = read.get(record);
  if (known !== undefined) return known;
  const fields = partnerSchema.safeParse(record).data ?? null;
  read.set(record, fields);
  return fields;
}
export const partnersFileSchema = z.array(partnerSchema);

/** import-types.yaml: a source's types, each with the network it stands for. */
export const importTypesSchema = z.record(
  z.string(),
  z.record(z.string(), z.strictObject({ network: id, open: z.boolean().optional() })),
);
