import type { ScimScope } from '#libs/tokens';
import { sql, type UpdateObject } from 'kysely';
import { randomUUIDv7 as uuid } from 'node:crypto';
import type { OAuthClientId } from '../entities/ids.js';
import type { OAuthClientKeys, WorkloadIdentity } from '../entities/oauth-client.entity.js';
import type { Executor } from '../executor.js';
import type { Row, Tables } from '../tables.js';
import { type ConnectionKey, keyColumns } from './connection-key.js';
import { FIRST_ID, type Keyset } from './keyset.js';

/** An OAuth client, as it is stored. */
export type OAuthClientRow = Row<'oauth_clients'>;

/** What administration says of an OAuth client. */
export interface OAuthClientTerms {
  readonly name: string;
  readonly scopes: readonly ScimScope[];
  readonly accessTokenMinutes: number;
  readonly jwks: OAuthClientKeys | null;
  readonly federation: WorkloadIdentity | null;
}

/** The OAuth clients of a connection, for administration. */
export class OAuthClientsRepository {
  constructor(private readonly db: Executor) {}

  insert(connection: ConnectionKey, terms: OAuthClientTerms): Promise<OAuthClientRow> {
    const { name, scopes, accessTokenMinutes, jwks, federation } = terms;
    return this.db.kysely
      .insertInto('oauth_clients')
      .values({
        ...keyColumns(connection),
        id: uuid() as OAuthClientId,
        name,
        scopes: [...scopes],
        access_token_minutes: accessTokenMinutes,
        jwks: toJson(jwks),
        federation: toJson(federation),
      })
      .returningAll()
      .executeTakeFirstOrThrow();
  }

  find(connection: ConnectionKey, id: OAuthClientId): Promise<OAuthClientRow | undefined> {
    return this.selectOne(connection, id).executeTakeFirst();
  }

  /** Nobody else changes it, and it gets no access token, until the transaction ends. */
  findForUpdate(connection: ConnectionKey, id: OAuthClientId): Promise<OAuthClientRow | undefined> {
    return this.selectOne(connection, id).forUpdate().executeTakeFirst();
  }

  list(connection: ConnectionKey, { limit, after = FIRST_ID }: Keyset): Promise<OAuthClientRow[]> {
    return this.db.kysely
      .selectFrom('oauth_clients')
      .selectAll()
      .where(({ and }) => and(keyColumns(connection)))
      .where('id', '>', after as OAuthClientId)
      .orderBy('id')
      .limit(limit)
      .execute();
  }

  /** Makes the next version. */
  update(connection: ConnectionKey, id: OAuthClientId, change: Partial<OAuthClientTerms>): Promise<OAuthClientRow> {
    return this.db.kysely
      .updateTable('oauth_clients')
      .set({ ...columnsOf(change), version: sql<number>`version + 1`, last_modified: sql<string>`now()` })
      .where(({ and }) => and({ ...keyColumns(connection), id }))
      .returningAll()
      .executeTakeFirstOrThrow();
  }

  /** With its secrets and its access tokens, which are refused from now on. */
  async delete(connection: ConnectionKey, id: OAuthClientId): Promise<void> {
    await this.db.kysely
      .deleteFrom('oauth_clients')
      .where(({ and }) => and({ ...keyColumns(connection), id }))
      .execute();
  }

  /** Refuses, from now on, every access token that the client has got. */
  async revokeAccessTokens(connection: ConnectionKey, id: OAuthClientId): Promise<void> {
    await this.db.kysely
      .deleteFrom('scim_tokens')
      .where(({ and }) => and({ ...keyColumns(connection), oauth_client_id: id }))
      .execute();
  }

  private selectOne(connection: ConnectionKey, id: OAuthClientId) {
    return this.db.kysely
      .selectFrom('oauth_clients')
      .selectAll()
      .where(({ and }) => and({ ...keyColumns(connection), id }));
  }
}

function columnsOf(change: Partial<OAuthClientTerms>): UpdateObject<Tables, 'oauth_clients'> {
  const { name, scopes, accessTokenMinutes, jwks, federation } = change;
  return {
    ...(name !== undefined && { name }),
    ...(scopes !== undefined && { scopes: [...scopes] }),
    ...(accessTokenMinutes !== undefined && { access_token_minutes: accessTokenMinutes }),
    ...(jwks !== undefined && { jwks: toJson(jwks) }),
    ...(federation !== undefined && { federation: toJson(federation) }),
  };
}

function toJson<Value extends object>(value: Value | null) {
  return value === null ? null : sql<Value>`${JSON.stringify(value)}::jsonb`;
}
