import { createPublicKey, hash, type JsonWebKey, type KeyObject } from 'node:crypto';
import { assertionAlgorithms } from '#libs/tokens';

/** A public key that can verify client assertions (RFC 7517), with nothing in it that is not needed. */
export type PublicJwk = Readonly<Record<string, string>>;

/** RFC 7518 §6.2.2, §6.3.2, §6.4: who has entered one of these has given a private key away. */
const PRIVATE_MEMBERS = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k'];
const MIN_RSA_BITS = 2048;
const CURVES = ['P-256', 'P-384', 'P-521', 'Ed25519'];
const KEY_ID = /^[^\p{Cc}\p{Cs}]{1,200}$/u;

/** The public key that a JSON Web Key is, or undefined when it is none, is private, or is too weak. */
export function readPublicJwk(value: unknown): PublicJwk | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const jwk = value as JsonWebKey;
  if (PRIVATE_MEMBERS.some(member => member in jwk)) return undefined;
  const key = publicKeyOf(jwk);
  return key && isStrong(key) ? describedKey(key.export({ format: 'jwk' }), jwk) : undefined;
}

/** The thumbprint of a key (RFC 7638), to name it in the audit log. */
export function thumbprintOf({ kid: _kid, alg: _alg, use: _use, ...key }: PublicJwk): string {
  const members = Object.entries(key).toSorted(([left], [right]) => (left < right ? -1 : 1));
  return hash('sha256', JSON.stringify(Object.fromEntries(members)), 'base64url');
}

function publicKeyOf(jwk: JsonWebKey): KeyObject | undefined {
  try {
    return createPublicKey({ key: jwk, format: 'jwk' });
  } catch {
    return undefined;
  }
}

function isStrong(key: KeyObject): boolean {
  if (key.asymmetricKeyType === 'rsa') return (key.asymmetricKeyDetails?.modulusLength ?? 0) >= MIN_RSA_BITS;
  return CURVES.includes(key.export({ format: 'jwk' }).crv ?? '');
}

function describedKey(key: JsonWebKey, { kid, alg, use }: JsonWebKey): PublicJwk | undefined {
  const isWhole =
    (kid === undefined || (typeof kid === 'string' && KEY_ID.test(kid))) &&
    (alg === undefined || assertionAlgorithms.some(algorithm => algorithm === alg)) &&
    (use === undefined || use === 'sig');
  if (!isWhole) return undefined;
  return JSON.parse(JSON.stringify({ ...key, kid, alg, use })) as PublicJwk;
}
