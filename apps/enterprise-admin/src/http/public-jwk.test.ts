import { generateKeyPairSync, type JsonWebKey } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { readPublicJwk, thumbprintOf } from './public-jwk.js';

const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const publicEc = ec.publicKey.export({ format: 'jwk' });
const rsa = (modulusLength: number): JsonWebKey =>
  generateKeyPairSync('rsa', { modulusLength }).publicKey.export({ format: 'jwk' });

describe('a key is taken', () => {
  it.each<[string, JsonWebKey]>([
    ['of P-256', publicEc],
    ['of P-521', generateKeyPairSync('ec', { namedCurve: 'P-521' }).publicKey.export({ format: 'jwk' })],
    ['of Ed25519', generateKeyPairSync('ed25519').publicKey.export({ format: 'jwk' })],
    ['of RSA', rsa(2048)],
    ['with a name, an algorithm and a use', { ...publicEc, kid: 'é', alg: 'ES256', use: 'sig' }],
  ])('%s', (_, jwk) => {
    expect(readPublicJwk(jwk)).toEqual(jwk);
  });

  it('without what is not needed', () => {
    expect(readPublicJwk({ ...publicEc, x5c: ['…'], key_ops: ['verify'], '\0': '\0' })).toEqual(publicEc);
  });
});

describe('a key is refused', () => {
  it.each<[string, unknown]>([
    ['that is private', ec.privateKey.export({ format: 'jwk' })],
    ['with a private member of another type', { ...publicEc, k: 'AAAA' }],
    ['that both sides know', { kty: 'oct', k: 'AAAA' }],
    ['of RSA that is too short', rsa(1024)],
    ['of a curve that signs nothing', generateKeyPairSync('x25519').publicKey.export({ format: 'jwk' })],
    ['of another curve', generateKeyPairSync('ec', { namedCurve: 'secp256k1' }).publicKey.export({ format: 'jwk' })],
    ['of which half is missing', { ...publicEc, y: undefined }],
    ['that is no point of its curve', { ...publicEc, x: publicEc.y, y: publicEc.x }],
    ['for encryption', { ...publicEc, use: 'enc' }],
    ['for an algorithm of secrets', { ...publicEc, alg: 'HS256' }],
    ['with a name that cannot be stored', { ...publicEc, kid: '\0' }],
    ['that is no object', 'key'],
    ['that is nothing', null],
  ])('%s', (_, jwk) => {
    expect(readPublicJwk(jwk)).toBeUndefined();
  });
});

it('the thumbprint is that of RFC 7638 §3.1', () => {
  const key = {
    kty: 'RSA',
    n: '0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw',
    e: 'AQAB',
    alg: 'RS256',
    kid: '2011-04-29',
  };
  expect(thumbprintOf(key)).toBe('NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs');
});
