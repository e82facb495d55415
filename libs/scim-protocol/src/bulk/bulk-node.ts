import type { BulkOperation } from './bulk-operation.js';

/** An operation and what has to come before and after it. */
export interface BulkNode {
  readonly operation: BulkOperation;
  readonly index: number;
  /** Those that create what it refers to. */
  readonly needs: BulkNode[];
  /** Those that wait for it, in the order given. */
  readonly followers: BulkNode[];
  /** How many it still waits for. */
  open: number;
}

export function toNode(operation: BulkOperation, index: number): BulkNode {
  return { operation, index, needs: [], followers: [], open: 0 };
}

export function follow(first: BulkNode, then: BulkNode): void {
  first.followers.push(then);
  then.open += 1;
}
