import type { Warning } from '#libs/connection-health';

/** What is wrong with one part of a request: a JSON Pointer (RFC 6901) into the body, or the name of a query parameter. */
export type InvalidPart = { readonly detail: string } & ({ readonly pointer: string } | { readonly parameter: string });

/** What some kinds of problems say besides. */
export interface ProblemOptions {
  readonly cause?: unknown;
  readonly errors?: readonly InvalidPart[];
  /** The guard that refused a transition. */
  readonly guard?: string;
  /** Where in the assistant it can be mended. */
  readonly clickPath?: string;
  /** The warnings that block provisioning, or the connection. */
  readonly warnings?: readonly Warning[];
  readonly allow?: readonly string[];
  readonly retryAfterSeconds?: number;
}
