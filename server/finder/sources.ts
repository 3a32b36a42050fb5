import type { Content } from '../content/content.ts';
import type { Network } from '../directory/partner.ts';
import type { Words } from '../web/words.ts';
import type { FinderSources } from './finder.ts';

/** What the finder reads: the vocabularies, the titles of the needs as pages give them, the names of the networks. */
export function finderSources(
  { tree, vocabularies }: Pick<Content, 'tree' | 'vocabularies'>,
  networks: readonly Pick<Network, 'id' | 'name' | 'formerNames'>[],
  words: Words,
): FinderSources {
  return {
    vocabularies: vocabularies.map(({ value }) => value),
    needs: tree.needs.map(({ need }) => ({
      id: need,
      titles: [words.t(`needs.${need}.title`), ...words.t(`needs.${need}.desk`).split(/[,:]/)],
    })),
    networks,
  };
}
