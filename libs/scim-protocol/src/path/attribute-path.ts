/** An attribute as a client names it, not yet looked up in any schema (RFC 7644 §3.10 and Figure 2). */
export interface AttributePath {
  /** The URN before the name, as it was written. */
  readonly urn?: string;
  readonly attribute: string;
  readonly subAttribute?: string;
}
