import type { AttributePath } from './attribute-path.js';

/** Gives the standard notation of an attribute path, as the client spelled it (RFC 7644 §3.10). */
export function formatAttributePath(path: AttributePath): string {
  const prefix = path.urn === undefined ? '' : `${path.urn}:`;
  const suffix = path.subAttribute === undefined ? '' : `.${path.subAttribute}`;
  return `${prefix}${path.attribute}${suffix}`;
}
