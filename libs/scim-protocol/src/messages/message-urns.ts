/** The schema URN of a list of resources (RFC 7644 §3.4.2). */
export const LIST_RESPONSE_URN = 'urn:ietf:params:scim:api:messages:2.0:ListResponse';

/** The schema URN of a query sent as a body (RFC 7644 §3.4.3). */
export const SEARCH_REQUEST_URN = 'urn:ietf:params:scim:api:messages:2.0:SearchRequest';

/** The schema URN of a PATCH body (RFC 7644 §3.5.2). */
export const PATCH_OP_URN = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';

/** The schema URN of a bulk request (RFC 7644 §3.7). */
export const BULK_REQUEST_URN = 'urn:ietf:params:scim:api:messages:2.0:BulkRequest';

/** The schema URN of a bulk response (RFC 7644 §3.7). */
export const BULK_RESPONSE_URN = 'urn:ietf:params:scim:api:messages:2.0:BulkResponse';

/** The schema URN of an error (RFC 7644 §3.12). */
export const ERROR_URN = 'urn:ietf:params:scim:api:messages:2.0:Error';
