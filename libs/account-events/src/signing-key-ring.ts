import { exportJWK, generateKeyPair, generateSecret, importJWK, type JWK } from 'jose';
import { type Database, newId, type Repositories, type SigningKeyId, type SigningKeyRow } from '#libs/persistence';
import { Secret, type SecretBox } from '#libs/tokens';
import { chooseSigningKeys, type ChosenKeys } from './choose-signing-keys.js';

/** What is signed with the keys, and how. */
export interface SigningKeyKind {
  readonly kind: string;
  readonly algorithm: 'ES256' | 'RS256' | 'HS256';
}

/** Keys change rarely, and are told of long before they sign. */
const REMEMBERED_MS = 60_000;

/** Keys of the installation of one kind, kept sealed in the database. They follow each other by themselves. */
export class SigningKeyRing {
  private remembered: { readonly keys: Promise<ChosenKeys<SigningKeyRow>>; readonly until: number } | undefined;
  private readonly privateJwks = new Map<string, Promise<JWK>>();

  constructor(
    private readonly database: Database,
    private readonly secretBox: SecretBox,
    private readonly kind: SigningKeyKind,
  ) {}

  /** The keys of now, as far as they can be opened. */
  keys(): Promise<ChosenKeys<SigningKeyRow>> {
    if (this.remembered && this.remembered.until > Date.now()) return this.remembered.keys;
    const keys = this.loadKeys();
    this.remembered = { keys, until: Date.now() + REMEMBERED_MS };
    keys.catch(() => (this.remembered = undefined));
    return keys;
  }

  /**
   * The private half of a key.
   * @throws SecretUnreadable when the key was sealed with another key of secrets
   */
  privateJwk({ id, sealed_private_jwk }: SigningKeyRow): Promise<JWK> {
    const known = this.privateJwks.get(id);
    if (known) return known;
    const jwk = this.secretBox
      .open(sealed_private_jwk, contextOf(id))
      .then(secret => ({ ...(JSON.parse(secret.reveal()) as JWK), kid: id, alg: this.kind.algorithm, use: 'sig' }));
    jwk.catch(() => this.privateJwks.delete(id));
    this.privateJwks.set(id, jwk);
    return jwk;
  }

  /** What signs now: a key, and its id. */
  async signing(): Promise<{ readonly id: string; readonly key: Awaited<ReturnType<typeof importJWK>> }> {
    const { signing } = await this.keys();
    if (!signing) throw new Error('No key signs.');
    return { id: signing.id, key: await importJWK(await this.privateJwk(signing), this.kind.algorithm) };
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
    const keys = (await signingKeys.list(this.kind.kind)).filter(key =>
      this.secretBox.holdsKeyOf(key.sealed_private_jwk),
    );
    return chooseSigningKeys(keys, new Date());
  }

  private async makeKey({ signingKeys }: Repositories): Promise<void> {
    const id = newId<SigningKeyId>();
    const { privateJwk, publicJwk } = await newKey(this.kind.algorithm);
    const sealedPrivateJwk = await this.secretBox.seal(new Secret(JSON.stringify(privateJwk)), contextOf(id));
    await signingKeys.insert(this.kind.kind, { id, sealedPrivateJwk, publicJwk });
  }
}

/** Of a key that is secret as a whole nothing is public. */
async function newKey(algorithm: SigningKeyKind['algorithm']): Promise<{ privateJwk: JWK; publicJwk: JWK }> {
  if (algorithm === 'HS256')
    return { privateJwk: await exportJWK(await generateSecret(algorithm, { extractable: true })), publicJwk: {} };
  const { publicKey, privateKey } = await generateKeyPair(algorithm, { extractable: true });
  return { privateJwk: await exportJWK(privateKey), publicJwk: await exportJWK(publicKey) };
}

function contextOf(id: SigningKeyId): string {
  return `signing_key:${id}`;
}
