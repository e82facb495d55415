import type { Attribute, Schema } from './schema.js';

/** An attribute path found in a resource type: the schema it belongs to, the attribute, and the sub-attribute if named. */
export interface ResolvedAttribute {
  /** The base schema for common attributes too. */
  readonly schema: Schema;
  /** Whether the value sits in the container named by `schema.id` (RFC 7643 §3.3). */
  readonly extension: boolean;
  readonly attribute: Attribute;
  readonly subAttribute?: Attribute;
}
