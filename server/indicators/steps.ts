import type { Steps } from './linear.ts';

/** The longest stretch of work, in milliseconds, before others may pass. */
const longestStretch = 4;

/** Does all the steps at once. */
export function atOnce<T>(steps: Steps<T>): T {
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value as T;
  }
}

/** Lets whatever else the process has to do come first. */
export const letOthersPass = () => new Promise<void>((resume) => setImmediate(resume));

/** Does the steps in short stretches and lets whatever else the process has to do pass between them. */
export async function inTurns<T>(steps: Steps<T>): Promise<T> {
  for (;;) {
    await letOthersPass();
    const began = performance.now();
    while (performance.now() - began < longestStretch) {
      const { done, value } = steps.next();
      if (done) return value as T;
    }
  }
}
