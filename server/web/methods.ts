import type { Router } from 'express';

/** A step of a router, as the library keeps it. */
export interface Layer {
  match(path: string): { path: string } | null;
  route?: { methods: Record<string, boolean> };
  handle?: { stack?: Layer[] };
}

/** The steps of an application's router. */
export function layersOf({ router }: { router: Router }): readonly Layer[] {
  return router.stack as unknown as Layer[];
}

/** The methods (in small letters) under which some route of the steps would take this path. */
export function methodsFor(stack: readonly Layer[], path: string): string[] {
  return stack.flatMap((layer) => {
    const found = layer.match(path);
    if (!found) return [];
    if (layer.route) return Object.keys(layer.route.methods).filter((method) => layer.route?.methods[method]);
    const inner = layer.handle?.stack;
    if (!inner) return [];
    return methodsFor(inner, path.slice(found.path.length) || '/');
  });
}
