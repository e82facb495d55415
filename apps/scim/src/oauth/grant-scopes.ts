import { type ScimScope, scimScopes } from '#libs/tokens';
import { OAuthError } from './oauth-error.js';

/** What Entra ID asks for: all that the client may do. */
export const EVERY_SCOPE = 'scim';

/**
 * The scopes of an access token: those that are asked for (RFC 6749 §3.3), or all that the client has.
 * @throws OAuthError `invalid_scope`
 */
export function grantScopes(allowed: readonly ScimScope[], asked: string | undefined): readonly ScimScope[] {
  const names = new Set(asked?.split(' ').filter(name => name !== '') ?? []);
  if (names.size === 0 || (names.size === 1 && names.has(EVERY_SCOPE))) return allowed;
  const granted = allowed.filter(scope => names.delete(scope));
  if (names.size === 0) return granted;
  const isKnown = [...names].every(name => scimScopes.some(scope => scope === name));
  throw OAuthError.invalidScope(
    isKnown
      ? `The client may have no more than ${allowed.join(' ')}.`
      : `There are the scopes ${scimScopes.join(' ')}, and ${EVERY_SCOPE} for all of the client.`,
  );
}
