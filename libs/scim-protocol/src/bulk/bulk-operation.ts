import type { ResourceType } from '../schemas/schema.js';
import type { ScimError } from '../scim-error.js';

/** The methods a bulk operation may have (RFC 7644 §3.7). */
export type BulkMethod = 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** The `data` of an operation: a resource, or a PatchOp message. */
export type BulkData = Readonly<Record<string, unknown>>;

/** A request to one resource endpoint, as it would be sent alone. */
export type ResourceRequest =
  | { readonly method: 'POST'; readonly resourceType: ResourceType; readonly data: BulkData }
  | (ChangeRequest & { readonly method: 'PUT' | 'PATCH'; readonly data: BulkData })
  | (ChangeRequest & { readonly method: 'DELETE' });

/** A request to one resource that is there. */
interface ChangeRequest {
  readonly resourceType: ResourceType;
  readonly id: string;
  /** The version the resource must still have, as in `If-Match`. */
  readonly version?: string;
  /** Takes back a resource that could not be completed; to be tried even when nothing else is started any more. */
  readonly takesBack?: true;
}

/** One operation of a bulk request (RFC 7644 §3.7). */
export interface BulkOperation {
  readonly method: BulkMethod;
  readonly bulkId?: string;
  /** With `bulkId:` references still in it; an error when it cannot be carried out whatever the others do. */
  readonly request: ResourceRequest | ScimError;
  /** The bulkIds it refers to, each once. */
  readonly references: readonly string[];
}

/** A bulk request, read (RFC 7644 §3.7). */
export interface BulkRequest {
  /** How many errors end the processing; 0 means that none does. */
  readonly failOnErrors: number;
  readonly operations: readonly BulkOperation[];
}

/** What became of one {@link ResourceRequest}. */
export type BulkOutcome =
  | { readonly status: number; readonly id: string; readonly version?: string | undefined }
  | ScimError;

/** What became of one operation. */
export interface BulkResult {
  readonly method: BulkMethod;
  readonly bulkId?: string;
  /** Of the resource, relative to the base URL; absent where there is no resource. */
  readonly path?: string;
  readonly version?: string;
  readonly status: number;
  readonly error?: ScimError;
}
