import type { Request, Response } from 'express';
import type { SignedIn } from '../access/middleware.ts';
import { groupOf, looksAfter } from '../access/rights.ts';
import { AppError } from '../errors.ts';
import type { routeTable } from '../route-table.ts';
import type { Guard } from '../web/guarded.ts';
import type { Page } from '../web/page.ts';
import type { Keeping } from './keeping.ts';
import type { Wrong } from './partner-view.ts';

/** What the directory's pages stand on. */
export interface KeepingDeps extends Keeping {
  page: Page;
  guard: Guard;
  publicUrl: string;
  secure: boolean;
  /** First doors (`a`: the network) by basin over some months, from the counters. */
  firstDoors(from: string, to: string): Promise<readonly { a: string; basin: string; count: number }[]>;
  /** Names of the accounts, by id. */
  names(): Promise<ReadonlyMap<string, string>>;
  clock: () => Date;
}

export type DirectoryLines = typeof routeTable.directory;

/** The person of this request, or null. */
export const personOf = (res: Response): SignedIn | null => (res.locals.account as SignedIn | undefined) ?? null;

/** True when the person may change a site: it stands in one of the groups they look after. */
export function keeps(res: Response, { live }: Pick<Keeping, 'live'>, partner: string): boolean {
  const person = personOf(res);
  return person !== null && looksAfter(person, groupOf(live.directory, partner));
}

/** The site of the address, if the person keeps it: another group's is as unknown as one that never was. */
export function keptRecord(req: Request<Record<string, string>>, res: Response, deps: Pick<Keeping, 'live'>) {
  const record = deps.live.directory.record(req.params.partner ?? '');
  if (!record || !keeps(res, deps, record.id)) throw new AppError('not-found', 'partner-gone');
  return record;
}

/** True when the person may say that a site was checked: its keeper, or a desk of the same group. */
export function checks(res: Response, deps: Pick<Keeping, 'live'>, partner: string): boolean {
  const person = personOf(res);
  if (person === null) return false;
  const own = groupOf(deps.live.directory, person.partner);
  return keeps(res, deps, partner) || (own !== null && own === groupOf(deps.live.directory, partner));
}

/** What is wrong with a form; other errors go on. */
export function wrongIn(error: unknown): Wrong {
  if (error instanceof AppError && error.code === 'invalid') return error;
  throw error;
}
