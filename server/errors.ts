/** Why a request cannot be served; each has one HTTP status. Anything else is a fault of ours: 500 and a log line. */
export type ErrorCode =
  | 'invalid'
  | 'not-found'
  | 'forbidden'
  | 'conflict'
  | 'gone'
  | 'too-many'
  | 'signed-out'
  | 'wrong-method'
  | 'wrong-type';

/** The status of HTTP each kind of error is answered with. */
export const statusOf: Record<ErrorCode, number> = {
  invalid: 422,
  'not-found': 404,
  forbidden: 403,
  conflict: 409,
  gone: 410,
  'too-many': 429,
  'signed-out': 401,
  'wrong-method': 405,
  'wrong-type': 415,
};

/**
 * An error meant for the person: `key` names its sentence in the `errors` locale, `values` fill it, `field` names what
 * to correct. Never carries an answer, a name or a sentence.
 */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly key: string;
  readonly values: Record<string, string | number>;
  readonly field: string | null;

  constructor(code: ErrorCode, key: string, values: Record<string, string | number> = {}, field: string | null = null) {
    super(`${code}: ${key}`);
    this.code = code;
    this.key = key;
    this.values = values;
    this.field = field;
  }
}
