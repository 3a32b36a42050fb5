import { type Commune, wordsOfName } from './commune.ts';
import type { Directory } from './directory.ts';
import type { Format, Found } from './import-file.ts';
import { recordOf, type Suspicion } from './import-record.ts';
import { type PartnerRecord, readRecord } from './schema.ts';
import { readServesText } from './serves-form.ts';
import { changedFields, type ShownField } from './version.ts';

/** Why a line cannot be taken; keys of `directory.import.refusal`. */
export type Refusal =
  | 'no-id'
  | 'twice'
  | 'no-name'
  | 'formula'
  | 'control'
  | 'unknown-type'
  | 'commune-unknown'
  | 'dangerous-link'
  | 'coverage'
  | 'other-group'
  | 'malformed';

/** One line of the preview. */
export interface PlanLine {
  line: number;
  id: string;
  name: string;
  kind: 'added' | 'changed' | 'same' | 'refused' | 'vanished';
  refusal: Refusal | null;
  fields: readonly ShownField[];
  suspicions: readonly Suspicion[];
  /** What would be written; null for what changes nothing. */
  record: PartnerRecord | null;
}

/** Which network a type of a source is, and whether it receives everybody. */
export type ImportTypes = Readonly<Record<string, Readonly<Record<string, { network: string; open?: boolean }>>>>;

const prefixes: Record<Format, string | null> = {
  'dila-v1': 'dila:',
  'dila-v4': 'dila:',
  'france-services': 'fs:',
  'data-inclusion': 'di:',
  csv: null,
};

/** Sites of one network closer than this are one site: about 150 m. */
const cell = (value: number) => Math.round(value * 500);

function typeOf(found: Found, format: Format, before: PartnerRecord | undefined, directory: Directory) {
  if (format === 'csv') {
    const own = directory.network(found.type);
    return own ? { network: own.id } : undefined;
  }
  const known = directory.importTypes[format.startsWith('dila') ? 'dila' : format] ?? {};
  const types = found.type.split('|').filter((type) => Object.hasOwn(known, type));
  const mapped = types[0] === undefined ? undefined : known[types[0]];
  if (mapped && directory.network(mapped.network)) return mapped;
  return before ? { network: before.network } : undefined;
}

/** The commune a site is in: the one its address names, or else its code, which may be a neighbour's. */
function communeOf(
  found: Found,
  directory: Directory,
  byName: ReadonlyMap<string, Commune[]>,
): { code: string; other: boolean } | null {
  const words = wordsOfName(found.town).join(' ');
  const coded = directory.commune(found.commune);
  if (words === '' || (coded && wordsOfName(coded.name).join(' ') === words))
    return coded ? { code: coded.code, other: false } : null;
  const department = found.postalCode.slice(0, 2);
  const named = (byName.get(words) ?? []).filter(
    ({ postalCodes }) => department === '' || postalCodes.some((code) => code.startsWith(department)),
  );
  const exact = named.find(({ code }) => code === found.commune) ?? named[0];
  if (exact) return { code: exact.code, other: coded !== undefined && exact.code !== coded.code };
  return coded ? { code: coded.code, other: true } : null;
}

