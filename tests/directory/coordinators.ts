import { createAccounts } from '../../server/access/accounts.ts';
import { createHashing } from '../../server/access/hashing.ts';
import type { Services } from '../../server/services.ts';
import { type RunningApp, runApp } from '../support/app.ts';
import { type Visitor, visitor } from '../support/browser-less.ts';

/** The password of the coordinator. */
export const password = 'une longue phrase de passe';
const passwordHash = await createHashing().hash(password);

/** The application with a coordinator signed in. */
export async function withCoordinator(
  changed: Partial<Services> = {},
): Promise<RunningApp & { keeper: Visitor; account: string }> {
  const running = await runApp(changed);
  const accounts = createAccounts(running.database, () => new Date('2026-11-24T09:00:00Z'));
  const { id } = await accounts.create((await accounts.firstLink()) as string, 'Camille', passwordHash);
  const keeper = visitor(running.app);
  await keeper.open('/sign-in');
  await keeper.send('sign-in', { name: 'Camille', password });
  return { ...running, keeper, account: id };
}

/** Every value of the form on the page, as a browser would send it untouched. */
export function formValues(person: Visitor, name: string): Record<string, string> {
  const form = person.seen.root.querySelector(`form[data-form="${name}"]`);
  if (!form) throw new Error(`no form ${name} on ${person.seen.path}`);
  const values: Record<string, string> = {};
  for (const input of form.querySelectorAll('input')) {
    const type = input.getAttribute('type');
    if ((type === 'radio' || type === 'checkbox') && !input.hasAttribute('checked')) continue;
    values[input.getAttribute('name') as string] = input.getAttribute('value') ?? '';
  }
  for (const area of form.querySelectorAll('textarea')) values[area.getAttribute('name') as string] = area.textContent;
  for (const select of form.querySelectorAll('select')) {
    const chosen = select.querySelector('option[selected]') ?? select.querySelector('option');
    values[select.getAttribute('name') as string] = chosen?.getAttribute('value') ?? '';
  }
  return values;
}
