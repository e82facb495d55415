import type { PatchPath } from '../path/patch-path.js';

/** One operation of a PATCH body, checked for structure but not yet against a schema (RFC 7644 §3.5.2). */
export interface PatchOperation {
  readonly op: 'add' | 'remove' | 'replace';
  readonly path?: PatchPath;
  /** Always there for `add` and `replace`; for `remove` only when the client sent one other than `null`. */
  readonly value?: unknown;
}
