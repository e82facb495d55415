import { BULK_REQUEST_URN } from '../messages/message-urns.js';
import { readUrns } from '../resource/check-schemas.js';
import { findMember } from '../resource/find-member.js';
import { isObject } from '../resource/is-object.js';
import type { ResourceType } from '../schemas/schema.js';
import { ScimError } from '../scim-error.js';
import type { BulkOperation, BulkRequest } from './bulk-operation.js';
import { parseBulkOperation } from './parse-bulk-operation.js';

/** How a bulk request is read. */
export interface BulkOptions {
  /** The most operations one request may have; published as `bulk.maxOperations`. */
  readonly maxOperations: number;
  /** Those whose endpoints operations may go to. */
  readonly resourceTypes: readonly ResourceType[];
}

/**
 * Gives the operations of a bulk request (RFC 7644 §3.7). Names of members in any letter case.
 *
 * What is wrong with one operation alone, such as an endpoint that does not exist, becomes the error of that operation;
 * the others are carried out (RFC 7644 §3.7.3).
 *
 * @throws ScimError `invalidSyntax` when the message does not have the structure of a BulkRequest; `payloadTooLarge` above
 * `maxOperations`
 */
export function parseBulkRequest(body: unknown, { maxOperations, resourceTypes }: BulkOptions): BulkRequest {
  if (!isObject(body)) throw ScimError.invalidSyntax('The body must be a JSON object.');
  const expected = BULK_REQUEST_URN.toLowerCase();
  if (!readUrns(body).some(urn => urn.toLowerCase() === expected)) {
    throw ScimError.invalidSyntax(`"schemas" of a bulk request must name "${BULK_REQUEST_URN}".`);
  }
  const operations = findMember(body, 'Operations');
  if (!Array.isArray(operations) || operations.length === 0) {
    throw ScimError.invalidSyntax('"Operations" must be a list of at least one operation.');
  }
  if (operations.length > maxOperations) {
    throw ScimError.payloadTooLarge(
      `A bulk request may have at most ${maxOperations} operations (maxOperations); this has ${operations.length}.`,
    );
  }
  const parsed = operations.map((operation, index) =>
    parseBulkOperation(operation, `Operation ${index + 1}`, resourceTypes),
  );
  checkBulkIds(parsed);
  return { failOnErrors: readFailOnErrors(body), operations: parsed };
}

/** RFC 7644 §3.7: a bulkId is unique, or a reference to it would mean two resources. */
function checkBulkIds(operations: readonly BulkOperation[]): void {
  const seen = new Set<string | undefined>();
  for (const { method, bulkId } of operations) {
    if (method !== 'POST') continue;
    if (seen.has(bulkId)) throw ScimError.invalidSyntax(`The bulkId ${JSON.stringify(bulkId)} is given twice.`);
    seen.add(bulkId);
  }
}

function readFailOnErrors(body: Readonly<Record<string, unknown>>): number {
  const failOnErrors = findMember(body, 'failOnErrors') ?? 0;
  if (Number.isSafeInteger(failOnErrors) && Number(failOnErrors) >= 0) return Number(failOnErrors);
  throw ScimError.invalidSyntax('"failOnErrors" must be an integer, 0 or more.');
}
