import { AppError } from '../errors.ts';
import { isAddress } from './address.ts';

/** Where a structure is written to. Told to those who look after its group, and to the mail server. */
export interface Contact {
  partner: string;
  id: string;
  /** Null when it was sealed under a secret that is gone: it has to be typed again. */
  address: string | null;
  /** Since when it wants no mail (YYYY-MM-DD); null while it does. */
  mutedOn: string | null;
}

/**
 * The address typed for a structure. Throws `invalid` on `address`: a line break is told apart, since whoever pastes one
 * pastes a whole header, and only one mailbox is written to.
 */
export function readAddress(typed: string): string {
  const address = typed.trim();
  if (address === '') throw new AppError('invalid', 'address-missing', {}, 'address');
  if (/[\p{Cc}\u2028\u2029]/u.test(address)) throw new AppError('invalid', 'address-lines', {}, 'address');
  if (!isAddress(address)) throw new AppError('invalid', 'address-malformed', {}, 'address');
  return address;
}
