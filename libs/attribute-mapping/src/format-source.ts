import type { Sources } from './attribute-mapping.js';
import { type AttributeSource, type ScimPath, type SingleSource, partsOf } from './attribute-source.js';

// What needs no quotation marks to be told from the signs that are written between names.
const PLAIN = /^[^\s"+[\]]+$/;

/** Gives a source as people write it: `NameID`, `email`, `firstName + lastName`, `emails[primary eq true].value`. */
export function formatSource(source: AttributeSource): string {
  return partsOf(source).map(formatSingle).join(' + ');
}

/** Gives sources as people write them, in their order. */
export function formatSources(sources: Sources): string {
  return sources.map(formatSource).join(', ');
}

function formatSingle(source: SingleSource): string {
  if ('nameId' in source) return 'NameID';
  if ('attribute' in source) return formatName(source.attribute);
  if ('claim' in source) return formatName(source.claim);
  return formatScimPath(source.path);
}

function formatName(name: string): string {
  return PLAIN.test(name) && name !== 'NameID' ? name : JSON.stringify(name);
}

function formatScimPath({ schema, attribute, where, subAttribute }: ScimPath): string {
  const prefix = schema === undefined ? '' : `${schema}:`;
  const filter = where ? `[${where.subAttribute} eq ${JSON.stringify(where.equals)}]` : '';
  const suffix = subAttribute === undefined ? '' : `.${subAttribute}`;
  return `${prefix}${attribute}${filter}${suffix}`;
}

/** Gives a text that two sources of one protocol share exactly when they read the same. */
export function sourceKey(source: AttributeSource): string {
  const text = formatSource(source);
  // RFC 7643 §2.1: letter case of attribute names does not matter, and read-scim-path.ts ignores that of values.
  return partsOf(source).some(part => 'path' in part) ? text.toLowerCase() : text;
}
