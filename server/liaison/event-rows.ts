import type { SlipsTables } from '../storage/tables/slips.ts';
import type { SlipAct, SlipEvent } from './lifecycle.ts';

export type SlipRow = SlipsTables['slips'];
export type EventRow = SlipsTables['slipEvents'];

/** An event as it was recorded. Rows are only ever written by `toRow`, so the columns a type needs are there. */
export function toEvent(row: EventRow): SlipEvent {
  const { type, day, network, reason } = row;
  const details = type === 'appointment' ? { on: row.appointmentOn, half: row.appointmentHalf } : {};
  const where = type === 'redirected' ? { network } : {};
  const why = type === 'refused' ? { reason } : {};
  const full = type === 'full' ? { until: row.untilOn } : {};
  return { type, day, ...details, ...where, ...why, ...full } as SlipEvent;
}

/** The row of an event at its place. */
export function toRow(slip: string, seq: number, act: SlipAct | { type: 'issued' }, day: string): EventRow {
  return {
    slip,
    seq,
    type: act.type,
    day,
    appointmentOn: act.type === 'appointment' ? act.on : null,
    appointmentHalf: act.type === 'appointment' ? act.half : null,
    network: act.type === 'redirected' ? act.network : null,
    reason: act.type === 'refused' ? act.reason : null,
    untilOn: act.type === 'full' ? act.until : null,
  };
}
