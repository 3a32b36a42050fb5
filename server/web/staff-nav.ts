/** A page of the staff as the bar at the top names it: `common.nav.<id>`, marked when it is the current one. */
export interface NavPage {
  id: string;
  href: string;
}

/** A place of the bar: the page it leads to, and the pages that stand beside it, named in a second line while one is there. */
export interface NavSection extends NavPage {
  pages: readonly NavPage[];
}

const page = (id: string, href: string): NavPage => ({ id, href });

const alone = (id: string, href: string): NavSection => ({ id, href, pages: [page(id, href)] });

const together = (...pages: [NavPage, ...NavPage[]]): NavSection => ({ ...pages[0], pages });

const stories = page('stories', '/stories');

/** The bar of somebody signed in: nothing but what their account opens, and six places at most. */
export function staffNav({ role, partner }: { role: string; partner: string | null }): readonly NavSection[] {
  const keepsDesk = partner !== null;
  const looksAfter = role !== 'agent';
  return [
    alone('desk', '/desk'),
    ...(keepsDesk ? [together(page('slips', '/inbox'), page('figures', '/desk/figures'))] : []),
    ...(looksAfter
      ? [
          together(
            page('indicators', '/indicators'),
            page('partnerships', '/partnerships'),
            page('barometer', '/barometer'),
          ),
          together(page('tree', '/tree'), page('coverage', '/coverage'), page('simulator', '/simulator'), stories),
          together(
            page('directory', '/directory'),
            page('queue', '/directory/queue'),
            page('import', '/directory/import'),
            page('contacts', '/contacts'),
          ),
          together(page('team', '/team'), page('desks', '/desks')),
        ]
      : [alone('directory', '/directory'), alone(stories.id, stories.href)]),
  ];
}
