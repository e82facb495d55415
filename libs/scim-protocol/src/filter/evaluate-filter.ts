import { isObject } from '../resource/is-object.js';
import type { ScimObject, ScimValue } from '../resource/scim-attributes.js';
import { toList } from '../resource/to-list.js';
import type { ResolvedAttribute } from '../schemas/resolved-attribute.js';
import { comparableValue } from './comparable-value.js';
import { compareValues } from './compare-values.js';
import type { ResolvedComparison, ResolvedFilter } from './resolved-filter.js';

/** What a filter is evaluated against: a resource, or one value of a multi-valued attribute. */
interface Scope {
  /** The values of the target; each value that lacks the sub-attribute stands in with what is assumed. */
  values(target: ResolvedAttribute, assumed?: readonly ScimValue[]): readonly ScimValue[];
  /** Whether the target can have several values here. */
  isMany(target: ResolvedAttribute): boolean;
}

/**
 * Tells whether a resource in canonical form satisfies a filter (RFC 7644 §3.4.2.2).
 *
 * Of a multi-valued attribute any value may satisfy a comparison; without values none does. A singular attribute that is
 * unassigned satisfies `ne` and nothing else. A missing `primary` counts as false (RFC 7643 §2.4).
 */
export function evaluateFilter(filter: ResolvedFilter, resource: ScimObject): boolean {
  return evaluate(filter, {
    values: (target, assumed) => resourceValues(resource, target, assumed),
    isMany: target => target.attribute.multiValued,
  });
}

/** Tells whether one value of a multi-valued attribute satisfies an expression that `resolveValueFilter` gave. */
export function evaluateValueFilter(filter: ResolvedFilter, element: ScimValue): boolean {
  return evaluate(filter, { values: (target, assumed) => subValues([element], target, assumed), isMany: () => false });
}

function evaluate(filter: ResolvedFilter, scope: Scope): boolean {
  switch (filter.kind) {
    case 'and':
      return filter.operands.every(operand => evaluate(operand, scope));
    case 'or':
      return filter.operands.some(operand => evaluate(operand, scope));
    case 'not':
      return !evaluate(filter.operand, scope);
    case 'comparison':
      return evaluateComparison(filter, scope);
    case 'present':
      return scope.values(filter.target).length > 0;
    case 'valuePath':
      return scope.values(filter.target).some(element => evaluateValueFilter(filter.filter, element));
  }
}

function evaluateComparison({ operator, target, value }: ResolvedComparison, scope: Scope): boolean {
  const leaf = target.subAttribute ?? target.attribute;
  const values = scope.values(target, leaf.name === 'primary' ? [false] : []);
  if (values.length === 0) return operator === 'ne' && !scope.isMany(target);
  return values.some(candidate => {
    const comparable = comparableValue(candidate, leaf);
    return comparable !== undefined && compareValues(operator, comparable, value);
  });
}

function resourceValues(
  resource: ScimObject,
  target: ResolvedAttribute,
  assumed?: readonly ScimValue[],
): readonly ScimValue[] {
  const holder = target.extension ? resource[target.schema.id] : resource;
  return subValues(isObject(holder) ? toList(holder[target.attribute.name]) : [], target, assumed);
}

function subValues(
  elements: readonly ScimValue[],
  { subAttribute }: ResolvedAttribute,
  assumed: readonly ScimValue[] = [],
): readonly ScimValue[] {
  if (subAttribute === undefined) return elements;
  return elements.flatMap(element => {
    const value = isObject(element) ? element[subAttribute.name] : undefined;
    return value === undefined ? assumed : [value];
  });
}
