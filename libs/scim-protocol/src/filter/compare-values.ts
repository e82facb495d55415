import type { ComparableValue } from './comparable-value.js';
import { compareText } from './compare-text.js';
import type { ComparisonOperator } from './filter.js';

type Comparison = (left: ComparableValue, right: ComparableValue) => boolean;

// The substring operators only ever meet strings: `resolveFilter` refuses them elsewhere.
const COMPARISONS: Readonly<Record<ComparisonOperator, Comparison>> = {
  eq: (left, right) => left === right,
  ne: (left, right) => left !== right,
  co: (left, right) => String(left).includes(String(right)),
  sw: (left, right) => String(left).startsWith(String(right)),
  ew: (left, right) => String(left).endsWith(String(right)),
  gt: (left, right) => order(left, right) > 0,
  ge: (left, right) => order(left, right) >= 0,
  lt: (left, right) => order(left, right) < 0,
  le: (left, right) => order(left, right) <= 0,
};

/** Compares two values in comparable form of one attribute (RFC 7644 Table 3). */
export function compareValues(operator: ComparisonOperator, left: ComparableValue, right: ComparableValue): boolean {
  return COMPARISONS[operator](left, right);
}

function order(left: ComparableValue, right: ComparableValue): number {
  return typeof left === 'string' ? compareText(left, String(right)) : Number(left) - Number(right);
}
