import type { Express } from 'express';
import { type Access, routeTable } from '../../server/route-table.ts';

interface Layer {
  match(path: string): { path: string } | null;
  route?: { path: string | string[]; methods: Record<string, boolean> };
  handle?: { stack?: Layer[] };
}

/** One line of the route table. */
export interface Declared {
  method: 'GET' | 'POST';
  path: string;
  access: Access;
}

/** Every line of the route table. */
export const declared: Declared[] = Object.values(routeTable).flatMap((lines) =>
  Object.entries(lines as Record<string, Access>).map(([line, access]) => {
    const [method, path] = line.split(' ') as [Declared['method'], string];
    return { method, path, access };
  }),
);

/** A route as it stands in the application: its own path, and the routers around it, the outermost first. */
interface Standing {
  method: string;
  path: string;
  layers: readonly Layer[];
}

function standingIn(stack: readonly Layer[], around: readonly Layer[]): Standing[] {
  return stack.flatMap((layer) => {
    const layers = [...around, layer];
    const { route } = layer;
    if (route) {
      const methods = Object.keys(route.methods).filter((method) => route.methods[method]);
      const paths = [route.path].flat();
      return paths.flatMap((path) => methods.map((method) => ({ method: method.toUpperCase(), path, layers })));
    }
    return layer.handle?.stack ? standingIn(layer.handle.stack, layers) : [];
  });
}

/** True when a route of the application is the one a line declares: its own path ends it, and every router lets it in. */
function isDeclaredBy({ method, path, layers }: Standing, line: Declared): boolean {
  if (line.method !== method || !line.path.endsWith(path === '/' ? '' : path)) return false;
  let rest = line.path.replace(/:\w+/g, '1');
  for (const layer of layers) {
    const found = layer.match(rest);
    if (!found) return false;
    rest = rest.slice(found.path.length) || '/';
    if (!rest.startsWith('/')) rest = `/${rest}`;
  }
  return rest === '/';
}

/** Routes of the application that no line declares, and lines that no route of it answers. */
export function undeclared(app: Express): { routes: string[]; lines: string[] } {
  const standing = standingIn(app.router.stack as unknown as Layer[], []);
  return {
    routes: standing
      .filter((route) => !declared.some((line) => isDeclaredBy(route, line)))
      .map(({ method, path }) => `${method} ${path}`),
    lines: declared
      .filter((line) => !standing.some((route) => isDeclaredBy(route, line)))
      .map(({ method, path }) => `${method} ${path}`),
  };
}
