import { hash, randomBytes, timingSafeEqual } from 'node:crypto';
import { Secret } from './secret.js';

/**
 * What a token opens: `scim` is an identity provider's, `api` an administrator's, `oauth` the secret of an OAuth client, `pat` a
 * person's own for the vendor's application, `setup` the secret of a setup link, `session` the cookie of a setup session,
 * `test` a test sign-in, `rehearsal` a rehearsal, `app` the secret of the vendor's application. It is written into the token's prefix.
 */
export type TokenKind = 'scim' | 'api' | 'oauth' | 'pat' | 'setup' | 'session' | 'test' | 'app' | 'rehearsal';

/** A new token: the secret, shown once, and what may be stored of it. */
export interface MintedToken {
  readonly secret: Secret;
  /** SHA-256 of the whole token, 32 bytes. */
  readonly hash: Buffer;
  /** The token's beginning (`ptn_scim_1a2b3c`), to tell tokens apart in a list. */
  readonly prefix: string;
}

const RANDOM_HEX = 64;
const CHECKSUM_HEX = 8;
const PREFIX_HEX = 6;

/**
 * Makes a token: `ptn_<kind>_`, 256 random bits, and a checksum by which a mistyped or cut-off token is told from an
 * unknown one without asking the database. The fixed prefix lets leak scanners find it.
 */
export function mintToken(kind: TokenKind): MintedToken {
  const random = randomBytes(RANDOM_HEX / 2).toString('hex');
  const body = `ptn_${kind}_${random}`;
  const token = body + checksumOf(body);
  return {
    secret: new Secret(token),
    hash: hashToken(token),
    prefix: body.slice(0, body.length - RANDOM_HEX + PREFIX_HEX),
  };
}

/** SHA-256 of a token as presented. 256 random bits need no salt and no slow hash. */
export function hashToken(token: string): Buffer {
  return hash('sha256', token, 'buffer');
}

/** Whether the text is a whole token of this kind: prefix, length and checksum. Says nothing of whether it is known. */
export function isWellFormedToken(kind: TokenKind, text: string): boolean {
  const prefix = `ptn_${kind}_`;
  if (!text.startsWith(prefix) || text.length !== prefix.length + RANDOM_HEX + CHECKSUM_HEX) return false;
  const body = text.slice(0, -CHECKSUM_HEX);
  return isSameHash(Buffer.from(text.slice(-CHECKSUM_HEX)), Buffer.from(checksumOf(body)));
}

/** Whether two token hashes are the same, in constant time. */
export function isSameHash(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && timingSafeEqual(a, b);
}

function checksumOf(body: string): string {
  return hash('sha256', body, 'hex').slice(0, CHECKSUM_HEX);
}
