import type { Filter } from '../filter/filter.js';
import type { AttributePath } from './attribute-path.js';

/** The parsed `path` of a PATCH operation: an attribute, or the values of one that a filter selects (RFC 7644 Figure 7). */
export interface PatchPath {
  readonly attributePath: AttributePath;
  /** The expression in `[ ]`, about the sub-attributes of one value. */
  readonly filter?: Filter;
  /** The name after `].`; without a filter, a sub-attribute is part of `attributePath`. */
  readonly subAttribute?: string;
}
