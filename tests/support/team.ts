import type { Role } from '../../server/access/account.ts';
import { createAccounts } from '../../server/access/accounts.ts';
import type { RunningApp } from './app.ts';
import { type Visitor, visitor } from './browser-less.ts';

/** The password of everybody who joins here. */
const password = 'une phrase assez longue 41';

/** Makes accounts of a running application, each signed in in a browser of its own; the first is an administrator. */
export function team(running: RunningApp): {
  admin(): Promise<Visitor>;
  join(name: string, role: Role, partner?: string | null, groups?: readonly string[]): Promise<Visitor>;
} {
  const accounts = createAccounts(running.database, () => new Date('2026-11-24T09:30:00Z'));
  const welcome = async (token: string, name: string): Promise<Visitor> => {
    const person = visitor(running.app);
    await person.open(`/welcome/${token}`);
    await person.send('welcome', { name, password });
    return person;
  };
  const admin = async () => welcome((await accounts.firstLink()) as string, 'Région');
  return {
    admin,
    async join(name, role, partner = null, groups = []) {
      if ((await accounts.members()).length === 0) await admin();
      const [first] = await accounts.members();
      return welcome(await accounts.invite({ role, partner, groups }, first?.id ?? ''), name);
    },
  };
}
