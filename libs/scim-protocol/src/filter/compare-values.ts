import type { ComparableValue } from './comparable-value.js';
import type { ComparisonOperator } from './filter.js';

type Comparison = (left: ComparableValue, right: ComparableValue) => boolean;

// The substring operators only ever meet strings: `resolveFilter` refuses them elsewhere.
const COMPARISONS: Readonly<Record<ComparisonOperator, Comparison>> = {
  eq: (left, right) => left === right,
  ne: (left, right) => left !== right,
  co: (left, right) => String(left).includes(String(right)),
  sw: (left, right) => String(left).startsWith(String(right)),
  ew: (left, right) => String(left).endsWith(String(right)),
  gt: (left, right) => left > right,
  ge: (left, right) => left >= right,
  lt: (left, right) => left < right,
  le: (left, right) => left <= right,
};

/** Compares two values in comparable form of one attribute (RFC 7644 Table 3). */
export function compareValues(operator: ComparisonOperator, left: ComparableValue, right: ComparableValue): boolean {
  return COMPARISONS[operator](left, right);
}
