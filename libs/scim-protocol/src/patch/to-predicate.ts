import { evaluateValueFilter } from '../filter/evaluate-filter.js';
import type { ResolvedFilter } from '../filter/resolved-filter.js';
import type { ScimObject, ScimValue } from '../resource/scim-attributes.js';

/** Gives the test by which a filter selects values; without a filter, all of them are selected. */
export function toPredicate(filter?: ResolvedFilter): (element: ScimValue) => boolean {
  if (filter === undefined) return () => true;
  const exact = exactMatch(filter);
  if (exact === undefined) return element => evaluateValueFilter(filter, element);
  // `members[value eq "…"]` on a large group, many times in one request.
  return element => (element as ScimObject)[exact.name] === exact.value;
}

function exactMatch(filter: ResolvedFilter): { readonly name: string; readonly value: unknown } | undefined {
  if (filter.kind !== 'comparison' || filter.operator !== 'eq') return undefined;
  const { subAttribute } = filter.target;
  const isExact = subAttribute?.type === 'string' && subAttribute.caseExact;
  return isExact ? { name: subAttribute.name, value: filter.value } : undefined;
}
