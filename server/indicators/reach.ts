import type { Directory } from '../directory/directory.ts';
import type { IndicatorTable } from './catalogue.ts';
import type { PublishedCell } from './publication.ts';

/**
 * What of a published table somebody reads who looks after the basins `mine` (null: all of them). Networks and rules are
 * the region's, and nobody's in particular; a structure belongs to the group it stands in, and is unknown to the others.
 * Cells are left out after what is hidden was decided, so that a group learns nothing by what is missing. Pure.
 */
export function withinReach(
  table: Pick<IndicatorTable, 'dimensions'>,
  cells: readonly PublishedCell[],
  mine: readonly string[] | null,
  directory: Pick<Directory, 'partner' | 'commune'>,
): PublishedCell[] {
  const at = table.dimensions.indexOf('partner');
  if (mine === null || at === -1) return [...cells];
  return cells.filter(({ values }) => {
    const partner = directory.partner(values[at] ?? '');
    const basin = partner && directory.commune(partner.communeCode)?.basin;
    return basin !== undefined && mine.includes(basin);
  });
}
