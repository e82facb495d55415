import { attributeName } from '../schemas/attribute-name.js';
import type { ResolvedAttribute } from '../schemas/resolved-attribute.js';
import type { Attribute, AttributeType } from '../schemas/schema.js';
import { toSimpleAttribute } from '../schemas/to-simple-attribute.js';
import { ScimError } from '../scim-error.js';
import { comparableValue } from './comparable-value.js';
import type { ComparisonFilter, ComparisonOperator } from './filter.js';
import type { ResolvedFilter } from './resolved-filter.js';

const SUBSTRING: ReadonlySet<ComparisonOperator> = new Set(['co', 'sw', 'ew']);
const ORDERING: ReadonlySet<ComparisonOperator> = new Set(['gt', 'ge', 'lt', 'le']);
const WITH_SUBSTRINGS: ReadonlySet<AttributeType> = new Set(['string', 'reference']);
// RFC 7644 Table 3: "Boolean and Binary attributes SHALL cause a failed response (HTTP status code 400)".
const WITHOUT_ORDER: ReadonlySet<AttributeType> = new Set(['boolean', 'binary']);

/** Binds one comparison to its attribute; see `resolveFilter`. */
export function resolveComparison(filter: ComparisonFilter, found: ResolvedAttribute): ResolvedFilter {
  const { operator, value: literal } = filter;
  if (literal === null) return resolveNull(operator, found);
  const target = toSimpleAttribute(found);
  if (target === undefined) {
    throw ScimError.invalidFilter(`"${attributeName(found)}" is complex: compare one of its sub-attributes.`);
  }
  const leaf = target.subAttribute ?? target.attribute;
  checkOperator(operator, leaf, target);
  const value = comparableValue(literal, leaf);
  if (value === undefined) {
    throw ScimError.invalidFilter(
      `"${attributeName(target)}" is of type ${leaf.type} and cannot be compared with ${JSON.stringify(literal)}.`,
    );
  }
  return { kind: 'comparison', operator, target, value, literal };
}

// RFC 7643 §2.5: null and unassigned are the same.
function resolveNull(operator: ComparisonOperator, target: ResolvedAttribute): ResolvedFilter {
  if (operator === 'ne') return { kind: 'present', target };
  if (operator === 'eq') return { kind: 'not', operand: { kind: 'present', target } };
  throw ScimError.invalidFilter(`"${attributeName(target)}" can be compared with null by eq and ne only.`);
}

function checkOperator(operator: ComparisonOperator, leaf: Attribute, target: ResolvedAttribute): void {
  const unfit =
    (SUBSTRING.has(operator) && !WITH_SUBSTRINGS.has(leaf.type)) ||
    (ORDERING.has(operator) && WITHOUT_ORDER.has(leaf.type));
  if (unfit)
    throw ScimError.invalidFilter(`"${attributeName(target)}" is of type ${leaf.type}: ${operator} does not apply.`);
}
