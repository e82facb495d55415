import type { AttributePath } from '../path/attribute-path.js';

/** The operators that compare an attribute with a literal (RFC 7644 Table 3). */
export type ComparisonOperator = 'eq' | 'ne' | 'co' | 'sw' | 'ew' | 'gt' | 'ge' | 'lt' | 'le';

/** The literal on the right of a comparison (RFC 7644 Figure 1, `compValue`). */
export type FilterLiteral = string | number | boolean | null;

/** Holds when all operands hold; at least two (RFC 7644 §3.4.2.2). */
export interface AndFilter {
  readonly kind: 'and';
  readonly operands: readonly Filter[];
}

/** Holds when any operand holds; at least two (RFC 7644 §3.4.2.2). */
export interface OrFilter {
  readonly kind: 'or';
  readonly operands: readonly Filter[];
}

/** Holds when its operand does not (RFC 7644 §3.4.2.2). */
export interface NotFilter {
  readonly kind: 'not';
  readonly operand: Filter;
}

/** Compares an attribute with a literal (RFC 7644 Figure 1, `attrExp`). */
export interface ComparisonFilter {
  readonly kind: 'comparison';
  readonly operator: ComparisonOperator;
  readonly path: AttributePath;
  readonly value: FilterLiteral;
}

/** Holds when the attribute has a value (RFC 7644 Table 3, `pr`). */
export interface PresentFilter {
  readonly kind: 'present';
  readonly path: AttributePath;
}

/**
 * Holds when one value of a multi-valued attribute satisfies the inner filter alone (RFC 7644 Figure 1, `valuePath`).
 *
 * Paths inside `filter` are bare sub-attribute names. Entra's `emails[type eq "work"].value eq "x"`, which the grammar
 * lacks, is read as the equivalent `emails[type eq "work" and value eq "x"]`, so it needs no node of its own.
 */
export interface ValuePathFilter {
  readonly kind: 'valuePath';
  readonly path: AttributePath;
  readonly filter: Filter;
}

/** A parsed filter: what was written, not yet looked up in any schema (RFC 7644 §3.4.2.2, Figure 1). */
export type Filter = AndFilter | OrFilter | NotFilter | ComparisonFilter | PresentFilter | ValuePathFilter;
