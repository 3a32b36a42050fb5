import type { DeskChoice } from '../access/invitation.ts';
import type { Wrong } from '../access/wrong.ts';
import { dayOf } from '../calendar.ts';
import type { Directory } from '../directory/directory.ts';
import type { OwnFigures } from '../indicators/own-figures.ts';
import { sayDay } from '../web/format.ts';
import type { Words } from '../web/words.ts';
import { type Desk, type DeskKind, isOpenOn, type TypedDesk } from './desk.ts';

export interface DesksView {
  desks: readonly {
    id: string;
    kind: DeskKind;
    partner: string;
    /** « Forum, du … au … », or null for a lasting one. */
    event: string | null;
    open: boolean;
    pairedOn: string | null;
    /** The code just made for it, shown this once. */
    code: string | null;
  }[];
  typed: TypedDesk;
  choices: readonly DeskChoice[];
  wrong: Wrong | null;
}

/** The page of desks and kiosks, and the form to set one up. */
export function desksView(
  desks: readonly Desk[],
  form: Pick<DesksView, 'typed' | 'choices' | 'wrong'> & { offered: { code: string; desk: string } | null },
  { directory, words, day }: { directory: Pick<Directory, 'partner'>; words: Words; day: string },
): DesksView {
  const { offered, typed, choices, wrong } = form;
  const eventOf = ({ event, firstDay, lastDay }: Desk): string | null => {
    if (event === null) return null;
    const from = firstDay ? words.t('desks.from', { day: sayDay(firstDay, words) }) : '';
    const to = lastDay ? words.t('desks.to', { day: sayDay(lastDay, words) }) : '';
    return [event, from, to].filter((part) => part !== '').join(', ');
  };
  return {
    typed,
    choices,
    wrong,
    desks: desks.map((desk) => ({
      id: desk.id,
      kind: desk.kind,
      partner: directory.partner(desk.partner)?.name ?? desk.partner,
      event: eventOf(desk),
      open: isOpenOn(desk, day),
      pairedOn: desk.pairedAt ? sayDay(dayOf(new Date(desk.pairedAt)), words) : null,
      code: offered?.desk === desk.id ? offered.code : null,
    })),
  };
}

export interface FiguresView {
  partner: string;
  month: string;
  /** Receptions, people already followed, outcomes said without a slip; null for a hidden count. */
  acts: readonly { id: string; label: string; count: number | null }[];
  needs: readonly { label: string; count: number | null }[];
  hasHidden: boolean;
}

/** The figures of one's own desk, in words; lines in the order of their names, which says nothing of what is hidden. */
export function figuresView(partner: string, month: string, figures: OwnFigures, words: Words): FiguresView {
  const collator = new Intl.Collator(words.locale);
  const name = new Intl.DateTimeFormat(words.locale, { month: 'long', year: 'numeric', timeZone: 'UTC' });
  const acts = figures.acts.map(({ id, count }) => ({ id, label: words.t(`desks.acts.${id}`), count }));
  const needs = figures.needs
    .map(({ id, count }) => ({ label: words.t(`needs.${id}.desk`), count }))
    .sort((one, other) => collator.compare(one.label, other.label));
  return {
    partner,
    month: name.format(new Date(`${month}-01T00:00:00Z`)),
    acts,
    needs,
    hasHidden: [...acts, ...needs].some(({ count }) => count === null),
  };
}
