import { readSpan, writeHours } from './hours-form.ts';
import { type Format, type Found, firstText, type Json, listOf, numberOf, textOf } from './import-file.ts';

/** What a reader of one format gives. */
type Read = Omit<Found, 'cedex' | 'serves' | 'formerNames'> & Partial<Pick<Found, 'serves' | 'formerNames'>>;
type Span = readonly [string, string];
const weekDays = ['lundi', 'mardi', 'mercredi', 'jeudi', 'vendredi', 'samedi', 'dimanche'];

const emptyWeek = (): Span[][] => Array.from({ length: 7 }, () => []);

/** Adds spans to the days of a range; false when something of it cannot be read. */
function addDays(week: Span[][], from: unknown, to: unknown, spans: readonly (readonly [unknown, unknown])[]): boolean {
  const first = weekDays.indexOf(textOf(from).toLowerCase());
  const last = weekDays.indexOf(textOf(to || from).toLowerCase());
  if (first < 0 || last < first) return false;
  for (const [begin, end] of spans) {
    const read = readSpan(`${textOf(begin).slice(0, 5)}-${textOf(end).slice(0, 5)}`);
    if (!read) return false;
    for (let day = first; day <= last; day += 1) week[day]?.push(read);
  }
  return true;
}

function written(week: Span[][]): string {
  return (
    writeHours(
      week.map((spans) => spans.sort(([one], [other]) => (one < other ? -1 : 1))),
      false,
    ) ?? ''
  );
}

/** "03/12/2021 07:55:01", "2021-12-03…": a day; null for anything else. */
function dayIn(value: unknown): string | null {
  const text = textOf(value);
  const french = /^(\d{2})\/(\d{2})\/(\d{4})/.exec(text);
  const day = french ? `${french[3]}-${french[2]}-${french[1]}` : text.slice(0, 10);
  const valid = /^\d{4}-\d{2}-\d{2}$/.test(day) && !Number.isNaN(Date.parse(day));
  return valid && new Date(day).toISOString().startsWith(day) ? day : null;
}

const withoutCedex = (town: string) => town.replace(/\s+cedex(\s+\d+)?$/i, '');

function dilaV1(row: Json, line: number): Read {
  const places = listOf(row.Adresse);
  const place = places.find(({ type }) => type !== 'postale') ?? places[0] ?? {};
  const spot = listOf(place.Localisation)[0] ?? {};
  const contact = listOf(row.CoordonnéesNum)[0] ?? {};
  const week = emptyWeek();
  const ranges = listOf(listOf(row.Ouverture)[0]?.PlageJ);
  const readable = ranges.every((range) =>
    addDays(
      week,
      range.début,
      range.fin,
      listOf(range.PlageH).map(({ début, fin }) => [début, fin]),
    ),
  );
  const lines = Array.isArray(place.Ligne) ? place.Ligne : [place.Ligne];
  return {
    line,
    id: `dila:${textOf(row.id)}`,
    type: textOf(row.pivotLocal),
    name: textOf(row.Nom),
    address: lines.map(firstText).filter(Boolean).join(', '),
    postalCode: textOf(place.CodePostal),
    town: textOf(place.NomCommune),
    commune: textOf(row.codeInsee),
    phone: firstText(contact.Téléphone),
    website: firstText(contact.Url),
    hours: readable ? written(week) : undefined,
    note: '',
    appointment: null,
    lat: numberOf(spot.Latitude),
    lon: numberOf(spot.Longitude),
    itinerant: false,
    recordedOn: dayIn(row.dateMiseAJour),
  };
}

function dilaV4(row: Json, line: number): Read {
  const places = listOf(row.adresse);
  const place = places.find(({ type_adresse: type }) => type === 'Adresse') ?? places[0] ?? {};
  const [pivot = {}] = listOf(row.pivot);
  const week = emptyWeek();
  const readable = listOf(row.plage_ouverture).every((range) => {
    const spans = [1, 2].map((n) => [range[`valeur_heure_debut_${n}`], range[`valeur_heure_fin_${n}`]] as const);
    return addDays(
      week,
      range.nom_jour_debut,
      range.nom_jour_fin,
      spans.filter(([begin]) => textOf(begin) !== ''),
    );
  });
  const type = textOf(pivot.type_service_local);
  const insee = firstText(pivot.code_insee_commune) || firstText(row.code_insee_commune);
  // The site was known to v1 under type, commune and number: the same site keeps its id.
  const former = firstText(row.ancien_identifiant);
  return {
    line,
    id: `dila:${former || textOf(row.id)}`,
    type,
    name: textOf(row.nom),
    address: [place.complement1, place.numero_voie, place.complement2].map(textOf).filter(Boolean).join(', '),
    postalCode: textOf(place.code_postal),
    town: textOf(place.nom_commune),
    commune: insee,
    phone: firstText(listOf(row.telephone)),
    website: firstText(listOf(row.site_internet)),
    hours: readable ? written(week) : undefined,
    note: textOf(row.commentaire_plage_ouverture),
    appointment: null,
    lat: numberOf(place.latitude),
    lon: numberOf(place.longitude),
    itinerant: false,
    recordedOn: dayIn(row.date_modification),
  };
}

