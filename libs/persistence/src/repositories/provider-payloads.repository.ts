import { type Executor, statement } from '../executor.js';
import type { SignInKey } from './signed-in-accounts.repository.js';

/** Which payload: what it is, and SHA-256 of its id. */
export interface ProviderPayloadKey {
  readonly model: string;
  readonly hash: Buffer;
}

/** A payload as it is stored. */
export interface StoredProviderPayload {
  readonly sealedPayload: string;
  readonly grantHash: Buffer | null;
  readonly uidHash: Buffer | null;
  readonly signIn: SignInKey | null;
  readonly expiresAt: Date;
}

/** A payload that was found. */
export interface FoundProviderPayload {
  readonly hash: Buffer;
  readonly sealedPayload: string;
  /** ISO 8601; null when it was not consumed. */
  readonly consumedAt: string | null;
}

const upsert = statement<never>(
  'provider-payloads.upsert',
  `insert into provider_payloads (
     model, hash, sealed_payload, grant_hash, uid_hash, enterprise_id, account_id, account_session_id, expires_at
   ) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
   on conflict (model, hash) do update set
     sealed_payload = excluded.sealed_payload, grant_hash = excluded.grant_hash, uid_hash = excluded.uid_hash,
     enterprise_id = excluded.enterprise_id, account_id = excluded.account_id,
     account_session_id = excluded.account_session_id, expires_at = excluded.expires_at`,
);

const insertOnce = statement<{ readonly isFirst: boolean }>(
  'provider-payloads.insert-once',
  `insert into provider_payloads (model, hash, sealed_payload, expires_at) values ($1, $2, $3, $4)
   on conflict (model, hash) do nothing returning true as "isFirst"`,
);

const find = statement<FoundProviderPayload>(
  'provider-payloads.find',
  `select hash, sealed_payload as "sealedPayload", consumed_at as "consumedAt" from provider_payloads
   where model = $1 and hash = $2 and expires_at > now()`,
);

const findByUid = statement<FoundProviderPayload>(
  'provider-payloads.find-by-uid',
  `select hash, sealed_payload as "sealedPayload", consumed_at as "consumedAt" from provider_payloads
   where model = $1 and uid_hash = $2 and expires_at > now()`,
);

const consume = statement<{ readonly isFirst: boolean }>(
  'provider-payloads.consume',
  `update provider_payloads set consumed_at = now() where model = $1 and hash = $2 and consumed_at is null
   returning true as "isFirst"`,
);

const remove = statement<never>(
  'provider-payloads.delete',
  'delete from provider_payloads where model = $1 and hash = $2',
);

const removeOfGrant = statement<never>(
  'provider-payloads.delete-of-grant',
  'delete from provider_payloads where grant_hash = $1',
);

/** Takes no row that somebody else is deleting: several processes may tidy up at once. */
const deleteExpired = statement<{ readonly count: number }>(
  'provider-payloads.delete-expired',
  `with gone as (
     delete from provider_payloads where (model, hash) in (
       select model, hash from provider_payloads where expires_at < now() limit $1 for update skip locked)
     returning 1)
   select count(*)::int as count from gone`,
);

/** What the OpenID provider remembers. Only hashes of what opens it are stored, and the rest is sealed. */
export class ProviderPayloadsRepository {
  constructor(private readonly db: Executor) {}

  /** Stores it, in place of what was there. */
  async upsert({ model, hash }: ProviderPayloadKey, payload: StoredProviderPayload): Promise<void> {
    const { sealedPayload, grantHash, uidHash, signIn, expiresAt } = payload;
    await this.db.run(upsert, [
      model,
      hash,
      sealedPayload,
      grantHash,
      uidHash,
      signIn?.enterpriseId ?? null,
      signIn?.accountId ?? null,
      signIn?.accountSessionId ?? null,
      expiresAt.toISOString(),
    ]);
  }

  /** Stores what is of nobody and may be there once. Gives whether it was not there before. */
  async insertOnce(
    { model, hash }: ProviderPayloadKey,
    { sealedPayload, expiresAt }: Pick<StoredProviderPayload, 'sealedPayload' | 'expiresAt'>,
  ): Promise<boolean> {
    const [inserted] = await this.db.run(insertOnce, [model, hash, sealedPayload, expiresAt.toISOString()]);
    return inserted !== undefined;
  }

  async find({ model, hash }: ProviderPayloadKey): Promise<FoundProviderPayload | undefined> {
    const [found] = await this.db.run(find, [model, hash]);
    return found;
  }

  async findByUid(model: string, uidHash: Buffer): Promise<FoundProviderPayload | undefined> {
    const [found] = await this.db.run(findByUid, [model, uidHash]);
    return found;
  }

  /** Notes that it was used. Of those who use it at once one is the first. */
  async consume({ model, hash }: ProviderPayloadKey): Promise<boolean> {
    const [consumed] = await this.db.run(consume, [model, hash]);
    return consumed !== undefined;
  }

  async delete({ model, hash }: ProviderPayloadKey): Promise<void> {
    await this.db.run(remove, [model, hash]);
  }

  /** Forgets every code and token of a grant. */
  async deleteOfGrant(grantHash: Buffer): Promise<void> {
    await this.db.run(removeOfGrant, [grantHash]);
  }

  /** Forgets what has expired, so many at most. Gives how many it was. */
  async deleteExpired(limit: number): Promise<number> {
    const [deleted] = await this.db.run(deleteExpired, [limit]);
    return deleted?.count ?? 0;
  }
}
