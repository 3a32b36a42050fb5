/** Nobody says more than this in a search field; the rest is not read. */
const mostWords = 40;

/** Lower case without accents; letters of one sound in Arabic, Persian and Turkish writing become one. */
export function fold(text: string): string {
  return text
    .toLowerCase()
    .replace(/ş/g, 'sh')
    .replace(/ı/g, 'i')
    .replace(/œ/g, 'oe')
    .replace(/[\u200b-\u200f\u0640]/g, '')
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/[يى]/g, 'ی')
    .replace(/ك/g, 'ک')
    .replace(/ة/g, 'ه')
    .replace(/(\p{L})\1{2,}/gu, '$1');
}

/** Words that would become another one: « pays » and « payer », « fautes » and « il faut ». */
const whole = new Set(['cafe', 'pays', 'faute', 'compte', 'femme', 'voie']);

/**
 * A word without what French adds at its end, so that « cherche », « chercher » and « cherchez », or « licencié » and
 * « licenciement », are one. Rough on purpose: both sides of the comparison go through it.
 */
export function stem(word: string): string {
  if (/^ال\p{L}{3,}/u.test(word)) return word.slice(2);
  if (word.length < 4 || whole.has(word) || !/^[a-z]+$/.test(word)) return word;
  const singular = word.replace(/(?<![su])s$|x$|(?<=u)s$/, '');
  if (whole.has(singular)) return singular;
  return singular.replace(/(?<=[a-z]{3})(?:ement|ees?|ez|er|e)$/, '').replace(/([a-rt-z])\1$/, '$1');
}

/** The words of a text, as stems, in order. */
export function wordsIn(text: string): string[] {
  return (fold(text).match(/[\p{L}\p{N}]+/gu) ?? []).slice(0, mostWords).map(stem);
}

/** How a French word sounds, roughly: what is spelt by ear finds what is spelt by rule. */
export function sound(word: string): string {
  if (!/^[a-z]+$/.test(word)) return word;
  return word
    .replace(/ph/g, 'f')
    .replace(/[ckq]u?(?=[aou])|q+u?|k|c(?![eiyh])/g, 'k')
    .replace(/ti(?=on|en|eu)/g, 'si')
    .replace(/sc(?=[eiy])|c(?=[eiy])/g, 's')
    .replace(/g(?=[eiy])/g, 'j')
    .replace(/je(?=[ao])/g, 'j')
    .replace(/eau|au/g, 'o')
    .replace(/[ae][iy](?!l)/g, 'e')
    .replace(/oe|eu/g, 'e')
    .replace(/[ae][mn](?![aeiouy]|$)|[ae][mn]$/g, 'A')
    .replace(/i[mn](?![aeiouy])/g, 'I')
    .replace(/y/g, 'i')
    .replace(/z/g, 's')
    .replace(/h/g, '')
    .replace(/(.)\1+/g, '$1')
    .replace(/[aeiouAI](?<=.{3})[tdsx]$/, (end) => end[0] as string);
}
