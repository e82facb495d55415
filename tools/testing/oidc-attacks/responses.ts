import { issuer } from './a-provider.js';
import type { Attack } from './attack.js';

/** What a browser brings, and what the OpenID provider answers to the code. */
export const responses: readonly Attack[] = [
  {
    name: 'brings the code of another sign-in: wrong state',
    code: 'oidc_state',
    parameters: good => ({ ...good, state: 'of-somebody-else' }),
  },
  { name: 'leaves the state out', code: 'oidc_state', parameters: ({ state: _state, ...others }) => others },
  {
    name: 'sends the state twice',
    code: 'oidc_response_malformed',
    parameters: good => `${new URLSearchParams(good)}&state=another`,
  },
  {
    name: 'sends two codes, of which two programs take another',
    code: 'oidc_response_malformed',
    parameters: good => `${new URLSearchParams(good)}&code=stolen`,
  },
  {
    name: 'puts an ID token of their own into the URL',
    code: 'oidc_response_malformed',
    parameters: good => ({ ...good, id_token: 'eyJhbGciOiJub25lIn0.e30.' }),
  },
  {
    name: 'mixes up: the code is of another OpenID provider, which says so',
    code: 'oidc_mix_up',
    parameters: good => ({ ...good, iss: 'https://evil.example.com' }),
  },
  {
    name: 'mixes up: takes the issuer out of the response of a provider that always has it',
    code: 'oidc_issuer_missing',
    metadata: { authorization_response_iss_parameter_supported: true },
  },
  {
    name: 'has the answer of one connection redirected to the callback of another',
    code: 'oidc_other_connection',
    pending: good => ({ ...good, redirectUri: 'https://sso.example.com/sso/8/oidc/callback' }),
  },
  { name: 'takes the code out', code: 'oidc_no_code', parameters: ({ code: _code, ...others }) => others },
  {
    name: 'is not let in by the OpenID provider',
    code: 'oidc_denied',
    parameters: ({ state = '' }) => ({ state, error: 'access_denied', error_description: 'Not assigned.' }),
  },
  {
    name: 'replays a code',
    code: 'oidc_code_refused',
    tokens: () => ({ status: 400, body: { error: 'invalid_grant', error_description: 'The code was used before.' } }),
  },
  {
    name: 'has a client secret that is not valid any more',
    code: 'oidc_client_refused',
    tokens: () => ({ status: 401, body: { error: 'invalid_client' } }),
  },
  {
    name: 'makes the token endpoint fail',
    code: 'oidc_token_endpoint',
    tokens: () => ({ status: 503, body: {} }),
  },
  { name: 'makes it answer a page', code: 'oidc_token_endpoint', tokens: () => '<html></html>' },
  { name: 'makes it answer a list', code: 'oidc_no_id_token', tokens: () => [] },
  { name: 'takes the ID token out', code: 'oidc_no_id_token', tokens: ({ id_token: _id_token, ...others }) => others },
  {
    name: 'takes the access token out',
    code: 'oidc_token_endpoint',
    tokens: ({ access_token: _access_token, ...others }) => others,
  },
  {
    name: 'has another access token put beside the ID token: wrong at_hash',
    code: 'oidc_access_token_hash',
    idToken: claims => ({ claims: { ...claims, at_hash: 'AAAAAAAAAAAAAAAAAAAAAA' } }),
  },
  {
    name: 'has the userinfo endpoint speak of somebody else',
    code: 'oidc_userinfo_subject',
    userinfo: { sub: 'somebody-else', email: 'ceo@example.com' },
  },
  { name: 'has the userinfo endpoint name nobody', code: 'oidc_userinfo', userinfo: { email: 'ceo@example.com' } },
  { name: 'makes the userinfo endpoint fail', code: 'oidc_userinfo', userinfo: { status: 401, body: {} } },
  {
    name: 'has the ID token come from another issuer',
    code: 'oidc_issuer',
    idToken: claims => ({ claims: { ...claims, iss: `${issuer}/` } }),
  },
];