function franceServices(row: Json, line: number): Read {
  const week = emptyWeek();
  const readable = weekDays.slice(0, 6).every((day) =>
    textOf(row[`h_${day}`])
      .split(' / ')
      .filter((span) => span !== '')
      .every((span) => {
        const [from, to] = span.split('-').map((time) => time.trim());
        return addDays(week, day, day, [[from, to]]);
      }),
  );

  return {
    line,
    id: `fs:${textOf(row.id_fs)}`,
    type: 'label',
    name: textOf(row.lib_fs),
    address: [row.adresse, row.complement_adresse].map(textOf).filter(Boolean).join(', '),
    postalCode: textOf(row.code_postal),
    town: textOf(row.lib_com),
    commune: textOf(row.insee_com),
    phone: textOf(row.telephone),
    website: '',
    hours: readable ? written(week) : undefined,
    note: textOf(row.commentaire),
    // « Prise de rendez-vous : oui » says that one may be made, not that one is advised.
    appointment: null,
    lat: numberOf(row.latitude),
    lon: numberOf(row.longitude),
    itinerant: /bus|itin/i.test(textOf(row.format_fs)),
    // The day of the label is not the day the record was read: the file has none.
    recordedOn: null,
  };
}

function dataInclusion(row: Json, line: number): Read {
  const networks = Array.isArray(row.reseaux_porteurs) ? row.reseaux_porteurs.map(textOf) : [];
  const own = /^aiguillage--(.+)$/.exec(textOf(row.id))?.[1];
  return {
    line,
    id: own ?? `di:${textOf(row.id)}`,
    type: networks.join('|'),
    name: textOf(row.nom),
    address: [row.adresse, row.complement_adresse].map(textOf).filter(Boolean).join(', '),
    postalCode: textOf(row.code_postal),
    town: textOf(row.commune),
    commune: textOf(row.code_insee),
    phone: textOf(row.telephone),
    website: textOf(row.site_web),
    hours: textOf(row.horaires_accueil),
    note: '',
    appointment: null,
    lat: numberOf(row.latitude),
    lon: numberOf(row.longitude),
    itinerant: false,
    recordedOn: dayIn(row.date_maj),
  };
}

const appointmentOf = (text: string) => (text === 'only' || text === 'recommended' ? text : null);

function ownCsv(row: Json, line: number): Read {
  return {
    line,
    id: textOf(row.id),
    type: textOf(row.network),
    name: textOf(row.name),
    address: textOf(row.address),
    postalCode: textOf(row.postal_code),
    town: '',
    commune: textOf(row.commune),
    phone: textOf(row.phone),
    website: textOf(row.website),
    hours: textOf(row.opening_hours),
    note: textOf(row.note),
    appointment: appointmentOf(textOf(row.appointment)),
    serves: textOf(row.serves),
    formerNames: textOf(row.former_names)
      .split('|')
      .map((name) => name.trim())
      .filter(Boolean),
    lat: numberOf(row.lat),
    lon: numberOf(row.lon),
    itinerant: false,
    recordedOn: dayIn(row.recorded_on),
  };
}

const readers: Record<Format, (row: Json, line: number) => Read> = {
  'dila-v1': dilaV1,
  'dila-v4': dilaV4,
  'france-services': franceServices,
  'data-inclusion': dataInclusion,
  csv: ownCsv,
};

/** One row of a file in the product's words. */
export function readRow(format: Format, row: Json, line: number): Found {
  const found = readers[format](row, line);
  const cedex = /\bcedex\b/i.test(`${found.address} ${found.town}`);
  return { serves: '', formerNames: [], ...found, cedex, town: withoutCedex(found.town) };
}
