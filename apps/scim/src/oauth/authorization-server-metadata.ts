import { type ConnectionId, isUuid } from '#libs/persistence';
import { assertionAlgorithms, scimScopes } from '#libs/tokens';
import type { ScimSettings } from '../http/scim-settings.js';
import { EVERY_SCOPE } from './grant-scopes.js';

/** The metadata of an authorization server (RFC 8414 §2). */
export interface AuthorizationServerMetadata {
  readonly issuer: string;
  readonly token_endpoint: string;
  readonly grant_types_supported: readonly string[];
  readonly response_types_supported: readonly string[];
  readonly token_endpoint_auth_methods_supported: readonly string[];
  readonly token_endpoint_auth_signing_alg_values_supported: readonly string[];
  readonly scopes_supported: readonly string[];
}

/**
 * What a connection's authorization server can do; undefined when the id cannot be one. Whether there is such a connection is
 * not looked up: nobody is to learn it here.
 */
export function findMetadata(settings: ScimSettings, text: string): AuthorizationServerMetadata | undefined {
  const id = text.toLowerCase();
  if (!isUuid(id)) return undefined;
  const connection = { connectionId: id as ConnectionId };
  return {
    issuer: settings.issuer(connection),
    token_endpoint: settings.tokenEndpoint(connection),
    grant_types_supported: ['client_credentials'],
    // There is no authorization endpoint, and the list is required.
    response_types_supported: [],
    token_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post', 'private_key_jwt'],
    token_endpoint_auth_signing_alg_values_supported: assertionAlgorithms,
    scopes_supported: [...scimScopes, EVERY_SCOPE],
  };
}
