import { maxActiveOAuthSecrets, type MintedToken } from '#libs/tokens';
import { sql } from 'kysely';
import { randomUUIDv7 as uuid } from 'node:crypto';
import type { OAuthClientId, OAuthClientSecretId } from '../entities/ids.js';
import type { Executor } from '../executor.js';
import type { Row } from '../tables.js';
import { type ConnectionKey, keyColumns } from './connection-key.js';
import { FIRST_ID, type Keyset } from './keyset.js';

/** Which OAuth client of which connection. */
export interface OAuthClientKey extends ConnectionKey {
  readonly clientId: OAuthClientId;
}

/** A secret as it is listed: without its hash. */
export type OAuthClientSecretRow = Pick<Row<'oauth_client_secrets'>, (typeof listed)[number]>;

const listed = ['id', 'prefix', 'created_at', 'expires_at', 'last_used_at', 'revoked_at'] as const;

/** An OAuth client has as many active secrets as it may have; one must be revoked first. */
export class TooManyActiveSecrets extends Error {
  override readonly name = 'TooManyActiveSecrets';

  constructor() {
    super(
      `An OAuth client has at most ${maxActiveOAuthSecrets} active secrets. Revoke one that is no longer used, then make the new one.`,
    );
  }
}

/** The secrets of OAuth clients: hashes only. */
export class OAuthClientSecretsRepository {
  constructor(private readonly db: Executor) {}

  /**
   * Stores a minted secret. Run it in a transaction that has locked the client, so that two makers cannot pass the limit.
   * @throws TooManyActiveSecrets
   */
  async insert(client: OAuthClientKey, secret: MintedToken, expiresAt: Date): Promise<OAuthClientSecretRow> {
    const active = await this.db.kysely
      .selectFrom('oauth_client_secrets')
      .select('id')
      .where(({ and }) => and(clientColumns(client)))
      .where('revoked_at', 'is', null)
      .where('expires_at', '>', sql<string>`now()`)
      .execute();
    if (active.length >= maxActiveOAuthSecrets) throw new TooManyActiveSecrets();
    return this.db.kysely
      .insertInto('oauth_client_secrets')
      .values({
        ...clientColumns(client),
        id: uuid() as OAuthClientSecretId,
        prefix: secret.prefix,
        hash: secret.hash,
        expires_at: expiresAt.toISOString(),
      })
      .returning(listed)
      .executeTakeFirstOrThrow();
  }

  find(client: OAuthClientKey, id: OAuthClientSecretId): Promise<OAuthClientSecretRow | undefined> {
    return this.db.kysely
      .selectFrom('oauth_client_secrets')
      .select(listed)
      .where(({ and }) => and({ ...clientColumns(client), id }))
      .executeTakeFirst();
  }

  /** The secrets of a client, revoked and expired ones too, oldest first. */
  list(client: OAuthClientKey, { limit, after = FIRST_ID }: Keyset): Promise<OAuthClientSecretRow[]> {
    return this.db.kysely
      .selectFrom('oauth_client_secrets')
      .select(listed)
      .where(({ and }) => and(clientColumns(client)))
      .where('id', '>', after as OAuthClientSecretId)
      .orderBy('id')
      .limit(limit)
      .execute();
  }

  /**
   * The secret, and every access token that was got with it, is refused from now on, in every process. Run it in a transaction.
   * Gives whether it was not revoked before.
   */
  async revoke(client: OAuthClientKey, id: OAuthClientSecretId): Promise<boolean> {
    const { numUpdatedRows } = await this.db.kysely
      .updateTable('oauth_client_secrets')
      .set({ revoked_at: sql<string>`now()` })
      .where(({ and }) => and({ ...clientColumns(client), id }))
      .where('revoked_at', 'is', null)
      .executeTakeFirst();
    const { clientId, ...connection } = client;
    await this.db.kysely
      .deleteFrom('scim_tokens')
      .where(({ and }) => and({ ...keyColumns(connection), oauth_client_id: clientId, oauth_secret_id: id }))
      .execute();
    return numUpdatedRows > 0n;
  }
}

function clientColumns({ clientId, ...connection }: OAuthClientKey) {
  return { ...keyColumns(connection), client_id: clientId };
}