function refusalOf(found: Found, seen: ReadonlySet<string>): Refusal | null {
  const texts = [found.id, found.name, found.address, found.note, found.website, found.phone, found.town];
  if (/^(\w+:)?$/.test(found.id) || !/^[\w.:-]{1,120}$/.test(found.id)) return 'no-id';
  if (seen.has(found.id)) return 'twice';
  if (found.name.length < 3 || found.name.length > 250) return 'no-name';
  if ([found.name, found.address, found.note].some((text) => /^[=+@\t\r-]\s*[\w(]/.test(text) && !/^-?\d/.test(text)))
    return 'formula';
  if (texts.some((text) => /[\p{Cc}\p{Cs}\u202a-\u202e\u2066-\u2069]/u.test(text))) return 'control';
  if (/^\s*(javascript|data|vbscript|file|blob)\s*:/i.test(found.website)) return 'dangerous-link';
  return null;
}

/** How many lines are compared between two signs of life. */
const step = 250;

/**
 * Compares what a file says with the directory, a step at a time; gives how many lines are done. Nothing is written; a
 * site the file does not name is never deleted.
 */
export function* planImport(
  format: Format,
  rows: readonly Found[],
  directory: Directory,
): Generator<number, PlanLine[]> {
  const seen = new Set<string>();
  const networks = new Set<string>();
  const departments = new Set<string>();
  const places = new Map<string, string>();
  const keysOf = ({ network, commune, name, lat, lon }: PartnerRecord) => [
    `${network} ${commune} ${wordsOfName(name).join(' ')}`,
    ...(lat === null || lon === null ? [] : [`${network} ${cell(lat)} ${cell(lon)}`]),
  ];
  for (const { id } of directory.partners) {
    const record = directory.record(id) as PartnerRecord;
    if (record.status !== 'closed') for (const key of keysOf(record)) places.set(key, id);
  }
  const byName = new Map<string, Commune[]>();
  for (const commune of directory.communes) {
    for (const name of [commune.name, ...commune.formerNames]) {
      const key = wordsOfName(name).join(' ');
      byName.set(key, [...(byName.get(key) ?? []), commune]);
    }
  }
  const compare = (found: Found): PlanLine => {
    const line = { line: found.line, id: found.id, name: found.name, fields: [], suspicions: [], record: null };
    const refuse = (refusal: Refusal): PlanLine => ({ ...line, kind: 'refused', refusal });
    const refusal = refusalOf(found, seen);
    if (refusal) return refuse(refusal);
    seen.add(found.id);
    const before = directory.record(found.id);
    const type = typeOf(found, format, before, directory);
    if (!type) return refuse('unknown-type');
    const place = communeOf(found, directory, byName);
    if (!place) return refuse('commune-unknown');
    const serves = found.serves === '' ? null : readServesText(found.serves, directory);
    if (serves === undefined) return refuse('coverage');
    const suspicions = new Set<Suspicion>();
    if (place.other) suspicions.add('other-commune');
    if (found.cedex) suspicions.add('cedex');
    const at = { code: place.code, network: type.network, open: type.open ?? false, format, serves };
    const record = recordOf(found, at, before, directory, (suspicion) => suspicions.add(suspicion));
    if (readRecord(record) === null) return refuse('malformed');
    if (before?.recorded_on && found.recordedOn && found.recordedOn < before.recorded_on) suspicions.add('older');
    const keys = keysOf(record);
    if (keys.some((key) => (places.get(key) ?? found.id) !== found.id)) suspicions.add('duplicate');
    for (const key of keys) places.set(key, found.id);
    networks.add(record.network);
    departments.add(directory.commune(record.commune)?.department ?? '');
    const fields = before ? changedFields(before, record) : [];
    const kind = !before ? 'added' : fields.length > 0 ? 'changed' : 'same';
    return {
      ...line,
      kind,
      refusal: null,
      fields,
      suspicions: [...suspicions],
      record: kind === 'same' ? null : record,
    };
  };
  const lines: PlanLine[] = [];
  for (const found of rows) {
    if (lines.length % step === 0) yield lines.length;
    lines.push(compare(found));
  }
  const prefix = prefixes[format];
  const vanished = directory.partners.filter(
    ({ id, network, department, status }) =>
      !seen.has(id) &&
      status !== 'closed' &&
      networks.has(network) &&
      departments.has(department) &&
      (prefix === null || id.startsWith(prefix)),
  );
  return [
    ...lines,
    ...vanished.map(
      ({ id, name }): PlanLine => ({
        line: 0,
        id,
        name,
        kind: 'vanished',
        refusal: null,
        fields: [],
        suspicions: [],
        record: null,
      }),
    ),
  ];
}
