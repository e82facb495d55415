import { BULK_RESPONSE_URN } from '../messages/message-urns.js';
import type { ScimError } from '../scim-error.js';
import type { BulkMethod, BulkResult } from './bulk-operation.js';

/** The answer to one bulk operation as it travels (RFC 7644 §3.7.3). */
export interface BulkOperationResponse {
  readonly method: BulkMethod;
  readonly bulkId?: string;
  readonly location?: string;
  readonly version?: string;
  readonly status: string;
  readonly response?: ScimError;
}

/** The answer to a bulk request as it travels (RFC 7644 §3.7.3). */
export interface BulkResponse {
  readonly schemas: readonly [typeof BULK_RESPONSE_URN];
  readonly Operations: readonly BulkOperationResponse[];
}

/**
 * Gives the BulkResponse of results (RFC 7644 §3.7.3). `status` is a plain string, as in all samples there; the text has it
 * as an object. Bodies of what succeeded are left out, as the section allows.
 */
export function toBulkResponse(results: readonly BulkResult[], baseUrl: string): BulkResponse {
  return { schemas: [BULK_RESPONSE_URN], Operations: results.map(result => toOperationResponse(result, baseUrl)) };
}

function toOperationResponse(result: BulkResult, baseUrl: string): BulkOperationResponse {
  const { method, bulkId, path, version, status, error } = result;
  return {
    method,
    ...(bulkId !== undefined && { bulkId }),
    ...(path !== undefined && { location: `${baseUrl}${path}` }),
    ...(version !== undefined && { version }),
    status: String(status),
    ...(error !== undefined && { response: error }),
  };
}
