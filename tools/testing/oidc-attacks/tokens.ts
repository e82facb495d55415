import { keys } from './a-provider.js';
import { aToken } from './a-token.js';
import type { Attack } from './attack.js';

const publicPem = keys.own.publicKey.export({ type: 'spki', format: 'pem' }).toString();
const foreignJwk = keys.foreign.publicKey.export({ format: 'jwk' });
const now = (): number => Math.floor(Date.now() / 1000);
type Claims = Readonly<Record<string, unknown>>;
const claimed = (name: string, code: Attack['code'], change: Claims | (() => Claims)): Attack => ({
  name,
  code,
  idToken: claims => ({ claims: { ...claims, ...(change instanceof Function ? change() : change) } }),
});

/** Claims of an ID token whose signature is good. */
const ofClaims: readonly Attack[] = [
  claimed('brings the ID token of another sign-in: wrong nonce', 'oidc_nonce', { nonce: 'another' }),
  claimed('takes the nonce out', 'oidc_nonce', { nonce: undefined }),
  claimed('makes the nonce a list', 'oidc_nonce', { nonce: ['another'] }),
  claimed('brings an ID token for another client', 'oidc_audience', { aud: 'another-client' }),
  claimed('makes the audience a prefix of ours', 'oidc_audience', { aud: '0oa1exampleclien' }),
  claimed('takes the audience out', 'oidc_claim_missing', { aud: undefined }),
  claimed('takes the issuer out', 'oidc_claim_missing', { iss: undefined }),
  claimed('brings an ID token that was issued to another client', 'oidc_authorized_party', { azp: 'another-client' }),
  claimed('adds us to the audience of another client', 'oidc_authorized_party', {
    aud: ['another-client', '0oa1exampleclient'],
  }),
  claimed('waits: expired', 'oidc_expired', () => ({ iat: now() - 600, exp: now() - 300 })),
  claimed('takes the end out', 'oidc_claim_missing', { exp: undefined }),
  claimed('makes the end a text', 'oidc_claim_missing', { exp: '9999999999' }),
  claimed('is ahead of time: issued in the future', 'oidc_issued_in_future', () => ({ iat: now() + 300 })),
  claimed('takes the moment of issue out', 'oidc_claim_missing', { iat: undefined }),
  claimed('keeps an ID token that never ends', 'oidc_too_old', () => ({ iat: now() - 86_400, exp: now() + 1e9 })),
  claimed('uses it before its time', 'oidc_not_yet_valid', () => ({ nbf: now() + 300 })),
  claimed('takes the subject out', 'oidc_subject', { sub: undefined }),
  claimed('makes the subject empty', 'oidc_subject', { sub: '' }),
  claimed('makes the subject a number', 'oidc_subject', { sub: 1 }),
  claimed('makes the subject longer than it may be', 'oidc_subject', { sub: 'k'.repeat(256) }),
];

/** Somebody at a browser that another person left, who is to sign in anew. */
const reauthentication = (name: string, code: Attack['code'], change: () => Claims): Attack => ({
  ...claimed(name, code, change),
  pending: good => ({ ...good, reauthentication: { since: new Date(), maxAgeSeconds: 0 } }),
});
const ofReauthentication: readonly Attack[] = [
  reauthentication('takes prompt=login out of the request', 'oidc_authenticated_before', () => ({
    auth_time: now() - 3600,
  })),
  reauthentication('takes max_age out of the request', 'oidc_claim_missing', () => ({ auth_time: undefined })),
  reauthentication('makes the time of the authentication a text', 'oidc_claim_missing', () => ({
    auth_time: String(now()),
  })),
];

/** How an ID token is signed. */
const ofSignatures: readonly Attack[] = [
  {
    name: 'signs nothing: alg none',
    code: 'oidc_unsigned',
    idToken: claims => ({ claims, header: { alg: 'none' }, key: null }),
  },
  {
    name: 'signs nothing: alg nOnE',
    code: 'oidc_unsigned',
    idToken: claims => ({ claims, header: { alg: 'nOnE' }, key: null }),
  },
  {
    name: 'signs with the public key as a shared secret',
    code: 'oidc_symmetric',
    idToken: claims => ({ claims, header: { alg: 'HS256' }, key: publicPem }),
  },
  {
    name: 'signs with an algorithm that the provider does not name',
    code: 'oidc_algorithm',
    idToken: claims => ({ claims, header: { alg: 'RS512' } }),
  },
  {
    name: 'signs with an algorithm that nobody knows',
    code: 'oidc_algorithm',
    idToken: claims => ({ claims, header: { alg: 'XS256' } }),
  },
  {
    name: 'signs with a key of their own, under the name of a good one',
    code: 'oidc_signature',
    idToken: claims => ({ claims, key: keys.foreign.privateKey }),
  },
  {
    name: 'signs with a key that nobody knows',
    code: 'oidc_wrong_key',
    idToken: claims => ({ claims, header: { kid: '../../dev/null' }, key: keys.foreign.privateKey }),
  },
  {
    name: 'changes a claim after it was signed',
    code: 'oidc_signature',
    idToken: claims => {
      const [header, , signature] = aToken({ claims }).split('.');
      const forged = Buffer.from(JSON.stringify({ ...claims, sub: 'ceo' })).toString('base64url');
      return `${header}.${forged}.${signature}`;
    },
  },
  {
    name: 'takes the signature off',
    code: 'oidc_signature',
    idToken: claims => ({ claims, key: null }),
  },
  {
    name: 'brings a key along: jwk',
    code: 'oidc_key_in_header',
    idToken: claims => ({ claims, header: { jwk: foreignJwk }, key: keys.foreign.privateKey }),
  },
  {
    name: 'says where their key is: jku',
    code: 'oidc_key_in_header',
    idToken: claims => ({ claims, header: { jku: 'https://evil.example.com/keys' }, key: keys.foreign.privateKey }),
  },
  {
    name: 'says where their certificate is: x5u',
    code: 'oidc_key_in_header',
    idToken: claims => ({ claims, header: { x5u: 'https://evil.example.com/cert' }, key: keys.foreign.privateKey }),
  },
  {
    name: 'asks for an extension that is critical',
    code: 'oidc_token_malformed',
    idToken: claims => ({ claims, header: { crit: ['b64'], b64: false } }),
  },
];

/** What is no token. */
const ofForms: readonly Attack[] = [
  { name: 'sends encrypted garbage', code: 'oidc_encrypted', idToken: () => encrypted() },
  { name: 'sends five parts of nothing', code: 'oidc_encrypted', idToken: () => `${part({ alg: 'dir' })}....` },
  { name: 'sends a text that is no token', code: 'oidc_token_malformed', idToken: () => 'not a token' },
  { name: 'names no algorithm', code: 'oidc_token_malformed', idToken: () => `${part({})}.${part({})}.` },
  {
    name: 'signs claims that are no object',
    code: 'oidc_token_malformed',
    idToken: () => ({ claims: ['kim-1'] }),
  },
  {
    name: 'sends a token that is larger than is read',
    code: 'oidc_too_large',
    idToken: claims => ({ claims: { ...claims, groups: 'g'.repeat(128 * 1024) } }),
  },
];

/** What is done to the ID token. */
export const tokens: readonly Attack[] = [...ofClaims, ...ofReauthentication, ...ofSignatures, ...ofForms];

function part(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

function encrypted(): string {
  return [part({ alg: 'RSA-OAEP', enc: 'A256GCM' }), 'a2V5', 'aXY', 'Z2FyYmFnZQ', 'dGFn'].join('.');
}
