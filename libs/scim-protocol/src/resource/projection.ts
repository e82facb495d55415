import type { AttributePath } from '../path/attribute-path.js';

/** Which attributes a client wants back, or does not; at most one of the two (RFC 7644 §3.9). */
export interface Projection {
  readonly attributes?: readonly AttributePath[];
  readonly excludedAttributes?: readonly AttributePath[];
  /**
   * Attributes that are returned on request and that the request has just written: they come too, unless `attributes` says
   * exactly what to return (RFC 7643 §7 "request").
   */
  readonly written?: readonly AttributePath[];
}
