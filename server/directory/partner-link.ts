import { timingSafeEqual } from 'node:crypto';
import { digester } from '../seal.ts';

/** Signed addresses by which a partner looks over its own card without an account. */
export interface PartnerLinks {
  /** The last part of the address, good until a day. */
  make(partner: string, until: string): string;
  /** The partner of a link; null when it was changed, or its day is over. */
  read(token: string, day: string): string | null;
}

/** Links signed with a key of their own. */
export function createPartnerLinks(secret: string): PartnerLinks {
  const sign = digester(secret, 'partner link');
  return {
    make(partner, until) {
      const body = `${Buffer.from(partner, 'utf8').toString('base64url')}.${until}`;
      return `${body}.${sign.first(body)}`;
    },
    read(token, day) {
      const [id, until, signature] = token.split('.');
      if (!id || !until || !signature || token.split('.').length !== 3) return null;
      const given = Buffer.from(signature);
      const signed = sign.every(`${id}.${until}`).some((one) => {
        const expected = Buffer.from(one);
        return expected.length === given.length && timingSafeEqual(expected, given);
      });
      if (!signed) return null;
      return day <= until ? Buffer.from(id, 'base64url').toString('utf8') : null;
    },
  };
}
