import express, { type RequestHandler, type Router } from 'express';
import type { Access } from '../route-table.ts';

/** Lets through who may come to an address of this kind, and sends the others elsewhere or refuses them. */
export type Guard = (access: Access) => RequestHandler;

/** What answers at an address: one handler, or those that stand before it too. */
type Answer = RequestHandler<Record<string, string>> | readonly RequestHandler<Record<string, string>>[];

/** What a domain answers at each address of its lines: a line without an answer does not compile. */
export type Answers<Lines extends Record<string, Access>> = { readonly [Line in keyof Lines]: Answer };

/** Builds the router of a domain from its lines of the route table: no address can be opened without a guard. */
export function guardedRouter<Lines extends Record<string, Access>>(
  lines: Lines,
  answers: Answers<Lines>,
  guard: Guard,
): Router {
  const router = express.Router();
  for (const line of Object.keys(lines)) {
    const [method, path] = line.split(' ') as ['GET' | 'POST', string];
    const handlers = [answers[line] as Answer].flat() as RequestHandler[];
    router[method === 'GET' ? 'get' : 'post'](path, guard(lines[line] as Access), ...handlers);
  }
  return router;
}
