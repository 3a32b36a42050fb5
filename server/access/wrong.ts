import { AppError } from '../errors.ts';

/** What is wrong with a form, for its page to say: a key of the `errors` locale, its values, the field to correct. */
export interface Wrong {
  key: string;
  values: Record<string, string | number>;
  field: string | null;
}

/** Runs what reads a form; gives what is wrong with it instead of throwing. Other errors go on. */
export async function wrongWith(work: () => Promise<void>): Promise<Wrong | null> {
  try {
    await work();
    return null;
  } catch (error) {
    if (error instanceof AppError && error.code === 'invalid') return error;
    throw error;
  }
}
