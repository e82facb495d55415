import type { ResourceType } from '#libs/scim-protocol';
import type { ConnectionKey } from '../repositories/connection-key.js';
import type { SearchDocument, SearchValue } from './search-document.js';
import { everyTerm, termPath, termPrefix, toTerm } from './term.js';

/** PostgreSQL takes 1 MiB in all. */
const MAX_TERMS = 2000;
const MAX_TERMS_LENGTH = 200_000;

/**
 * The terms of a resource, as text of a `tsvector`: one for each of its values that a filter may look for by index, which
 * are all but booleans. One with too many has a single term, which every query asks for too.
 */
export function toTerms(search: SearchDocument, resourceType: ResourceType, connection: ConnectionKey): string {
  const prefix = termPrefix(connection);
  const terms: string[] = [];
  for (const name in search) {
    const value = search[name];
    if (isExtension(name, resourceType)) addExtension(terms, prefix, name, value as SearchDocument);
    else addTerms(terms, prefix, name, value);
  }
  const text = terms.join(' ');
  return terms.length > MAX_TERMS || text.length > MAX_TERMS_LENGTH ? everyTerm(prefix) : text;
}

function isExtension(name: string, { schemaExtensions }: ResourceType): boolean {
  return schemaExtensions.some(({ schema }) => schema.id === name);
}

function addExtension(terms: string[], prefix: string, urn: string, container: SearchDocument): void {
  terms.push(toTerm(prefix, 'schemas', urn));
  for (const name in container) addTerms(terms, prefix, termPath(urn, name), container[name]);
}

function addTerms(terms: string[], prefix: string, path: string, value: SearchValue | undefined): void {
  if (typeof value === 'string' || typeof value === 'number') terms.push(toTerm(prefix, path, value));
  else if (isList(value)) for (const one of value) addTerms(terms, prefix, path, one);
  else if (typeof value === 'object') for (const name in value) addTerms(terms, prefix, `${path}.${name}`, value[name]);
}

function isList(value: SearchValue | undefined): value is readonly SearchValue[] {
  return Array.isArray(value);
}
