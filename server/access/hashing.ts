import { randomBytes } from 'node:crypto';
import argon2 from 'argon2';
import { AppError } from '../errors.ts';

/** Turns passwords into what is stored, and compares. */
export interface Hashing {
  hash(password: string): Promise<string>;
  /** True when the password is the one hashed; null stands for nobody, is always false, and costs just as much. */
  verify(stored: string | null, password: string): Promise<boolean>;
}

const parameters = { type: argon2.argon2id, memoryCost: 19 * 1024, timeCost: 2, parallelism: 1 } as const;

/** A hash takes 19 MiB and a core for a moment: more at once would let anybody slow the desk down. */
const mostAtOnce = 2;
const mostWaiting = 64;

/** argon2id, at most two at a time. Throws `too-many` when too many wait already. */
export function createHashing(): Hashing {
  const waiting: (() => void)[] = [];
  let running = 0;

  const inTurn = async <T>(work: () => Promise<T>): Promise<T> => {
    if (running >= mostAtOnce) {
      if (waiting.length >= mostWaiting) throw new AppError('too-many', 'too-many');
      await new Promise<void>((go) => waiting.push(go));
    } else running += 1;
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else running -= 1;
    }
  };
  const hash = (password: string) => inTurn(() => argon2.hash(password, parameters));
  // A password nobody has, to compare with when a name is unknown.
  const nobody = hash(randomBytes(32).toString('base64url'));
  return {
    hash,
    async verify(stored, password) {
      const against = stored ?? (await nobody);
      const same = await inTurn(() => argon2.verify(against, password));
      return same && stored !== null;
    },
  };
}
