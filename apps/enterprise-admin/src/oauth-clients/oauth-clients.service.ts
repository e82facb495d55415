import { Injectable } from '@nestjs/common';
import { type ConnectionKey, Database, type OAuthClientId, type OAuthClientRow } from '#libs/persistence';
import { AdminProblem } from '../http/admin-problem.js';
import { AdminSettings } from '../http/admin-settings.js';
import { AdminTransactions } from '../http/admin-transactions.js';
import type { Caller } from '../http/caller.js';
import { checkVersion } from '../http/entity-tag.js';
import { listPage, type Page, type PageQuery } from '../http/list-page.js';
import { requireConnection } from '../http/require-connection.js';
import { requireUnblockedProvisioning } from '../http/require-unblocked-provisioning.js';
import type { CreateOAuthClient, OAuthClient, UpdateOAuthClient } from './oauth-client.dto.js';
import {
  auditedTerms,
  changeOf,
  currentOf,
  endsAccess,
  opensAccess,
  termsOf,
  toOAuthClient,
} from './oauth-client.mapper.js';

/** The OAuth clients that identity providers are for the authorization server of a connection. */
@Injectable()
export class OAuthClientsService {
  constructor(
    private readonly database: Database,
    private readonly transactions: AdminTransactions,
    private readonly settings: AdminSettings,
  ) {}

  async list(caller: Caller, key: ConnectionKey, query: PageQuery): Promise<Page<OAuthClient>> {
    const { repositories } = this.database;
    await requireConnection(repositories, key);
    return listPage(
      caller,
      query,
      keyset => repositories.oauthClients.list(key, keyset),
      row => this.answer(key, row),
    );
  }

  create(caller: Caller, key: ConnectionKey, body: CreateOAuthClient): Promise<OAuthClient> {
    return this.transactions.create(caller, async (repositories, record) => {
      await requireUnblockedProvisioning(repositories, await requireConnection(repositories, key));
      const terms = termsOf(body);
      const row = await repositories.oauthClients.insert(key, terms);
      await record(key.enterpriseId, {
        action: 'oauth_client.created',
        target: { type: 'oauth_client', id: row.id },
        after: { connectionId: key.connectionId, ...auditedTerms(terms) },
      });
      return this.answer(key, row);
    });
  }

  async get(key: ConnectionKey, id: OAuthClientId): Promise<OAuthClient> {
    const { repositories } = this.database;
    await requireConnection(repositories, key);
    return this.answer(key, found(await repositories.oauthClients.find(key, id)));
  }

  update(caller: Caller, key: ConnectionKey, id: OAuthClientId, body: UpdateOAuthClient): Promise<OAuthClient> {
    return this.transactions.change(caller, async (repositories, record) => {
      const connection = await requireConnection(repositories, key);
      const row = found(await repositories.oauthClients.findForUpdate(key, id));
      checkVersion(caller, row);
      const change = changeOf(row, body);
      if (Object.keys(change).length === 0) return this.answer(key, row);
      // As with a secret: a client that is in use goes on over a warning, one that never was does not begin.
      if (row.last_used_at === null && opensAccess(change))
        await requireUnblockedProvisioning(repositories, connection);
      const updated = await repositories.oauthClients.update(key, id, change);
      if (endsAccess(change)) await repositories.oauthClients.revokeAccessTokens(key, id);
      await record(key.enterpriseId, {
        action: 'oauth_client.updated',
        target: { type: 'oauth_client', id },
        before: { connectionId: key.connectionId, ...auditedTerms(currentOf(row, change)) },
        after: { connectionId: key.connectionId, ...auditedTerms(change) },
      });
      return this.answer(key, updated);
    });
  }

  async delete(caller: Caller, key: ConnectionKey, id: OAuthClientId): Promise<void> {
    await this.transactions.change(caller, async (repositories, record) => {
      await requireConnection(repositories, key);
      const row = found(await repositories.oauthClients.findForUpdate(key, id));
      checkVersion(caller, row);
      await repositories.oauthClients.delete(key, id);
      await record(key.enterpriseId, {
        action: 'oauth_client.deleted',
        target: { type: 'oauth_client', id },
        before: { connectionId: key.connectionId, name: row.name, scopes: row.scopes },
      });
    });
  }

  private answer(key: ConnectionKey, row: OAuthClientRow): OAuthClient {
    return toOAuthClient(row, {
      issuer: this.settings.issuer(key),
      tokenEndpoint: this.settings.tokenEndpoint(key),
    });
  }
}

function found(row: OAuthClientRow | undefined): OAuthClientRow {
  if (!row) throw AdminProblem.notFound();
  return row;
}
