import { createHash, randomUUID, timingSafeEqual } from 'node:crypto';
import { digester, sealer } from '../seal.ts';
import type { Database } from '../storage/database.ts';
import type { ContactsTables } from '../storage/tables/contacts.ts';
import type { Contact } from './contact.ts';

/** The addresses of structures, one each, and whether they want mail. */
export interface Contacts {
  all(): Promise<Contact[]>;
  of(partner: string): Promise<Contact | null>;
  /** Gives a structure this address in place of any other. It gets mail again, and links of earlier mails are void. */
  set(partner: string, address: string): Promise<Contact>;
  mute(id: string, day: string): Promise<void>;
  resume(id: string): Promise<void>;
  remove(id: string): Promise<void>;
  /** What a mail shows as the right to stop it: the contact's id, signed. It gives no other right. */
  muteToken(contact: Pick<Contact, 'id'>): string;
  /** The contact a token was signed for, whichever secret signed it; null for any other text. */
  byMuteToken(token: string): Promise<Contact | null>;
  /** Seals every address with the first secret, so that the others can be dropped some day. */
  sealAnew(): Promise<void>;
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

const equal = (one: string, other: string): boolean => {
  const [a, b] = [one, other].map((text) => createHash('sha256').update(text).digest());
  return timingSafeEqual(a as Buffer, b as Buffer);
};

/** Contacts in a database, where their addresses are encrypted. */
export function createContacts(database: Database, secret: string): Contacts {
  const seal = sealer(secret, 'contact address');
  const signature = digester(secret, 'digest mute');

  const toContact = ({ partner, id, sealedAddress, mutedOn }: ContactsTables['contacts']): Contact => {
    let address: string | null = null;
    try {
      address = String(seal.open(sealedAddress, partner));
    } catch {
      // Sealed under a secret that was dropped.
    }
    return { partner, id, address, mutedOn };
  };
  const find = async (column: 'partner' | 'id', value: string): Promise<Contact | null> => {
    const row = await database.selectFrom('contacts').selectAll().where(column, '=', value).executeTakeFirst();
    return row ? toContact(row) : null;
  };
  const setMutedOn = async (id: string, mutedOn: string | null): Promise<void> => {
    await database.updateTable('contacts').set({ mutedOn }).where('id', '=', id).execute();
  };

  return {
    async all() {
      const rows = await database.selectFrom('contacts').selectAll().orderBy('partner').execute();
      return rows.map(toContact);
    },
    of: (partner) => find('partner', partner),
    async set(partner, address) {
      const contact = { id: randomUUID(), sealedAddress: seal.seal(address, partner), mutedOn: null };
      await database
        .insertInto('contacts')
        .values({ partner, ...contact })
        .onConflict((conflict) => conflict.column('partner').doUpdateSet(contact))
        .execute();
      return { partner, id: contact.id, address, mutedOn: null };
    },
    mute: (id, day) => setMutedOn(id, day),
    resume: (id) => setMutedOn(id, null),
    async remove(id) {
      await database.deleteFrom('contacts').where('id', '=', id).execute();
    },
    muteToken: ({ id }) => `${id}.${signature.first(id)}`,
    async byMuteToken(token) {
      const [id = '', signed = '', ...more] = token.split('.');
      if (!uuid.test(id) || more.length > 0) return null;
      return signature.every(id).some((known) => equal(known, signed)) ? find('id', id) : null;
    },
    async sealAnew() {
      const rows = await database.selectFrom('contacts').selectAll().execute();
      for (const row of rows) {
        const { address } = toContact(row);
        if (address === null) continue;
        await database
          .updateTable('contacts')
          .set({ sealedAddress: seal.seal(address, row.partner) })
          .where('id', '=', row.id)
          .execute();
      }
    },
  };
}
