import type { Request } from 'express';

/** What a program shows to be let in (`Authorization: Bearer …`), whatever it is worth; null for everybody else. */
export function bearerOf(req: Request): string | null {
  const shown = /^Bearer(?: +(.*))?$/i.exec(req.get('Authorization') ?? '');
  return shown && (shown[1] ?? '');
}
