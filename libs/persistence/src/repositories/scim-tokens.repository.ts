import { maxActiveScimTokens, type MintedToken, type ScimScope } from '#libs/tokens';
import { sql } from 'kysely';
import { randomUUIDv7 as uuid } from 'node:crypto';
import type { ProvisioningMode } from '../entities/connection.entity.js';
import type { ConnectionId, ScimTokenId } from '../entities/ids.js';
import { type Executor, lookUp } from '../executor.js';
import type { Row } from '../tables.js';
import { SITUATION_STATE, type SituationState } from './accounts.repository.js';
import { type ConnectionKey, keyColumns } from './connection-key.js';
import { FIRST_ID, type Keyset } from './keyset.js';

/** A token as it is listed: without its hash. */
export type ScimTokenRow = Omit<
  Row<'scim_tokens'>,
  'hash' | 'enterprise_id' | 'connection_id' | 'oauth_client_id' | 'oauth_secret_id'
>;

const listed = [
  'id',
  'prefix',
  'scopes',
  'created_at',
  'expires_at',
  'last_used_at',
  'last_used_ip',
  'replaced_by',
  'overlap_seconds',
  'revoked_at',
] as const;

/** A token a connection accepts, and what its connection is. */
export interface ScimCredential extends ConnectionKey {
  readonly tokenId: ScimTokenId;
  readonly hash: Uint8Array;
  readonly scopes: readonly ScimScope[];
  /** ISO 8601; may have passed. */
  readonly expiresAt: string;
  readonly idpProfile: string;
  /** SCIM Schema documents of the connection's own extensions of User, as JSON. */
  readonly userExtensions: string | null;
  readonly connectionState: SituationState;
  readonly mode: ProvisioningMode;
  /** The connection is paused, and what would change its directory is refused. */
  readonly refusesChanges: boolean;
}

/** A connection has as many active tokens as it may have; one must be revoked first. */
export class TooManyActiveTokens extends Error {
  override readonly name = 'TooManyActiveTokens';

  constructor() {
    super(
      `A connection has at most ${maxActiveScimTokens} active SCIM tokens. Revoke one that is no longer used, then make the new one.`,
    );
  }
}

const findAccepted = lookUp<ScimCredential>(
  'tokens.find-accepted',
  `select c.enterprise_id as "enterpriseId", c.id as "connectionId", c.idp_profile as "idpProfile",
     c.user_extensions::text as "userExtensions", ${SITUATION_STATE} as "connectionState", c.provisioning_mode as mode,
     coalesce(c.paused = 'refused', false) as "refusesChanges", t.id as "tokenId", t.hash, t.scopes, t.expires_at as "expiresAt"
   from connections c
   join scim_tokens t on t.enterprise_id = c.enterprise_id and t.connection_id = c.id
   where c.id = $1 and c.state <> 'deleted' and t.revoked_at is null
     and (t.oauth_client_id is null or t.expires_at > now())`,
);

/** The tokens of identity providers: hashes only. */
export class ScimTokensRepository {
  constructor(private readonly db: Executor) {}

  /** The tokens of a connection that are not revoked, access tokens too: a few, whose hashes the caller compares. */
  findAccepted(connectionId: ConnectionId): Promise<readonly ScimCredential[]> {
    return this.db.run(findAccepted, [connectionId]);
  }

  /**
   * Stores a minted token. Run it in a transaction: the connection is locked so that two makers cannot pass the limit.
   * @throws TooManyActiveTokens
   */
  async insert(
    connection: ConnectionKey,
    token: MintedToken,
    terms: { scopes: readonly ScimScope[]; expiresAt: Date },
  ): Promise<ScimTokenId> {
    await this.db.kysely
      .selectFrom('connections')
      .select('id')
      .where(({ and }) => and({ enterprise_id: connection.enterpriseId, id: connection.connectionId }))
      .forUpdate()
      .executeTakeFirstOrThrow();
    const active = await this.db.kysely
      .selectFrom('scim_tokens')
      .select('id')
      .where(({ and }) => and(keyColumns(connection)))
      .where('oauth_client_id', 'is', null)
      .where('revoked_at', 'is', null)
      .where('expires_at', '>', sql<string>`now()`)
      .execute();
    if (active.length >= maxActiveScimTokens) throw new TooManyActiveTokens();
    const id = uuid() as ScimTokenId;
    await this.db.kysely
      .insertInto('scim_tokens')
      .values({
        ...keyColumns(connection),
        id,
        prefix: token.prefix,
        hash: token.hash,
        scopes: [...terms.scopes],
        expires_at: terms.expiresAt.toISOString(),
      })
      .execute();
    return id;
  }

