import type { MintedToken } from '#libs/tokens';
import { sql } from 'kysely';
import { randomUUIDv7 as uuid } from 'node:crypto';
import type { ApiKeyRole } from '../entities/api-key.entity.js';
import type { ApiKeyId, EnterpriseId } from '../entities/ids.js';
import { type Executor, lookUp } from '../executor.js';
import type { Row } from '../tables.js';
import { FIRST_ID, type Keyset } from './keyset.js';

/** An API key as it is listed: without its hash. */
export type ApiKeyRow = Omit<Row<'api_keys'>, 'hash'>;

/** Whose key a request has come with, and whether it is still good. */
export interface ApiKeyCredential {
  readonly id: ApiKeyId;
  /** Null for a key of all enterprises. */
  readonly enterpriseId: EnterpriseId | null;
  readonly role: ApiKeyRole;
  /** What of its role's permissions it has; null for all of them. */
  readonly permissions: readonly string[] | null;
  readonly prefix: string;
  readonly hash: Uint8Array;
  /** ISO 8601; may have passed. */
  readonly expiresAt: string;
  readonly lastUsedAt: string | null;
  readonly revokedAt: string | null;
}

/** What a new API key is made with. */
export interface NewApiKey {
  readonly name: string;
  readonly role: ApiKeyRole;
  /** What of its role's permissions it has; null for all of them. */
  readonly permissions: string[] | null;
  readonly expiresAt: Date;
  /** The key that makes it. */
  readonly madeBy?: ApiKeyId;
}

const listed = [
  'id',
  'enterprise_id',
  'name',
  'role',
  'permissions',
  'made_by',
  'prefix',
  'created_at',
  'expires_at',
  'last_used_at',
  'revoked_at',
] as const;

const findCredential = lookUp<ApiKeyCredential>(
  'api-keys.find-credential',
  `select id, enterprise_id as "enterpriseId", role, permissions, prefix, hash, expires_at as "expiresAt", last_used_at as "lastUsedAt",
     revoked_at as "revokedAt"
   from api_keys where hash = $1`,
);

/** The keys of the administration API: hashes only. Those of no enterprise are the vendor's own. */
export class ApiKeysRepository {
  constructor(private readonly db: Executor) {}

  /** Whose key has this hash. */
  async findCredential(hash: Buffer): Promise<ApiKeyCredential | undefined> {
    const [credential] = await this.db.run(findCredential, [hash]);
    return credential;
  }

  insert(
    enterpriseId: EnterpriseId | null,
    token: MintedToken,
    { name, role, permissions, expiresAt, madeBy }: NewApiKey,
  ): Promise<ApiKeyRow> {
    return this.db.kysely
      .insertInto('api_keys')
      .values({
        id: uuid() as ApiKeyId,
        enterprise_id: enterpriseId,
        name,
        role,
        permissions,
        made_by: madeBy ?? null,
        prefix: token.prefix,
        hash: token.hash,
        expires_at: expiresAt.toISOString(),
      })
      .returning(listed)
      .executeTakeFirstOrThrow();
  }

  find(enterpriseId: EnterpriseId | null, id: ApiKeyId): Promise<ApiKeyRow | undefined> {
    return this.db.kysely
      .selectFrom('api_keys')
      .select(listed)
      .where('enterprise_id', 'is not distinct from', enterpriseId)
      .where('id', '=', id)
      .executeTakeFirst();
  }

  list(enterpriseId: EnterpriseId | null, { limit, after = FIRST_ID }: Keyset): Promise<ApiKeyRow[]> {
    return this.db.kysely
      .selectFrom('api_keys')
      .select(listed)
      .where('enterprise_id', 'is not distinct from', enterpriseId)
      .where('id', '>', after as ApiKeyId)
      .orderBy('id')
      .limit(limit)
      .execute();
  }

  /** The key is refused from now on, in every process. Gives whether it was good until now. */
  async revoke(enterpriseId: EnterpriseId | null, id: ApiKeyId): Promise<boolean> {
    const { numUpdatedRows } = await this.db.kysely
      .updateTable('api_keys')
      .set({ revoked_at: sql<string>`now()` })
      .where('enterprise_id', 'is not distinct from', enterpriseId)
      .where('id', '=', id)
      .where('revoked_at', 'is', null)
      .executeTakeFirst();
    return numUpdatedRows > 0n;
  }

  /** Whether a key is not revoked, and is not until the transaction ends. */
  async holdGood(id: ApiKeyId): Promise<boolean> {
    const good = await this.db.kysely
      .selectFrom('api_keys')
      .select('id')
      .where('id', '=', id)
      .where('revoked_at', 'is', null)
      .forShare()
      .execute();
    return good.length > 0;
  }

  /** How many keys are good that a key has made. */
  async countMadeBy(id: ApiKeyId): Promise<number> {
    const { count } = await this.db.kysely
      .selectFrom('api_keys')
      .select(sql<number>`count(*)::int`.as('count'))
      .where('made_by', '=', id)
      .where('revoked_at', 'is', null)
      .where('expires_at', '>', sql<string>`now()`)
      .executeTakeFirstOrThrow();
    return count;
  }

  /** Refuses every key of the enterprise from now on. */
  async revokeAll(enterpriseId: EnterpriseId): Promise<void> {
    await this.db.kysely
      .updateTable('api_keys')
      .set({ revoked_at: sql<string>`now()` })
      .where('enterprise_id', '=', enterpriseId)
      .where('revoked_at', 'is', null)
      .execute();
  }

  /** The operators' keys that are still good and may do all that operators do; none of them is revoked by others until the transaction ends. */
  async lockOperatorKeys(): Promise<ApiKeyId[]> {
    const keys = await this.db.kysely
      .selectFrom('api_keys')
      .select('id')
      .where(({ and }) => and({ role: 'operator' }))
      .where('permissions', 'is', null)
      .where('revoked_at', 'is', null)
      .where('expires_at', '>', sql<string>`now()`)
      .orderBy('id')
      .forUpdate()
      .execute();
    return keys.map(({ id }) => id);
  }

  async recordUse(id: ApiKeyId): Promise<void> {
    await this.db.kysely
      .updateTable('api_keys')
      .set({ last_used_at: sql<string>`now()` })
      .where('id', '=', id)
      .execute();
  }
}
