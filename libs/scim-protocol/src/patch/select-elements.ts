import { evaluateValueFilter } from '../filter/evaluate-filter.js';
import type { ResolvedFilter } from '../filter/resolved-filter.js';
import { isObject } from '../resource/is-object.js';
import type { ScimValue } from '../resource/scim-attributes.js';

/** Gives the values that a filter selects; without a filter, all of them. */
export function selectElements(elements: readonly ScimValue[], filter?: ResolvedFilter): ReadonlySet<ScimValue> {
  return new Set(filter === undefined ? elements : elements.filter(toPredicate(filter)));
}

function toPredicate(filter: ResolvedFilter): (element: ScimValue) => boolean {
  const exact = exactMatch(filter);
  if (exact === undefined) return element => evaluateValueFilter(filter, element);
  // `members[value eq "…"]` on a large group, many times in one request.
  return element => isObject(element) && element[exact.name] === exact.value;
}

function exactMatch(filter: ResolvedFilter): { readonly name: string; readonly value: unknown } | undefined {
  if (filter.kind !== 'comparison' || filter.operator !== 'eq') return undefined;
  const { subAttribute } = filter.target;
  const isExact = subAttribute?.type === 'string' && subAttribute.caseExact;
  return isExact ? { name: subAttribute.name, value: filter.value } : undefined;
}
