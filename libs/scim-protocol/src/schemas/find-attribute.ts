import type { Attribute } from './schema.js';

const indexes = new WeakMap<readonly Attribute[], ReadonlyMap<string, Attribute>>();

/** Gives the attribute of this name, whatever its letter case, or undefined (RFC 7643 §2.1). */
export function findAttribute(attributes: readonly Attribute[] | undefined, name: string): Attribute | undefined {
  return attributes && indexOf(attributes).get(name.toLowerCase());
}

function indexOf(attributes: readonly Attribute[]): ReadonlyMap<string, Attribute> {
  let index = indexes.get(attributes);
  if (index === undefined) {
    index = new Map(attributes.map(attribute => [attribute.name.toLowerCase(), attribute]));
    indexes.set(attributes, index);
  }
  return index;
}
