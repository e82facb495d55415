/**
 * Every cause for which a sign-in or a logout token of OpenID Connect is refused, and what the administrator reads of it. The
 * browser is told none of this.
 */
export const oidcSignInErrors = {
  oidc_issuer_unreachable: 'The discovery document of the issuer cannot be read. See whether the issuer is right.',
  oidc_discovery_malformed: 'What is at the discovery URL of the issuer is no metadata of an OpenID provider.',
  oidc_discovery_issuer: 'The discovery document is that of another issuer than the one that was entered.',
  oidc_multi_tenant:
    'The issuer is that of every tenant of Microsoft Entra ID. Enter the issuer with the ID of your tenant.',
  oidc_no_pkce: 'The OpenID provider does not take part in PKCE with S256, so a stolen code could be used.',
  oidc_keys_unreachable: 'The public keys of the OpenID provider cannot be read.',
  oidc_secret_unreadable:
    'Our client secret cannot be read any more: the key that it was sealed with is gone. Enter it again.',
  oidc_response_malformed: 'The response has a parameter twice, or tokens that nobody asked for.',
  oidc_state: 'The state of the response is not the one that the request went out with.',
  oidc_other_connection: 'The response came to another connection than the one that asked.',
  oidc_mix_up: 'The response comes from another OpenID provider than the one that was asked.',
  oidc_issuer_missing: 'The response does not say from which OpenID provider it is, although this one always does.',
  oidc_denied: 'The OpenID provider did not sign the person in.',
  oidc_no_code: 'The response has no code.',
  oidc_code_refused: 'The OpenID provider does not accept the code: it was used before, has expired, or is not for us.',
  oidc_client_refused:
    'The OpenID provider does not accept our client: the client ID, the client secret or the key is not the one it has.',
  oidc_token_endpoint: 'The token endpoint of the OpenID provider did not answer with tokens.',
  oidc_no_id_token: 'The token endpoint answered without an ID token.',
  oidc_too_large: 'The OpenID provider sent more than is read of an answer or a token.',
  oidc_token_malformed: 'The token is no JSON Web Token.',
  oidc_encrypted: 'The token is encrypted. Have the OpenID provider only sign it.',
  oidc_unsigned: 'The token is not signed: its algorithm is "none".',
  oidc_symmetric: 'The token is signed with a shared secret, and not with a key of the OpenID provider.',
  oidc_algorithm:
    'The token is signed with an algorithm that is not accepted, or that the OpenID provider does not name.',
  oidc_key_in_header: 'The token brings its own key along, which nobody may believe.',
  oidc_wrong_key: 'The token is signed with a key that is not among those of the OpenID provider.',
  oidc_signature: 'The signature of the token does not verify: it was changed after it was signed.',
  oidc_issuer: 'The token comes from another issuer than that of the connection.',
  oidc_tenant: 'The token is of another tenant of Microsoft Entra ID than that of the issuer.',
  oidc_audience: 'The token is not meant for our client ID.',
  oidc_authorized_party: 'The token was issued to another client than ours.',
  oidc_claim_missing: 'The token lacks a claim that it must have, or the claim is of another kind than it must be.',
  oidc_subject: 'The token names nobody: it has no sub, or one that is too long.',
  oidc_expired: 'The token is not valid any more.',
  oidc_not_yet_valid: 'The token is not valid yet: the clocks may differ by more than the connection allows.',
  oidc_issued_in_future:
    'The token was issued in the future: the clocks may differ by more than the connection allows.',
  oidc_too_old: 'The token was issued too long ago.',
  oidc_authenticated_before:
    'The application wanted the person to sign in anew, but the OpenID provider took a session from before (auth_time).',
  oidc_nonce: 'The nonce of the ID token is not the one that the request went out with.',
  oidc_access_token_hash: 'The ID token does not belong to the access token that came with it.',
  oidc_userinfo: 'The userinfo endpoint of the OpenID provider did not answer with claims.',
  oidc_userinfo_subject: 'The userinfo endpoint spoke of another person than the ID token.',
  oidc_logout_type: 'The token is of another type than a logout token.',
  oidc_logout_event: 'The token does not say that somebody was logged out.',
  oidc_logout_nonce: 'The logout token has a nonce: it is an ID token, or was made of one.',
  oidc_logout_subject: 'The logout token names neither a person nor a session.',
  oidc_logout_replayed: 'The logout token was used before.',
} as const;

/** Why something was refused; it goes into the sign-in trace, and programs may rely on it. */
export type OidcSignInErrorCode = keyof typeof oidcSignInErrors;
