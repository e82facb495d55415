import type { ResolvedAttribute, ResolvedComparison, ResolvedFilter, ResolvedValuePath } from '#libs/scim-protocol';
import type { RawBuilder } from 'kysely';
import type { Condition } from './condition.js';

/** What conditions are about: a resource, or one value of a multi-valued attribute. */
export interface FilterSource {
  /** What predicates are asked of. */
  readonly document: RawBuilder<unknown>;
  compare(comparison: ResolvedComparison): Condition;
  isPresent(target: ResolvedAttribute): Condition;
  /** That one value alone satisfies the filter, which `compile` makes a condition on the source of such a value. */
  valuePath(filter: ResolvedValuePath, compile: CompileFilter): Condition;
}

export type CompileFilter = (filter: ResolvedFilter, source: FilterSource) => Condition;

/** RFC 7644 Figure 1 has no value path within a value path. */
export function noValuePath(): never {
  throw new Error('A value path was resolved within a value path.');
}
