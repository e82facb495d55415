import type { ResolvedFilter } from '../filter/resolved-filter.js';
import type { ResolvedAttribute } from '../schemas/resolved-attribute.js';
import type { Schema } from '../schemas/schema.js';

/** What a PATCH operation changes: an attribute, a sub-attribute, or those values of an attribute that a filter selects. */
export interface PatchTarget extends ResolvedAttribute {
  /** Bound to the sub-attributes of `attribute`; there only when that is multi-valued. */
  readonly filter?: ResolvedFilter;
}

/** A path that is the URN of a schema alone: all its attributes. */
export interface SchemaTarget {
  readonly wholeSchema: Schema;
}
