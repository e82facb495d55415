import type { Attribute } from './schema.js';

const indexes = new WeakMap<readonly Attribute[], ReadonlyMap<string, Attribute>>();

/** Gives the attribute of this name, whatever its letter case, or undefined (RFC 7643 §2.1). */
export function findAttribute(attributes: readonly Attribute[] | undefined, name: string): Attribute | undefined {
  if (attributes === undefined) return undefined;
  const index = indexOf(attributes);
  // Most clients use the canonical spelling, and this is asked for every member of every body.
  return index.get(name) ?? index.get(name.toLowerCase());
}

function indexOf(attributes: readonly Attribute[]): ReadonlyMap<string, Attribute> {
  let index = indexes.get(attributes);
  if (index === undefined) {
    const named = (spell: (name: string) => string) =>
      attributes.map(attribute => [spell(attribute.name), attribute] as const);
    index = new Map([...named(name => name), ...named(name => name.toLowerCase())]);
    indexes.set(attributes, index);
  }
  return index;
}
