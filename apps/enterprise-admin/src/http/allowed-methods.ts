import type { Request } from 'express';

/** What Express keeps of a route. */
interface Layer {
  readonly route?: { readonly methods: Readonly<Record<string, boolean>> };
  match(path: string): boolean;
}

/** The methods that the path of a request has: of the routes Express knows, those that match it. */
export function allowedMethods(request: Request): readonly string[] {
  const { stack } = (request.app as unknown as { readonly router: { readonly stack: readonly Layer[] } }).router;
  const path = request.url.split('?')[0] ?? '';
  const methods = stack.flatMap(layer => (layer.route && matches(layer, path) ? Object.keys(layer.route.methods) : []));
  return [...new Set(methods.map(method => method.toUpperCase()))];
}

/** A path that cannot be decoded matches nothing. */
function matches(layer: Layer, path: string): boolean {
  try {
    return layer.match(path);
  } catch {
    return false;
  }
}
