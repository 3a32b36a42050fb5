import { addDays, dayOf } from '../calendar.ts';
import type { Database } from '../storage/database.ts';
import { toEvent } from './event-rows.ts';
import { keptDays, type SlipEvent, silentDays, stateOf } from './lifecycle.ts';
import type { Slips } from './slip.ts';

/** What the chores of a day did. */
export interface ChoresDone {
  /** Slips whose thirty days of silence were counted. */
  silent: number;
  /** Slips erased, sixty days after they closed. */
  erased: number;
}

/** What is done once a day, whatever the number of processes. */
export interface Chores {
  /** Does the chores of the day unless some process took them on; null then. */
  run(): Promise<ChoresDone | null>;
  /** Ids of slips whose time is over, at most `limit`. Everything to count of them was counted when it happened. */
  spent(limit: number): Promise<string[]>;
  erase(ids: readonly string[]): Promise<void>;
}

const pageSize = 200;

/**
 * Closing by silence and erasing. Each slip is closed by an event of its own, so that a process that dies half-way leaves
 * the rest to the next day, and nothing is counted twice.
 */
export function createChores(database: Database, slips: Pick<Slips, 'append'>, clock: () => Date): Chores {
  const today = () => dayOf(clock());

  /** Pages of slips issued until a day, with their events; by key ranges, so that no connection is held meanwhile. */
  async function* until(issuedOn: string): AsyncGenerator<{ id: string; events: SlipEvent[] }[]> {
    for (let after = ''; ; ) {
      const rows = await database
        .selectFrom('slips')
        .select('id')
        .where('issuedOn', '<=', issuedOn)
        .where('id', '>', after)
        .orderBy('id')
        .limit(pageSize)
        .execute();
      const ids = rows.map(({ id }) => id);
      const last = ids.at(-1);
      if (last === undefined) return;
      const events = await database
        .selectFrom('slipEvents')
        .selectAll()
        .where('slip', 'in', ids)
        .orderBy('slip')
        .orderBy('seq')
        .execute();
      yield ids.map((id) => ({ id, events: events.filter(({ slip }) => slip === id).map(toEvent) }));
      after = last;
    }
  }

  const closeSilent = async (): Promise<number> => {
    let closed = 0;
    for await (const page of until(addDays(today(), -silentDays))) {
      for (const { id, events } of page) {
        if (events.length === 0 || events.some(({ type }) => type === 'no-reply')) continue;
        const { state, length } = stateOf(events, today());
        if (state === 'no-reply' && (await slips.append({ id }, [{ type: 'no-reply' }], length))) closed += 1;
      }
    }
    return closed;
  };

  const spent: Chores['spent'] = async (limit) => {
    const found: string[] = [];
    for await (const page of until(addDays(today(), -keptDays))) {
      for (const { id, events } of page) {
        if (events.length > 0 && today() >= stateOf(events, today()).erasedOn) found.push(id);
        if (found.length >= limit) return found;
      }
    }
    return found;
  };
  const erase: Chores['erase'] = async (ids) => {
    if (ids.length === 0) return;
    await database.deleteFrom('slips').where('id', 'in', ids).execute();
  };

  return {
    spent,
    erase,
    async run() {
      const turn = await database
        .insertInto('chores')
        .values({ name: 'slips', day: today() })
        .onConflict((conflict) => conflict.doNothing())
        .returning('day')
        .executeTakeFirst();
      if (!turn) return null;
      const silent = await closeSilent();
      let erased = 0;
      for (let ids = await spent(pageSize); ids.length > 0; ids = await spent(pageSize)) {
        await erase(ids);
        erased += ids.length;
      }
      await database.deleteFrom('chores').where('day', '<', today()).execute();
      return { silent, erased };
    },
  };
}
