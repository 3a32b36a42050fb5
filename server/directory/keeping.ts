import type { RequestHandler } from 'express';
import type { Database } from '../storage/database.ts';
import type { Directory } from './directory.ts';
import { createImports, type Imports } from './imports.ts';
import { createLiveDirectory, type LiveDirectory } from './live.ts';
import { createPartnerLinks, type PartnerLinks } from './partner-link.ts';
import { createPartnerSignals, type PartnerSignals } from './partner-signals.ts';
import { createPartnerVersions, type PartnerVersions } from './partner-versions.ts';

/** The directory that people keep: the shipped one, what was changed since, and what comes in from outside. */
export interface Keeping {
  live: LiveDirectory;
  /** As shipped: what a partner was before its first edit. */
  base: Directory;
  versions: PartnerVersions;
  signals: PartnerSignals;
  links: PartnerLinks;
  imports: Imports;
  /** Before every page: looks for what another process changed, at most every thirty seconds, and for a new day. */
  follow(log: (event: string, fields: Record<string, string>) => void): RequestHandler;
}

/** Opens the kept directory over a database. As shipped until somebody looks. */
export function keepDirectory(services: {
  directory: Directory;
  database: Database;
  secret: string;
  clock: () => Date;
}): Keeping {
  const { directory: base, database, secret, clock } = services;
  const versions = createPartnerVersions(database, secret, clock);
  const live = createLiveDirectory(base, versions, clock);
  return {
    live,
    base,
    versions,
    signals: createPartnerSignals(database),
    links: createPartnerLinks(secret),
    imports: createImports(database, { versions, live, base, clock }),
    follow: (log) => (_req, _res, next) => {
      // A database that does not answer must not hold back pages that need none: the directory of before stays.
      live
        .refreshIfOld()
        .catch((error: unknown) => log('directory-not-refreshed', { reason: String(error) }))
        .then(() => next(), next);
    },
  };
}
