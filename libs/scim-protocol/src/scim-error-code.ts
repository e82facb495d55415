/** What one error code means: its HTTP status, its `scimType` where RFC 7644 Table 9 gives one, a sentence, the clause. */
export interface ScimErrorDefinition {
  readonly status: number;
  readonly scimType?: string;
  readonly meaning: string;
  readonly section: string;
}

const definitions = {
  invalidFilter: {
    status: 400,
    scimType: 'invalidFilter',
    meaning: 'The filter is malformed, or compares an attribute with something it cannot be compared with.',
    section: 'RFC 7644 §3.12 Table 9, §3.4.2.2',
  },
  tooMany: {
    status: 400,
    scimType: 'tooMany',
    meaning: 'The query yields more results than the service provider is willing to compute.',
    section: 'RFC 7644 §3.12 Table 9, §3.4.2.1',
  },
  uniqueness: {
    status: 409,
    scimType: 'uniqueness',
    meaning: 'A value is already in use by another resource.',
    section: 'RFC 7644 §3.12 Table 9, §3.3',
  },
  mutability: {
    status: 400,
    scimType: 'mutability',
    meaning: 'The change is not compatible with the mutability of the target attribute, or with its current state.',
    section: 'RFC 7644 §3.12 Table 9, RFC 7643 §7',
  },
  invalidSyntax: {
    status: 400,
    scimType: 'invalidSyntax',
    meaning: 'The body is not JSON, or does not have the structure of the message it should be.',
    section: 'RFC 7644 §3.12 Table 9',
  },
  invalidPath: {
    status: 400,
    scimType: 'invalidPath',
    meaning: 'The path of a PATCH operation is malformed or names no known attribute.',
    section: 'RFC 7644 §3.12 Table 9, §3.5.2',
  },
  noTarget: {
    status: 400,
    scimType: 'noTarget',
    meaning: 'The path of a PATCH operation yields nothing that could be operated on.',
    section: 'RFC 7644 §3.12 Table 9, §3.5.2',
  },
  invalidValue: {
    status: 400,
    scimType: 'invalidValue',
    meaning: 'A required value is missing, or a value does not suit the type of its attribute or parameter.',
    section: 'RFC 7644 §3.12 Table 9',
  },
  invalidVers: {
    status: 400,
    scimType: 'invalidVers',
    meaning: 'The protocol version in the URL is not supported.',
    section: 'RFC 7644 §3.12 Table 9, §3.13',
  },
  invalidCursor: {
    status: 400,
    scimType: 'invalidCursor',
    meaning: 'The cursor is not one that this service provider has given for this query.',
    section: 'RFC 9865 §2.1',
  },
  expiredCursor: {
    status: 400,
    scimType: 'expiredCursor',
    meaning: 'The cursor is older than the published cursorTimeout.',
    section: 'RFC 9865 §2.1',
  },
  invalidCount: {
    status: 400,
    scimType: 'invalidCount',
    meaning: 'The count is no number, or not the one with which the paging by cursor began.',
    section: 'RFC 9865 §2.1',
  },
  sensitive: {
    status: 403,
    scimType: 'sensitive',
    meaning: 'The request would put personal information into a URL.',
    section: 'RFC 7644 §3.12 Table 9, §7.5.2',
  },
  unauthorized: {
    status: 401,
    meaning: 'The authorization header is missing, malformed, or names no valid credential.',
    section: 'RFC 7644 §3.12 Table 8, §2',
  },
  forbidden: {
    status: 403,
    meaning: 'The credential is valid but does not permit the operation.',
    section: 'RFC 7644 §3.12 Table 8',
  },
  notFound: {
    status: 404,
    meaning: 'The resource or the endpoint does not exist, or is not visible to this client.',
    section: 'RFC 7644 §3.12 Table 8',
  },
  methodNotAllowed: {
    status: 405,
    meaning: 'The endpoint does not answer this HTTP method.',
    section: 'RFC 9110 §15.5.6',
  },
  notAcceptable: {
    status: 406,
    meaning: 'None of the media types the client accepts can be produced.',
    section: 'RFC 9110 §15.5.7, RFC 7644 §3.8',
  },
  conflict: {
    status: 409,
    meaning: 'The state of the resource does not permit the operation.',
    section: 'RFC 7644 §3.12 Table 8',
  },
  preconditionFailed: {
    status: 412,
    meaning: 'The resource has changed since the version the client named.',
    section: 'RFC 7644 §3.12 Table 8, §3.14',
  },
  payloadTooLarge: {
    status: 413,
    meaning: 'The body, or the number of operations in it, exceeds a published limit.',
    section: 'RFC 7644 §3.12 Table 8, §3.7.4',
  },
  uriTooLong: {
    status: 414,
    meaning: 'The URL is longer than the service provider reads; a query can be sent as POST /.search instead.',
    section: 'RFC 9110 §15.5.15, RFC 7644 §3.4.3',
  },
  unsupportedMediaType: {
    status: 415,
    meaning: 'The body is of a media type other than application/scim+json or application/json.',
    section: 'RFC 9110 §15.5.16, RFC 7644 §3.8',
  },
  tooManyRequests: {
    status: 429,
    meaning: 'The client has sent more requests than its rate limit allows.',
    section: 'RFC 6585 §4, RFC 7644 §7.6',
  },
  notImplemented: {
    status: 501,
    meaning: 'The service provider does not support the requested operation.',
    section: 'RFC 7644 §3.12 Table 8',
  },
  unavailable: {
    status: 503,
    meaning: 'The service provider cannot answer for the moment; the same request may succeed later.',
    section: 'RFC 9110 §15.6.4',
  },
  internal: {
    status: 500,
    meaning: 'The service provider failed; the client did nothing wrong.',
    section: 'RFC 7644 §3.12 Table 8',
  },
} as const satisfies Record<string, ScimErrorDefinition>;

/** Every stable error code of the SCIM surface (RFC 7644 §3.12, and RFC 9110 for statuses that Table 8 leaves out). */
export type ScimErrorCode = keyof typeof definitions;

/** Every error code with its status, its `scimType`, one sentence and its clause (RFC 7644 §3.12 Tables 8 and 9). */
export const SCIM_ERROR_CODES: Readonly<Record<ScimErrorCode, ScimErrorDefinition>> = definitions;
