import type { ResolvedAttribute } from './resolved-attribute.js';

/** Tells whether an attribute is the common `schemas`, which is computed from the content (RFC 7643 §3). */
export function isSchemas({ attribute, extension }: ResolvedAttribute): boolean {
  return attribute.name === 'schemas' && !extension;
}
