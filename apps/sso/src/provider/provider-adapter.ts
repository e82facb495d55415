import { type Adapter, type AdapterPayload, errors } from 'oidc-provider';
import {
  type Database,
  isUuid,
  type ProviderPayloadKey,
  type StoredProviderPayload,
  type VendorApplicationId,
} from '#libs/persistence';
import { hashToken, Secret, type SecretBox, SecretUnreadable } from '#libs/tokens';
import { toClientMetadata } from './client-metadata.js';
import { readSubject } from './sign-in-subject.js';

/** What belongs to nobody for ever is kept for a day at most. */
const DEFAULT_SECONDS = 86_400;

type Found = { readonly hash: Buffer; readonly sealedPayload: string; readonly consumedAt: string | null } | undefined;

/**
 * Where the OpenID provider keeps one kind of thing: in PostgreSQL, found by the hash of its id. The rest is sealed, because ids of
 * other things are in it.
 */
export class ProviderAdapter implements Adapter {
  constructor(
    private readonly model: string,
    private readonly database: Database,
    private readonly secretBox: SecretBox,
  ) {}

  async upsert(id: string, payload: AdapterPayload, expiresIn = DEFAULT_SECONDS): Promise<void> {
    const key = this.keyOf(id);
    const stored: StoredProviderPayload = {
      sealedPayload: await this.secretBox.seal(new Secret(JSON.stringify(payload)), contextOf(key)),
      // A grant is not found by itself: it goes with the rest.
      grantHash: typeof payload.grantId === 'string' ? hashToken(payload.grantId) : null,
      uidHash: typeof payload.uid === 'string' ? hashToken(payload.uid) : null,
      signIn: readSubject(payload.accountId) ?? null,
      expiresAt: new Date(Date.now() + expiresIn * 1000),
    };
    const { providerPayloads } = this.database.repositories;
    if (this.model !== 'ReplayDetection') return providerPayloads.upsert(key, stored);
    // Looking whether it is there, as the library has done, tells nothing of others who ask at once.
    if (!(await providerPayloads.insertOnce(key, stored)))
      throw new errors.InvalidClient('the assertion was used before');
  }

  async find(id: string): Promise<AdapterPayload | undefined> {
    const { repositories } = this.database;
    if (this.model === 'Client') {
      const row = isUuid(id) ? await repositories.vendorApplications.find(id as VendorApplicationId) : undefined;
      return row && toClientMetadata(row);
    }
    return this.open(await repositories.providerPayloads.find(this.keyOf(id)));
  }

  async findByUid(uid: string): Promise<AdapterPayload | undefined> {
    return this.open(await this.database.repositories.providerPayloads.findByUid(this.model, hashToken(uid)));
  }

  /** No device has a code of its own here. */
  findByUserCode(): Promise<undefined> {
    return Promise.resolve(undefined);
  }

  /**
   * Of those who use a code or token at once, one is the first.
   * @throws InvalidGrant to all others; what came of it is worth nothing then (RFC 6749 §4.1.2)
   */
  async consume(id: string): Promise<void> {
    const { providerPayloads } = this.database.repositories;
    const key = this.keyOf(id);
    if (await providerPayloads.consume(key)) return;
    const payload = await this.open(await providerPayloads.find(key));
    if (payload?.grantId) await this.revokeGrant(payload.grantId);
    throw new errors.InvalidGrant('already used');
  }

  async destroy(id: string): Promise<void> {
    await this.database.repositories.providerPayloads.delete(this.keyOf(id));
  }

  async revokeByGrantId(grantId: string): Promise<void> {
    await this.database.repositories.providerPayloads.deleteOfGrant(hashToken(grantId));
  }

  private async revokeGrant(grantId: string): Promise<void> {
    await this.revokeByGrantId(grantId);
    await this.database.repositories.providerPayloads.delete({ model: 'Grant', hash: hashToken(grantId) });
  }

  private async open(found: Found): Promise<AdapterPayload | undefined> {
    if (!found) return undefined;
    try {
      const { hash, sealedPayload, consumedAt } = found;
      const secret = await this.secretBox.open(sealedPayload, contextOf({ model: this.model, hash }));
      const payload = JSON.parse(secret.reveal()) as AdapterPayload;
      return consumedAt === null ? payload : { ...payload, consumed: Math.floor(Date.parse(consumedAt) / 1000) };
    } catch (error) {
      // It was sealed with a key of secrets that was given up.
      if (error instanceof SecretUnreadable) return undefined;
      throw error;
    }
  }

  private keyOf(id: string): ProviderPayloadKey {
    return { model: this.model, hash: hashToken(id) };
  }
}

function contextOf({ model, hash }: ProviderPayloadKey): string {
  return `provider_payload:${model}:${hash.toString('base64url')}`;
}
