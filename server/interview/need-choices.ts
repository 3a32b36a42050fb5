import type { Tree } from '../../flows/schema.ts';
import { simpleFrench } from '../../flows/translations.ts';
import type { Content } from '../content/content.ts';
import type { Words } from '../web/words.ts';
import type { Channel } from './interview.ts';
import type { JourneyStop } from './journey.ts';

/** A need to choose, as a tile or a numbered line. */
export interface NeedChoice {
  id: string;
  icon: string;
  /** In simple French: the drawing that stands for it, instead of the icon of its subject. */
  pictogram: string | null;
  title: string;
  desk: string;
  hint: string;
}

export interface ThemeChoice {
  id: string;
  icon: string;
  title: string;
  hint: string;
  needs: readonly NeedChoice[];
}

export interface NeedView {
  action: string;
  channel: Channel;
  speaksFor: 'self' | 'other';
  often: readonly NeedChoice[];
  themes: readonly ThemeChoice[];
  /** The need of somebody who does not know: a real door, not a way out. */
  unsure: string | null;
  wrong: string | null;
  journey: readonly JourneyStop[];
  back: string | null;
}

/** The needs to choose from, by theme and the commonest first: made once per language. */
export function needChoices({
  tree,
  pictograms,
}: Pick<Content, 'tree' | 'pictograms'>): (words: Words) => Pick<NeedView, 'often' | 'themes' | 'unsure'> {
  const made = new Map<string, Pick<NeedView, 'often' | 'themes' | 'unsure'>>();
  return (words) => {
    const known = made.get(words.lang);
    if (known) return known;
    const optional = (key: string) => (words.has(key) ? words.t(key) : '');
    const toChoice = ({ need, icon }: Tree['needs'][number]): NeedChoice => ({
      id: need,
      icon,
      pictogram: words.lang === simpleFrench ? pictograms.need(need) : null,
      title: words.t(`needs.${need}.title`),
      desk: words.t(`needs.${need}.desk`),
      hint: optional(`needs.${need}.hint`),
    });
    const choices = {
      unsure: tree.needs.find((need) => need.unsure)?.need ?? null,
      often: tree.needs
        .filter(({ often }) => often !== undefined)
        .sort((a, b) => (a.often as number) - (b.often as number))
        .map(toChoice),
      themes: tree.themes.flatMap(({ id, icon }) => {
        const needs = tree.needs.filter((need) => need.theme === id).map(toChoice);
        if (needs.length === 0) return [];
        return [{ id, icon, title: words.t(`themes.${id}.title`), hint: optional(`themes.${id}.hint`), needs }];
      }),
    };
    made.set(words.lang, choices);
    return choices;
  };
}
