import { AppError } from '../errors.ts';

/** A field of a posted form as text; several values of one name come as several lines. */
export type Fields = (name: string) => string;

/** Reads a posted body without trusting its shape. */
export function fieldsOf(body: unknown): Fields {
  const posted = typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : {};
  return (name) => {
    const value = Object.hasOwn(posted, name) ? posted[name] : '';
    if (Array.isArray(value))
      return value
        .filter((part) => typeof part === 'string')
        .join('\n')
        .trim();
    return typeof value === 'string' ? value.trim() : '';
  };
}

/** What is wrong with a field; the key is one of `errors`. */
export const wrong = (key: string, field: string) => new AppError('invalid', key, {}, field);

/** The lines of a text, each once. */
export const lines = (text: string): string[] =>
  [...new Set(text.split(/[\n;]/).map((line) => line.trim()))].filter(Boolean);

/** One of a closed list, or undefined. */
export const oneOf = <T extends string>(known: readonly T[], typed: string): T | undefined =>
  known.find((value) => value === typed);

/** A day as a date field or a person writes it, "2026-11-24" or "24/11/2026"; undefined when it is none. */
export function readDay(typed: string): string | undefined {
  const french = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/.exec(typed);
  const day = french ? `${french[3]}-${french[2]?.padStart(2, '0')}-${french[1]?.padStart(2, '0')}` : typed;
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day) || Number.isNaN(Date.parse(day))) return undefined;
  return new Date(day).toISOString().startsWith(day) ? day : undefined;
}
