import type { ResolvedAttribute } from './resolved-attribute.js';

/** Gives the standard notation of an attribute, as error details quote it (RFC 7644 §3.10). */
export function attributeName({ schema, extension, attribute, subAttribute }: ResolvedAttribute): string {
  const prefix = extension ? `${schema.id}:` : '';
  const suffix = subAttribute === undefined ? '' : `.${subAttribute.name}`;
  return `${prefix}${attribute.name}${suffix}`;
}
