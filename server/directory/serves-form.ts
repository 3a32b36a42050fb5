import { AppError } from '../errors.ts';
import { wordsOfName } from './commune.ts';
import type { Directory } from './directory.ts';
import { type Fields, lines, wrong } from './form.ts';
import type { PartnerRecord } from './schema.ts';

type Serves = PartnerRecord['serves'];

const same = (one: string, other: string) => wordsOfName(one).join(' ') === wordsOfName(other).join(' ');

/** The commune typed: INSEE code, or a name of one only. Undefined when it names none or several. */
export function communeNamed(typed: string, directory: Directory): string | undefined {
  if (directory.commune(typed)) return typed;
  const code = /\((\d[0-9AB]\d{3})\)$/.exec(typed)?.[1];
  if (code && directory.commune(code)) return code;
  const name = typed.replace(/\(.*\)$/, '');
  const found = directory
    .search(typed)
    .filter((commune) => [commune.name, ...commune.formerNames].some((known) => same(known, name)));
  return found.length === 1 ? found[0]?.code : undefined;
}

/** The EPCI typed: its number, wherever it stands in the line, or any commune of it. */
function epciNamed(line: string, directory: Directory): string | undefined {
  const number = /\b\d{9}\b/.exec(line)?.[0];
  if (number) return directory.communes.some(({ epci }) => epci === number) ? number : undefined;
  return directory.commune(communeNamed(line, directory) ?? '')?.epci;
}

/** Whom a site receives, as typed: a kind, and names one a line. Throws `invalid` naming the field and the line. */
export function readServes(field: Fields, directory: Directory): Serves {
  const kind = field('serves');
  const confidence = 'high' as const;
  if (kind === 'region' || kind === 'open' || kind === 'nobody') return { kind };
  const finders: Record<string, (line: string) => string | undefined> = {
    communes: (line) => communeNamed(line, directory),
    departments: (line) => directory.departments.find(({ code, name }) => code === line || same(name, line))?.code,
    basins: (line) => directory.basins.find(({ id, name }) => id === line || same(name, line))?.id,
    epcis: (line) => epciNamed(line, directory),
  };
  const find = Object.hasOwn(finders, kind) ? finders[kind] : undefined;
  if (!find) throw wrong('coverage-kind', 'serves');
  const named = lines(field('serves-list'));
  if (named.length === 0) throw wrong('coverage-missing', 'serves-list');
  const found = named.map((line) => {
    const code = find(line);
    if (code !== undefined) return code;
    throw new AppError('invalid', 'coverage-unknown', { line: line.slice(0, 60) }, 'serves-list');
  });
  const codes = [...new Set(found)];
  if (kind === 'communes') return { kind, communes: codes, confidence };
  if (kind === 'departments') return { kind, departments: codes, confidence };
  if (kind === 'basins') return { kind, basins: codes, confidence };
  return { kind: 'epcis', epcis: codes, confidence };
}

/** The coverage of before when the new one names the same: its confidence is not raised by saving a form. */
export function keptServes(read: Serves, before: Serves): Serves {
  const named = (serves: Serves) => JSON.stringify({ ...serves, confidence: null });
  return named(read) === named({ ...before }) ? before : read;
}

/** The lines of the coverage field of a form: names, each read back as what it names. */
export function servesLines(serves: Serves, directory: Directory): string {
  const commune = (code: string) => {
    const found = directory.commune(code);
    return found ? `${found.name} (${code})` : code;
  };
  switch (serves.kind) {
    case 'communes':
      return serves.communes.map(commune).join('\n');
    case 'departments':
      return serves.departments
        .map((code) => directory.departments.find((known) => known.code === code)?.name ?? code)
        .join('\n');
    case 'epcis':
      return serves.epcis
        .map((epci) => {
          const [seat] = directory.communes
            .filter((known) => known.epci === epci)
            .sort((one, other) => other.population - one.population);
          return seat ? `${epci} – ${seat.name}` : epci;
        })
        .join('\n');
    case 'basins':
      return serves.basins.map((id) => directory.basins.find((known) => known.id === id)?.name ?? id).join('\n');
    default:
      return '';
  }
}

/** Whom a site receives, in one text of a table: « open », « communes:41018 41295 », « departments:41 ». */
export function servesText(serves: Serves): string {
  const codes =
    serves.kind === 'communes'
      ? serves.communes
      : serves.kind === 'departments'
        ? serves.departments
        : serves.kind === 'epcis'
          ? serves.epcis
          : serves.kind === 'basins'
            ? serves.basins
            : [];
  return codes.length > 0 ? `${serves.kind}:${codes.join(' ')}` : serves.kind;
}

/** The coverage such a text says; undefined when it names a kind, or a place, that is none of the region. */
export function readServesText(text: string, directory: Directory): Serves | undefined {
  const [kind = '', list = ''] = text.split(':', 2);
  const known: Record<string, (code: string) => boolean> = {
    communes: (code) => directory.commune(code) !== undefined,
    departments: (code) => directory.departments.some((one) => one.code === code),
    epcis: (code) => directory.communes.some(({ epci }) => epci === code),
    basins: (code) => directory.basins.some(({ id }) => id === code),
  };
  const codes = list.split(/[\s,|]+/).filter(Boolean);
  const is = Object.hasOwn(known, kind) ? known[kind] : undefined;
  if (is && (codes.length === 0 || !codes.every(is))) return undefined;
  if (!is && codes.length > 0) return undefined;
  const field = (name: string) => (name === 'serves' ? kind : codes.join('\n'));
  try {
    return readServes(field, directory);
  } catch {
    return undefined;
  }
}
