import { ScimError } from '../scim-error.js';
import type { BulkOutcome, BulkRequest, BulkResult, ResourceRequest } from './bulk-operation.js';
import { BulkRun } from './bulk-run.js';
import { planBulk } from './plan-bulk.js';

/**
 * Carries a bulk request out (RFC 7644 §3.7): yields one request after the other, is told what became of each, and returns
 * the results of the operations that were processed, in the order given. It never throws what an operation fails with.
 *
 * An operation that refers to a failed one fails with 409, one that refers to an unknown bulkId with 400. What refers to
 * itself in a circle is created without that reference, which a PATCH adds then; where that fails, the resource is deleted
 * again, a user whom the POST brought back becomes inactive again, and its operation fails with 409 (§3.7.1). After an
 * `unavailable` nothing more is tried: all that is left fails with it too.
 *
 * @example
 * const run = runBulk(parseBulkRequest(body, options));
 * let turn = run.next();
 * while (turn.done !== true) turn = run.next(await send(turn.value));
 * return toBulkResponse(turn.value, baseUrl);
 */
export function* runBulk(request: BulkRequest): Generator<ResourceRequest, readonly BulkResult[], BulkOutcome> {
  const { operations, failOnErrors } = request;
  const run = new BulkRun(operations);
  for (const step of planBulk(operations)) {
    if (failOnErrors > 0 && run.errors >= failOnErrors) break;
    yield* step.kind === 'perform' ? run.perform(step.operation, step.postponed) : run.complete(step.operation);
  }
  const cutOff = ScimError.conflict('Processing ended before its circular reference could be added.');
  for (const operation of run.incomplete) yield* run.takeBack(operation, cutOff);
  return operations.flatMap(operation => run.results.get(operation) ?? []);
}
