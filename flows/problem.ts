/**
 * Something a coordinator should know about a content file. `code` names its sentence in the `check` locale, or
 * in another (`translations/missing`), `values` fill it. Errors stop the start and the check; warnings are wrong but bearable; advice would make it better.
 */
export interface Problem {
  level: 'error' | 'warning' | 'advice';
  code: string;
  file: string;
  /** From 1. */
  line: number;
  values: Record<string, string | number>;
}