  find(connection: ConnectionKey, id: ScimTokenId): Promise<ScimTokenRow | undefined> {
    return this.selectOne(connection, id).executeTakeFirst();
  }

  /** Nobody else changes it until the transaction ends. */
  findForUpdate(connection: ConnectionKey, id: ScimTokenId): Promise<ScimTokenRow | undefined> {
    return this.selectOne(connection, id).forUpdate().executeTakeFirst();
  }

  /** The tokens of a connection that were made by hand, revoked and expired ones too, oldest first. */
  list(connection: ConnectionKey, { limit, after = FIRST_ID }: Keyset): Promise<ScimTokenRow[]> {
    return this.db.kysely
      .selectFrom('scim_tokens')
      .select(listed)
      .where(({ and }) => and(keyColumns(connection)))
      .where('id', '>', after as ScimTokenId)
      .where('oauth_client_id', 'is', null)
      .orderBy('id')
      .limit(limit)
      .execute();
  }

  /** Writes down which token takes the place of this one, and how long this one lives on after the first use of that one. */
  async replace(
    connection: ConnectionKey,
    id: ScimTokenId,
    { replacedBy, overlapSeconds }: { readonly replacedBy: ScimTokenId; readonly overlapSeconds: number },
  ): Promise<void> {
    await this.db.kysely
      .updateTable('scim_tokens')
      .set({ replaced_by: replacedBy, overlap_seconds: overlapSeconds })
      .where(({ and }) => and({ ...keyColumns(connection), id }))
      .execute();
  }

  /** Nothing takes the place of the token that waited for the first use of this one. Gives which that was. */
  async release(connection: ConnectionKey, replacedBy: ScimTokenId): Promise<ScimTokenId | undefined> {
    const released = await this.db.kysely
      .updateTable('scim_tokens')
      .set({ replaced_by: null, overlap_seconds: null })
      .where(({ and }) => and({ ...keyColumns(connection), replaced_by: replacedBy }))
      .where('overlap_seconds', 'is not', null)
      .returning('id')
      .executeTakeFirst();
    return released?.id;
  }

  /** The tokens of a connection that were made by hand and not revoked, those too that have expired lately; oldest first. */
  listUnrevoked(connection: ConnectionKey): Promise<ScimTokenRow[]> {
    return this.db.kysely
      .selectFrom('scim_tokens')
      .select(listed)
      .where(({ and }) => and(keyColumns(connection)))
      .where('oauth_client_id', 'is', null)
      .where('revoked_at', 'is', null)
      .where('expires_at', '>', sql<string>`now() - interval '90 days'`)
      .orderBy('id')
      .execute();
  }

  /** The token is refused from now on, in every process. Gives whether it was not revoked before. */
  async revoke(connection: ConnectionKey, id: ScimTokenId): Promise<boolean> {
    const { numUpdatedRows } = await this.db.kysely
      .updateTable('scim_tokens')
      .set({ revoked_at: sql<string>`now()` })
      .where(({ and }) => and({ ...keyColumns(connection), id }))
      .where('revoked_at', 'is', null)
      .executeTakeFirst();
    return numUpdatedRows > 0n;
  }

  /** All tokens of a connection that were made by hand are refused from now on. Gives those that were not revoked before. */
  revokeAll(connection: ConnectionKey): Promise<ScimTokenRow[]> {
    return this.db.kysely
      .updateTable('scim_tokens')
      .set({ revoked_at: sql<string>`now()` })
      .where(({ and }) => and(keyColumns(connection)))
      .where('oauth_client_id', 'is', null)
      .where('revoked_at', 'is', null)
      .returning(listed)
      .execute();
  }

  private selectOne(connection: ConnectionKey, id: ScimTokenId) {
    return this.db.kysely
      .selectFrom('scim_tokens')
      .select(listed)
      .where(({ and }) => and({ ...keyColumns(connection), id }))
      .where('oauth_client_id', 'is', null);
  }
}
