import { exportJWK, generateKeyPair, importJWK, type JWK, SignJWT } from 'jose';
import { type Database, newId, type Repositories, type SigningKeyId, type SigningKeyRow } from '#libs/persistence';
import { Secret, type SecretBox } from '#libs/tokens';
import { chooseSigningKeys, type ChosenKeys } from './choose-signing-keys.js';
import type { EventDocument } from './event-document.js';
import { type EventIssuer, toEventClaims } from './to-event-claims.js';

const KIND = 'security_event';
const ALGORITHM = 'ES256';
/** Keys change rarely, and are told of long before they sign. */
const REMEMBERED_MS = 60_000;

/**
 * Signs events as Security Event Tokens (RFC 8417) with the key of the installation, which is kept sealed in the database, and tells
 * the public halves. Keys follow each other by themselves.
 */
export class EventSigner {
  private remembered: { readonly keys: Promise<ChosenKeys<SigningKeyRow>>; readonly until: number } | undefined;
  private readonly privateKeys = new Map<string, ReturnType<typeof importJWK>>();

  constructor(
    private readonly database: Database,
    private readonly secretBox: SecretBox,
  ) {}

  /**
   * The token of an event: a compact JWS with the type `secevent+jwt` (RFC 8417 §2.3).
   * @throws SecretUnreadable when the key was sealed with another key of secrets
   */
  async sign(document: EventDocument, issuer: EventIssuer): Promise<string> {
    const { signing } = await this.keys();
    if (!signing) throw new Error('No key signs.');
    return new SignJWT({ ...toEventClaims(document, issuer, new Date()) })
      .setProtectedHeader({ alg: ALGORITHM, typ: 'secevent+jwt', kid: signing.id })
      .sign(await this.privateKey(signing));
  }

  /** The public keys with which tokens are verified (RFC 7517 §5). */
  async keySet(): Promise<{ readonly keys: readonly object[] }> {
    const { published } = await this.keys();
    return { keys: published.map(({ id, public_jwk }) => ({ ...public_jwk, kid: id, alg: ALGORITHM, use: 'sig' })) };
  }

  private keys(): Promise<ChosenKeys<SigningKeyRow>> {
    if (this.remembered && this.remembered.until > Date.now()) return this.remembered.keys;
    const keys = this.loadKeys();
    this.remembered = { keys, until: Date.now() + REMEMBERED_MS };
    keys.catch(() => (this.remembered = undefined));
    return keys;
  }

  private async loadKeys(): Promise<ChosenKeys<SigningKeyRow>> {
    const chosen = await this.choose(this.database.repositories);
    if (!chosen.isNextDue) return chosen;
    return this.database.transaction(async repositories => {
      await repositories.signingKeys.lock();
      if ((await this.choose(repositories)).isNextDue) await this.makeKey(repositories);
      return this.choose(repositories);
    });
  }

  private async choose({ signingKeys }: Repositories): Promise<ChosenKeys<SigningKeyRow>> {
    // A key that was sealed with a retired key of secrets is gone.
    const keys = (await signingKeys.list(KIND)).filter(key => this.secretBox.holdsKeyOf(key.sealed_private_jwk));
    return chooseSigningKeys(keys, new Date());
  }

  private async makeKey({ signingKeys }: Repositories): Promise<void> {
    const id = newId<SigningKeyId>();
    const { publicKey, privateKey } = await generateKeyPair(ALGORITHM, { extractable: true });
    const secret = new Secret(JSON.stringify(await exportJWK(privateKey)));
    await signingKeys.insert(KIND, {
      id,
      sealedPrivateJwk: await this.secretBox.seal(secret, contextOf(id)),
      publicJwk: await exportJWK(publicKey),
    });
  }

  private privateKey({ id, sealed_private_jwk }: SigningKeyRow): ReturnType<typeof importJWK> {
    const known = this.privateKeys.get(id);
    if (known) return known;
    const key = this.secretBox
      .open(sealed_private_jwk, contextOf(id))
      .then(secret => importJWK(JSON.parse(secret.reveal()) as JWK, ALGORITHM));
    key.catch(() => this.privateKeys.delete(id));
    this.privateKeys.set(id, key);
    return key;
  }
}

function contextOf(id: SigningKeyId): string {
  return `signing_key:${id}`;
}
