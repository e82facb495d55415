import type { ResolvedAttribute } from '../schemas/resolved-attribute.js';
import type { ComparableValue } from './comparable-value.js';
import type { ComparisonOperator, FilterLiteral } from './filter.js';

/** A comparison whose attribute is known and whose literal is in comparable form. */
export interface ResolvedComparison {
  readonly kind: 'comparison';
  readonly operator: ComparisonOperator;
  /** Always ends at a simple attribute: a complex one has been replaced by its `value` sub-attribute. */
  readonly target: ResolvedAttribute;
  /** The literal as `comparableValue` gives it. */
  readonly value: ComparableValue;
  /** The literal as it was written. */
  readonly literal: Exclude<FilterLiteral, null>;
}

/** A presence test whose attribute is known. */
export interface ResolvedPresence {
  readonly kind: 'present';
  readonly target: ResolvedAttribute;
}

/** A condition on one value of a multi-valued attribute; every target inside `filter` belongs to the same attribute. */
export interface ResolvedValuePath {
  readonly kind: 'valuePath';
  readonly target: ResolvedAttribute;
  readonly filter: ResolvedFilter;
}

/**
 * A filter bound to a resource type, ready to be walked with one exhaustive switch (RFC 7644 §3.4.2.2).
 *
 * Every attribute exists, every operator suits its attribute, every literal is in the form `comparableValue` gives, and
 * `null` does not occur: `eq null` has become "not present" and `ne null` "present".
 */
export type ResolvedFilter =
  | { readonly kind: 'and'; readonly operands: readonly ResolvedFilter[] }
  | { readonly kind: 'or'; readonly operands: readonly ResolvedFilter[] }
  | { readonly kind: 'not'; readonly operand: ResolvedFilter }
  | ResolvedComparison
  | ResolvedPresence
  | ResolvedValuePath;
