import { hash } from 'node:crypto';
import { CompactEncrypt, compactDecrypt, decodeProtectedHeader, errors } from 'jose';
import { Secret } from './secret.js';

const KEY_BYTES = 32;
const KID_HEX = 16;

/** A text that was not sealed with any of the keys, or for another context, or was changed. */
export class SecretUnreadable extends Error {
  override readonly name = 'SecretUnreadable';

  constructor(cause?: unknown) {
    super('A stored secret cannot be opened: SECRETS_KEY no longer holds the key it was sealed with.', { cause });
  }
}

/**
 * Seals secrets that must be read again, so that a copy of the database is worth nothing without the key: compact JWE (RFC 7516)
 * with `dir` and `A256GCM`, the key named by `kid`. The first key seals, all of them open: so a key is replaced.
 */
export class SecretBox {
  private readonly keys: ReadonlyMap<string, Uint8Array>;
  private readonly sealing: { readonly kid: string; readonly key: Uint8Array };

  /** @throws TypeError when there is no key, or one that has not 32 bytes. */
  constructor(keys: readonly Uint8Array[]) {
    const [first] = keys;
    if (!first || keys.some(key => key.length !== KEY_BYTES))
      throw new TypeError(`A secret box is made of keys of ${KEY_BYTES} bytes.`);
    this.keys = new Map(keys.map(key => [kidOf(key), key]));
    this.sealing = { kid: kidOf(first), key: first };
  }

  /** Names the key that seals, and says nothing of it. */
  get sealingKeyId(): string {
    return this.sealing.kid;
  }

  /** Whether the key is here with which a text was sealed, as far as the text says. */
  holdsKeyOf(sealed: string): boolean {
    try {
      return this.keys.has(decodeProtectedHeader(sealed).kid ?? '');
    } catch {
      return false;
    }
  }

  /**
   * The secret as it may be stored.
   * @param context where it is stored: sealed text that is moved elsewhere does not open there
   */
  seal(secret: Secret, context: string): Promise<string> {
    return new CompactEncrypt(new TextEncoder().encode(secret.reveal()))
      .setProtectedHeader({ alg: 'dir', enc: 'A256GCM', kid: this.sealing.kid, ctx: hash('sha256', context) })
      .encrypt(this.sealing.key);
  }

  /**
   * The secret of a sealed text.
   * @param context the one it was sealed for
   * @throws SecretUnreadable
   */
  async open(sealed: string, context: string): Promise<Secret> {
    try {
      const { plaintext, protectedHeader } = await compactDecrypt(sealed, ({ kid = '' }) => this.keyOf(kid), {
        keyManagementAlgorithms: ['dir'],
        contentEncryptionAlgorithms: ['A256GCM'],
      });
      if (protectedHeader['ctx'] !== hash('sha256', context)) throw new SecretUnreadable();
      return new Secret(new TextDecoder().decode(plaintext));
    } catch (error) {
      throw error instanceof errors.JOSEError ? new SecretUnreadable(error) : error;
    }
  }

  private keyOf(kid: string): Uint8Array {
    const key = this.keys.get(kid);
    if (!key) throw new SecretUnreadable();
    return key;
  }
}

/** Names a key and says nothing of it. */
function kidOf(key: Uint8Array): string {
  return hash('sha256', key, 'hex').slice(0, KID_HEX);
}
