import { evaluateFilter, type ResolvedFilter } from '#libs/scim-protocol';
import type { RawBuilder } from 'kysely';
import { always, type Condition, joinConditions, never } from './condition.js';
import type { FilterScope } from './filter-scope.js';
import type { FilterSource } from './filter-source.js';
import { jsonPath } from './json-path.js';

/** `schemas`, which is not kept: the base schema's URN, and those of the extensions that the document has (RFC 7643 §3). */
export function schemasSource(document: RawBuilder<unknown>, { resourceType }: FilterScope): FilterSource {
  const someUrn = (filter: ResolvedFilter): Condition => {
    const holds = ({ id }: { readonly id: string }) => evaluateFilter(filter, { schemas: [id] });
    if (holds(resourceType.schema)) return always;
    const having = resourceType.schemaExtensions
      .map(({ schema }) => schema)
      .filter(holds)
      .map(({ id }): Condition => ({ predicate: root => `exists(${root}${jsonPath([id])})` }));
    return having.length === 0 ? never : joinConditions('or', having, document);
  };
  return { document, compare: someUrn, isPresent: () => always, valuePath: someUrn };
}
