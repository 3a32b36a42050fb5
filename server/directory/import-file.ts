import { parse as parseCsv } from 'csv-parse/sync';

/** What a file says of one site, before it is compared: text as the file wrote it, and where it stands. */
export interface Found {
  /** Line of the file, or place of the record in it. */
  line: number;
  id: string;
  /** Type in the words of the source: `mission_locale`, `france-service`; or a network's own id. */
  type: string;
  name: string;
  address: string;
  postalCode: string;
  town: string;
  /** The address is that of a sorting office: its postal code is no commune's. */
  cedex: boolean;
  commune: string;
  phone: string;
  website: string;
  /** OSM syntax; empty when the file has none; undefined when what it has cannot be read. */
  hours: string | undefined;
  note: string;
  appointment: 'only' | 'recommended' | null;
  lat: number | null;
  lon: number | null;
  itinerant: boolean;
  recordedOn: string | null;
  /** Whom it receives, in the words of the product's own table; empty in every other format. */
  serves: string;
  formerNames: readonly string[];
}

export type Format = 'dila-v1' | 'dila-v4' | 'france-services' | 'data-inclusion' | 'csv';

/** Why a file cannot be read at all: key of a sentence of `directory.import.refusal`. */
export class UnreadableFile extends Error {
  readonly key: string;
  constructor(key: string) {
    super(key);
    this.key = key;
  }
}

/** Twice the largest file known (a v4 region); a bomb stops here. */
export const largestFile = 64 * 1024 * 1024;
const deepest = 40;
const mostRecords = 60_000;
const longestText = 2_000;

/** Columns of the product's own file, in the order of its template. */
export const ownColumns = [
  'id',
  'network',
  'name',
  'address',
  'postal_code',
  'commune',
  'phone',
  'website',
  'opening_hours',
  'note',
  'lat',
  'lon',
  'recorded_on',
  'serves',
  'appointment',
  'former_names',
] as const;

/** JSON of a reasonable depth, without asking the parser to climb down first: 200,000 brackets would end the process. */
function checkDepth(text: string): void {
  let depth = 0;
  let quoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const char = text.charCodeAt(at);
    if (quoted) {
      if (char === 92) at += 1;
      else if (char === 34) quoted = false;
    } else if (char === 34) quoted = true;
    else if (char === 123 || char === 91) {
      depth += 1;
      if (depth > deepest) throw new UnreadableFile('too-deep');
    } else if (char === 125 || char === 93) depth -= 1;
  }
}

function decode(bytes: Uint8Array): string {
  if (bytes.length === 0) throw new UnreadableFile('empty');
  if (bytes.length > largestFile) throw new UnreadableFile('too-large');
  const starts = (...signature: number[]) => signature.every((byte, index) => bytes[index] === byte);
  if (starts(0x1f, 0x8b) || starts(0x50, 0x4b) || starts(0x42, 0x5a, 0x68) || starts(0xfd, 0x37)) {
    throw new UnreadableFile('compressed');
  }
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new UnreadableFile('not-utf8');
  }
  if (text.includes('\0')) throw new UnreadableFile('not-text');
  if (text.trim() === '') throw new UnreadableFile('empty');
  return text;
}

export type Json = Record<string, unknown>;

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A file as rows of its format; what cannot be understood at all throws UnreadableFile. */
export function readRows(bytes: Uint8Array): { format: Format; rows: { line: number; row: Json }[] } {
  const text = decode(bytes);
  const numbered = (rows: unknown[], from: number) => {
    if (rows.length === 0) throw new UnreadableFile('no-record');
    if (rows.length > mostRecords) throw new UnreadableFile('too-many');
    return rows.map((row, index) => ({ line: index + from, row: isObject(row) ? row : {} }));
  };
  if (/^\s*[{[]/.test(text)) {
    checkDepth(text);
    let json: unknown;
    try {
      json = JSON.parse(text);
    } catch {
      throw new UnreadableFile('broken-json');
    }
    if (isObject(json) && Array.isArray(json.service)) return { format: 'dila-v4', rows: numbered(json.service, 1) };
    if (isObject(json) && Array.isArray(json.features)) {
      const rows = json.features.map((feature) => (isObject(feature) ? feature.properties : null));
      return { format: 'dila-v1', rows: numbered(rows, 1) };
    }
    const list = Array.isArray(json) ? json : isObject(json) ? (json.structures ?? json.items) : null;
    if (Array.isArray(list)) {
      // The open-data interface of DILA gives the records of v4 without their envelope.
      const v4 = isObject(list[0]) && 'pivot' in list[0];
      return { format: v4 ? 'dila-v4' : 'data-inclusion', rows: numbered(list, 1) };
    }
    throw new UnreadableFile('unknown-format');
  }
  return readTable(text, numbered);
}

function readTable(text: string, numbered: (rows: unknown[], from: number) => { line: number; row: Json }[]) {
  const header = text.slice(0, 5_000).split(/\r?\n/, 1)[0] ?? '';
  const delimiter = header.split(';').length > header.split(',').length ? ';' : ',';
  let rows: { record: Json; info: { lines: number } }[];
  try {
    rows = parseCsv(text, {
      columns: (names: string[]) => {
        if (new Set(names).size !== names.length) throw new UnreadableFile('column-twice');
        return names.map((name) => name.trim());
      },
      bom: true,
      delimiter,
      info: true,
      skip_empty_lines: true,
      max_record_size: 100_000,
    }) as never;
  } catch (error) {
    throw error instanceof UnreadableFile ? error : new UnreadableFile('broken-csv');
  }
  const first = rows[0]?.record;
  if (!first) throw new UnreadableFile('no-record');
  const has = (...names: string[]) => names.every((name) => Object.hasOwn(first, name));
  const format = has('id_fs', 'lib_fs', 'insee_com') ? 'france-services' : has('id', 'network', 'name') ? 'csv' : null;
  if (!format) throw new UnreadableFile('unknown-columns');
  const lines = numbered(
    rows.map(({ record }) => record),
    1,
  );
  return {
    format: format as Format,
    rows: lines.map(({ row }, index) => ({ row, line: rows[index]?.info.lines ?? 0 })),
  };
}

/** One text of a row: never an object, never longer than a card can show. Undefined when it is longer. */
export function textOf(value: unknown): string {
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' ? value.slice(0, longestText).replace(/\s+/g, ' ').trim() : '';
}

/** Objects that the sources write alone or in a list, or as JSON in a string. */
export function listOf(value: unknown): Json[] {
  if (typeof value === 'string' && /^\s*[[{]/.test(value) && value.length < 20_000) {
    try {
      checkDepth(value);
      return listOf(JSON.parse(value));
    } catch {
      return [];
    }
  }
  return (Array.isArray(value) ? value : [value]).filter(isObject);
}

/** The first text among strings, numbers, lists of them, or `{ $t }` and `{ valeur }` objects. */
export function firstText(value: unknown): string {
  for (const one of Array.isArray(value) ? value : [value]) {
    const text = isObject(one) ? textOf(one.$t ?? one.valeur) : textOf(one);
    if (text !== '') return text;
  }
  return '';
}

/** A coordinate; null for anything that is none. */
export function numberOf(value: unknown): number | null {
  const text = textOf(value).replace(',', '.');
  const number = Number(text);
  return text !== '' && Number.isFinite(number) ? number : null;
}
