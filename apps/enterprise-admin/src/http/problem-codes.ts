/** Every `code` of a problem, with the status it always has and its title. Programs may rely on both staying as they are. */
export const problemCodes = {
  malformed_body: [400, 'The body cannot be read'],
  malformed_url: [400, 'The URL cannot be read'],
  invalid_request: [400, 'The request is not valid'],
  invalid_cursor: [400, 'The cursor is not valid'],
  unauthenticated: [401, 'No valid API key'],
  forbidden: [403, 'Not allowed with this API key'],
  not_found: [404, 'Not found'],
  method_not_allowed: [405, 'Method not allowed'],
  key_taken: [409, 'The key is taken'],
  transition_refused: [409, 'The connection cannot change its state so'],
  provisioning_blocked: [409, 'Warnings of single sign-on block provisioning'],
  attribute_mapping_unchanged: [409, 'The attribute mapping says the same'],
  attribute_mapping_outdated: [409, 'Not the latest attribute mapping'],
  no_previous_attribute_mapping: [409, 'No attribute mapping to go back to'],
  too_many_active_tokens: [409, 'Too many active tokens'],
  token_not_replaceable: [409, 'The token cannot be replaced'],
  secret_shown_once: [409, 'The secret was shown once'],
  enterprise_has_connections: [409, 'The enterprise has connections'],
  last_operator_key: [409, 'The last operator key'],
  version_mismatch: [412, 'Changed in the meantime'],
  body_too_large: [413, 'The body is too large'],
  unsupported_media_type: [415, 'Unsupported media type'],
  idempotency_key_reused: [422, 'The Idempotency-Key belongs to another request'],
  too_many_requests: [429, 'Too many requests'],
  internal: [500, 'The service failed'],
  unavailable: [503, 'The service is unavailable'],
} as const satisfies Record<string, readonly [number, string]>;

/** One of {@link problemCodes}. */
export type ProblemCode = keyof typeof problemCodes;
