/** Left-to-right isolate, and its end: characters that nobody sees. */
const open = '\u2066';
const close = '\u2069';

/**
 * Latin words and figures with something between them: « 0 800 13 60 10 », « 16-17 », « 12/05 ». Between Arabic words, a
 * browser would show their parts from the right. Brackets stay outside: they belong to the sentence.
 */
const run =
  /[\p{Script=Latin}\d+](?:(?:[ \u00a0'’&@/+°–-]|[.,:](?=[\p{Script=Latin}\d]))*[\p{Script=Latin}\d%€])*(?:\u00a0?[%€])?/gu;
const composed = /[^\p{Script=Latin}]/u;

/** A text of a language written from the right, its runs of Latin and figures set apart from their sentence. */
export function isolateRuns(text: string): string {
  if (text.includes(open)) return text;
  // A value has its own runs set apart when it comes.
  return text
    .split(/(\{\{[^}]*\}\})/)
    .map((part, index) =>
      index % 2 === 1
        ? part
        : part.replace(run, (found) =>
            composed.test(found) && found.length > 1 && !/^\d+$/.test(found) ? open + found + close : found,
          ),
    )
    .join('');
}

/** A value as it stands in such a text: whole, brackets included, when it has nothing of the language's own script. */
export function isolateValue(value: string): string {
  if (value.includes(open) || !/[\p{Script=Latin}\d]/u.test(value)) return value;
  return /\p{Script=Arabic}|\p{Script=Hebrew}/u.test(value) ? isolateRuns(value) : open + value + close;
}

/** The same for every text of a file, whatever its depth. */
export function isolateAll<T>(texts: T): T {
  if (typeof texts === 'string') return isolateRuns(texts) as T;
  if (typeof texts !== 'object' || texts === null) return texts;
  const inner = Array.isArray(texts)
    ? texts.map(isolateAll)
    : Object.fromEntries(Object.entries(texts).map(([key, value]) => [key, isolateAll(value)]));
  return inner as T;
}
