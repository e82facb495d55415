import type { MintedToken, ScimScope } from '#libs/tokens';
import { randomUUIDv7 as uuid } from 'node:crypto';
import type { ConnectionId, OAuthClientId, OAuthClientSecretId } from '../entities/ids.js';
import type { OAuthClientKeys, WorkloadIdentity } from '../entities/oauth-client.entity.js';
import { type Executor, lookUp, statement } from '../executor.js';
import { keyValues } from './connection-key.js';
import type { OAuthClientKey } from './oauth-client-secrets.repository.js';

/** An OAuth client, and by what it can prove that it is the one. */
export interface OAuthCredential extends OAuthClientKey {
  readonly version: number;
  readonly scopes: readonly ScimScope[];
  readonly accessTokenMinutes: number;
  readonly jwks: OAuthClientKeys | null;
  readonly federation: WorkloadIdentity | null;
  /** Those that are neither revoked nor expired. */
  readonly secrets: readonly { readonly id: OAuthClientSecretId; readonly hash: Uint8Array }[];
}

/** A client assertion that is good once. */
export interface OnceOnly {
  readonly hash: Buffer;
  /** When it would not be good any more anyway. */
  readonly expiresAt: Date;
}

/** An access token to be stored. */
export interface AccessTokenGrant {
  /** As it was when the client proved who it is. */
  readonly client: Pick<OAuthCredential, 'enterpriseId' | 'connectionId' | 'clientId' | 'version'>;
  /** The secret it was proven with, or null. */
  readonly secretId: OAuthClientSecretId | null;
  /** The assertion it was proven with, or null. */
  readonly assertion: OnceOnly | null;
  readonly token: MintedToken;
  readonly scopes: readonly ScimScope[];
  readonly expiresAt: Date;
}

/** A client has no more than so many access tokens at once; the oldest goes. */
const MAX_ACCESS_TOKENS = 50;

type Found = Omit<OAuthCredential, 'secrets'> & {
  readonly secretId: OAuthClientSecretId | null;
  readonly hash: Uint8Array | null;
};

const columns = `c.enterprise_id as "enterpriseId", c.connection_id as "connectionId", c.id as "clientId", c.version, c.scopes,
     c.access_token_minutes as "accessTokenMinutes", c.jwks, c.federation, s.id as "secretId", s.hash
   from connections
   join oauth_clients c on c.enterprise_id = connections.enterprise_id and c.connection_id = connections.id
   left join oauth_client_secrets s on s.enterprise_id = c.enterprise_id and s.connection_id = c.connection_id
     and s.client_id = c.id and s.revoked_at is null and s.expires_at > now()
   where connections.id = $1 and connections.state <> 'deleted'`;

const findClient = lookUp<Found>('oauth-grants.find-client', `select ${columns} and c.id = $2`);

const findFederated = lookUp<Found>(
  'oauth-grants.find-federated',
  `select ${columns} and c.federation ->> 'issuer' = $2 and c.federation ->> 'subject' = $3 order by c.id`,
);

const lockClient = statement<{ readonly id: string }>(
  'oauth-grants.lock-client',
  `update oauth_clients set last_used_at = now()
   where enterprise_id = $1 and connection_id = $2 and id = $3 and version = $4 returning id`,
);

const lockSecret = statement<{ readonly id: string }>(
  'oauth-grants.lock-secret',
  `update oauth_client_secrets set last_used_at = now()
   where enterprise_id = $1 and connection_id = $2 and client_id = $3 and id = $4 and revoked_at is null and expires_at > now()
   returning id`,
);

const forgetAssertions = statement<never>(
  'oauth-grants.forget-assertions',
  `delete from used_assertions where enterprise_id = $1 and connection_id = $2 and client_id = $3 and expires_at < now()`,
);

const useAssertion = statement<{ readonly hash: Uint8Array }>(
  'oauth-grants.use-assertion',
  `insert into used_assertions (enterprise_id, connection_id, client_id, hash, expires_at) values ($1, $2, $3, $4, $5)
   on conflict do nothing returning hash`,
);

const makeRoom = statement<never>(
  'oauth-grants.make-room',
  `delete from scim_tokens where enterprise_id = $1 and connection_id = $2 and oauth_client_id = $3
     and (expires_at <= now() or id in (
       select id from scim_tokens where enterprise_id = $1 and connection_id = $2 and oauth_client_id = $3
       order by id desc offset ${MAX_ACCESS_TOKENS - 1}))`,
);

const insertToken = statement<never>(
  'oauth-grants.insert-token',
  `insert into scim_tokens
     (enterprise_id, connection_id, oauth_client_id, oauth_secret_id, id, prefix, hash, scopes, expires_at)
   values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
);

/** What the token endpoint asks and writes. */
export class OAuthGrantsRepository {
  constructor(private readonly db: Executor) {}

  /** The client of a connection that is not deleted. One statement, whatever of them there is. */
  async findClient(connectionId: ConnectionId, clientId: OAuthClientId): Promise<OAuthCredential | undefined> {
    return toCredentials(await this.db.run(findClient, [connectionId, clientId]))[0];
  }

  /** The clients of a connection for which this workload identity stands. */
  async findFederated(
    connectionId: ConnectionId,
    { issuer, subject }: Pick<WorkloadIdentity, 'issuer' | 'subject'>,
  ): Promise<readonly OAuthCredential[]> {
    return toCredentials(await this.db.run(findFederated, [connectionId, issuer, subject]));
  }

  /**
   * Stores an access token. Run it in a transaction. Gives false, and stores nothing, when the client was changed or deleted or its
   * secret revoked since it was looked at, and when the assertion was used before: whoever revokes waits for this, or comes before.
   */
  async issue({ client, secretId, assertion, token, scopes, expiresAt }: AccessTokenGrant): Promise<boolean> {
    const key = [...keyValues(client), client.clientId] as const;
    if ((await this.db.run(lockClient, [...key, client.version])).length === 0) return false;
    if (secretId !== null && (await this.db.run(lockSecret, [...key, secretId])).length === 0) return false;
    if (assertion !== null) {
      await this.db.run(forgetAssertions, key);
      const used = await this.db.run(useAssertion, [...key, assertion.hash, assertion.expiresAt]);
      if (used.length === 0) return false;
    }
    await this.db.run(makeRoom, key);
    await this.db.run(insertToken, [...key, secretId, uuid(), token.prefix, token.hash, scopes, expiresAt]);
    return true;
  }
}

/** One for each client; there is a row for each of its secrets. */
function toCredentials(rows: readonly Found[]): OAuthCredential[] {
  const byClient = Map.groupBy(rows, ({ clientId }) => clientId);
  return [...byClient.values()].flatMap(([first, ...others]) => {
    if (!first) return [];
    const { secretId: _secretId, hash: _hash, ...client } = first;
    const secrets = [first, ...others].flatMap(({ secretId: id, hash }) => (id && hash ? [{ id, hash }] : []));
    return [{ ...client, secrets }];
  });
}
