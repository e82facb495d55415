import { keys } from './a-provider.js';
import { idTokenClaims } from './a-token.js';
import type { LogoutAttack } from './attack.js';

const claimed = (name: string, code: LogoutAttack['code'], change: object): LogoutAttack => ({
  name,
  code,
  token: claims => ({ claims: { ...claims, ...change } }),
});

/** What is posted to the back-channel logout of a connection. */
export const logoutAttacks: readonly LogoutAttack[] = [
  claimed('makes a logout token of an ID token: with a nonce', 'oidc_logout_nonce', { nonce: 'n' }),
  claimed('takes the events out', 'oidc_logout_event', { events: undefined }),
  claimed('makes it another event', 'oidc_logout_event', { events: { 'https://example.com/other': {} } }),
  claimed('makes the event a text', 'oidc_logout_event', {
    events: { 'http://schemas.openid.net/event/backchannel-logout': 'yes' },
  }),
  claimed('makes the events a text', 'oidc_logout_event', { events: 'logout' }),
  claimed('posts one for another client', 'oidc_audience', { aud: 'another-client' }),
  claimed('posts one of another issuer', 'oidc_issuer', { iss: 'https://evil.example.com' }),
  claimed('names neither person nor session', 'oidc_logout_subject', { sub: undefined, sid: undefined }),
  claimed('takes the jti out, to use it again and again', 'oidc_claim_missing', { jti: undefined }),
  claimed('takes the end out', 'oidc_claim_missing', { exp: undefined }),
  claimed('posts an old one', 'oidc_expired', { iat: 1_700_000_000, exp: 1_700_000_300 }),
  { name: 'posts an ID token', code: 'oidc_logout_event', token: () => ({ claims: idTokenClaims('n') }) },
  {
    name: 'posts a token of another type',
    code: 'oidc_logout_type',
    token: claims => ({ claims, header: { typ: 'at+jwt' } }),
  },
  { name: 'signs nothing', code: 'oidc_unsigned', token: claims => ({ claims, header: { alg: 'none' }, key: null }) },
  {
    name: 'signs with a key of their own',
    code: 'oidc_signature',
    token: claims => ({ claims, key: keys.foreign.privateKey }),
  },
  { name: 'posts no token', code: 'oidc_token_malformed', token: () => '' },
];
