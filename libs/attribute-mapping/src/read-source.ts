import { type AttributeSource, type SingleSource, partsOf } from './attribute-source.js';
import { readScimPath } from './read-scim-path.js';
import { type Received, NAME_ID } from './received.js';
import { toObject, toTexts } from './to-texts.js';

/** Gives every value that a source has for a person: trimmed, without empty ones. */
export function readSource(source: AttributeSource, received: Received): readonly string[] {
  if (!('join' in source)) return readSingle(source, received);
  const parts = partsOf(source).flatMap(part => readSingle(part, received).slice(0, 1));
  return parts.length === 0 ? [] : [parts.join(' ')];
}

function readSingle(source: SingleSource, received: Received): readonly string[] {
  if ('path' in source) return readScimPath(source.path, received);
  // What every object has, such as `constructor`, is no text.
  return toTexts(toObject(received)[nameOf(source)]);
}

function nameOf(source: Exclude<SingleSource, { readonly path: unknown }>): string {
  if ('nameId' in source) return NAME_ID;
  return 'claim' in source ? source.claim : source.attribute;
}
