import { Injectable } from '@nestjs/common';
import {
  Database,
  type OAuthClientKey,
  type OAuthClientRow,
  type OAuthClientSecretId,
  type OAuthClientSecretRow,
  type Repositories,
} from '#libs/persistence';
import { mintToken } from '#libs/tokens';
import { AdminProblem } from '../http/admin-problem.js';
import { AdminTransactions } from '../http/admin-transactions.js';
import type { Caller } from '../http/caller.js';
import { expiryOf } from '../http/expiry-field.decorator.js';
import { listPage, type Page, type PageQuery } from '../http/list-page.js';
import { requireConnection } from '../http/require-connection.js';
import { requireUnblockedProvisioning } from '../http/require-unblocked-provisioning.js';
import type { CreateOAuthClientSecret, NewOAuthClientSecret, OAuthClientSecret } from './oauth-client-secret.dto.js';

/** The secrets with which OAuth clients get their access tokens. */
@Injectable()
export class OAuthClientSecretsService {
  constructor(
    private readonly database: Database,
    private readonly transactions: AdminTransactions,
  ) {}

  async list(caller: Caller, client: OAuthClientKey, query: PageQuery): Promise<Page<OAuthClientSecret>> {
    const { repositories } = this.database;
    await requireClient(repositories, client);
    return listPage(caller, query, keyset => repositories.oauthClientSecrets.list(client, keyset), toSecret);
  }

  create(caller: Caller, client: OAuthClientKey, body: CreateOAuthClientSecret): Promise<NewOAuthClientSecret> {
    const { enterpriseId, connectionId, clientId } = client;
    return this.transactions.createSecret(caller, async (repositories, record) => {
      const connection = await requireConnection(repositories, client);
      const { last_used_at } = found(await repositories.oauthClients.findForUpdate(client, clientId));
      // A client that is in use gets its next secret in any case: provisioning that runs must not end over a warning.
      if (last_used_at === null) await requireUnblockedProvisioning(repositories, connection);
      const secret = mintToken('oauth');
      const row = await repositories.oauthClientSecrets.insert(client, secret, expiryOf(body));
      await record(enterpriseId, {
        action: 'oauth_client.secret_created',
        target: { type: 'oauth_client', id: clientId },
        after: { connectionId, secretId: row.id, prefix: row.prefix, expiresAt: row.expires_at },
      });
      return { ...toSecret(row), secret: secret.secret.reveal() };
    });
  }

  async get(client: OAuthClientKey, id: OAuthClientSecretId): Promise<OAuthClientSecret> {
    const { repositories } = this.database;
    await requireClient(repositories, client);
    return toSecret(found(await repositories.oauthClientSecrets.find(client, id)));
  }

  async revoke(caller: Caller, client: OAuthClientKey, id: OAuthClientSecretId): Promise<void> {
    const { enterpriseId, connectionId, clientId } = client;
    await this.transactions.change(caller, async (repositories, record) => {
      await requireClient(repositories, client);
      const row = found(await repositories.oauthClientSecrets.find(client, id));
      if (!(await repositories.oauthClientSecrets.revoke(client, id))) return;
      await record(enterpriseId, {
        action: 'oauth_client.secret_revoked',
        target: { type: 'oauth_client', id: clientId },
        before: { connectionId, secretId: id, prefix: row.prefix },
      });
    });
  }
}

/** @throws AdminProblem `not_found` */
async function requireClient(repositories: Repositories, client: OAuthClientKey): Promise<OAuthClientRow> {
  await requireConnection(repositories, client);
  return found(await repositories.oauthClients.find(client, client.clientId));
}

function found<Found extends object>(row: Found | undefined): Found {
  if (!row) throw AdminProblem.notFound();
  return row;
}

function toSecret(row: OAuthClientSecretRow): Pick<OAuthClientSecret, keyof OAuthClientSecret> {
  return {
    id: row.id,
    prefix: row.prefix,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    lastUsedAt: row.last_used_at ?? null,
    revokedAt: row.revoked_at ?? null,
  };
}
