import { createHash } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import type { RequestHandler } from 'express';
import { ipKeyGenerator, rateLimit } from 'express-rate-limit';
import { AppError } from '../errors.ts';
import { nameKey } from './account.ts';

/** Makes guessing passwords slow without ever locking anybody out of an account. */
export interface SlowDown {
  /** Stands before a sign-in: an address that failed too often, under one name or under many, waits a quarter of an hour. */
  ceiling: readonly RequestHandler[];
  /** After a failure under a name, from anywhere: waits longer with each, a few seconds at most. */
  afterFailure(name: string): Promise<void>;
}

const quarterHour = 15 * 60_000;
/** Failures in a quarter of an hour, of one name and address; then of one address, behind which a whole site may sit. */
const mostOfOne = 10;
const mostOfAddress = 100;

const freeFailures = 3;
const firstDelay = 250;
const longestDelay = 4_000;
const mostRemembered = 10_000;

const open: SlowDown = { ceiling: [], afterFailure: async () => {} };

/** A name as a key of fixed length: what people type is not kept. */
const keyOf = (typed: unknown): string =>
  createHash('sha256')
    .update(typeof typed === 'string' ? nameKey(typed) : '')
    .digest('base64url');

/**
 * Slows sign-ins down in this process; `off` is for load tests, and refused in production by the settings. `wait` lets
 * some milliseconds pass.
 */
export function createSlowDown(
  rateLimits: 'on' | 'off',
  clock: () => Date,
  wait: (ms: number) => Promise<unknown> = setTimeout,
): SlowDown {
  if (rateLimits === 'off') return open;
  const failures = new Map<string, { count: number; since: number }>();
  const ceiling = (limit: number, name: (body: { name?: unknown }) => string): RequestHandler =>
    rateLimit({
      windowMs: quarterHour,
      limit,
      skipSuccessfulRequests: true,
      standardHeaders: 'draft-8',
      legacyHeaders: false,
      keyGenerator: (req) => `${ipKeyGenerator(req.ip ?? '', 56)} ${name(req.body ?? {})}`,
      handler: (_req, _res, next) => next(new AppError('too-many', 'sign-in-too-many')),
    });
  return {
    ceiling: [ceiling(mostOfAddress, () => ''), ceiling(mostOfOne, ({ name }) => keyOf(name))],
    async afterFailure(name) {
      const key = keyOf(name);
      const now = clock().getTime();
      const known = failures.get(key);
      const recent = known && now - known.since < quarterHour ? known : { count: 0, since: now };
      failures.delete(key);
      if (failures.size >= mostRemembered) failures.delete(failures.keys().next().value as string);
      failures.set(key, { ...recent, count: recent.count + 1 });
      if (recent.count >= freeFailures)
        await wait(Math.min(longestDelay, firstDelay * 2 ** (recent.count - freeFailures)));
    },
  };
}
