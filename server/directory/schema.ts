import { z } from 'zod';

const id = z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'kebab-case');
const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'YYYY-MM-DD');
const inseeCode = z.string().regex(/^\d[0-9AB]\d{3}$/, 'INSEE code');
const list = z.string().transform((text) => (text === '' ? [] : text.split('|')));
const confidence = z.enum(['high', 'medium', 'low']);
/** Addresses that may be shown as links: nothing but the web. */
const web = z.url({ protocol: /^https?$/ });

/** One line of holidays.csv. */
export const holidayRowSchema = z.strictObject({ day, name: z.string().min(1) });

/** One line of communes.csv. */
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
    lat: z.coerce.number().min(-90).max(90),
    lon: z.coerce.number().min(-180).max(180),
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
    phone: z
      .strictObject({ number: z.string().regex(/^[0-9 ]+$/), source: z.string(), as_of: day, confidence })
      .transform(({ as_of, ...phone }) => ({ ...phone, asOf: as_of }))
      .nullable()
      .default(null),
    website: web.nullable().default(null),
  })
  .transform(({ former_names, own_employer, reply_within, ...network }) => ({
    ...network,
    replyWithin: reply_within,
    formerNames: former_names,
    ownEmployer: own_employer,
  }));
export const networksFileSchema = z.strictObject({ networks: z.array(networkSchema) });

const servesSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('communes'), communes: z.array(inseeCode), confidence }),
  z.strictObject({ kind: z.literal('departments'), departments: z.array(z.string()), confidence }),
  z.strictObject({ kind: z.literal('region') }),
  z.strictObject({ kind: z.literal('open') }),
  z.strictObject({ kind: z.literal('nobody') }),
]);

const partnerSchema = z
  .strictObject({
    id: z.string().min(1),
    network: id,
    name: z.string().min(1),
    address: z.string(),
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
    status: z.enum(['active', 'closed', 'to-verify']),
    recorded_on: day.nullable(),
    confirmed_on: day.nullable(),
    confidence,
    source: z.string(),
    note: z.string().nullable(),
    former_name: z.string().nullable(),
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
      former_name: formerName,
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
      formerName,
    }),
  );
export const partnersFileSchema = z.array(partnerSchema);
