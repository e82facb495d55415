import { Injectable } from '@nestjs/common';
import { type ConnectionKey, Database, type ScimTokenId, type ScimTokenRow } from '#libs/persistence';
import { mintToken, scimScopes } from '#libs/tokens';
import { AdminProblem } from '../http/admin-problem.js';
import { AdminTransactions } from '../http/admin-transactions.js';
import type { Caller } from '../http/caller.js';
import { expiryOf } from '../http/expiry-field.decorator.js';
import { listPage, type Page, type PageQuery } from '../http/list-page.js';
import { requireConnection } from '../http/require-connection.js';
import type { CreateScimToken, NewScimToken, ScimToken } from './scim-token.dto.js';

/** The tokens with which identity providers call the SCIM base URL of a connection. */
@Injectable()
export class ScimTokensService {
  constructor(
    private readonly database: Database,
    private readonly transactions: AdminTransactions,
  ) {}

  async list(caller: Caller, key: ConnectionKey, query: PageQuery): Promise<Page<ScimToken>> {
    const { repositories } = this.database;
    await requireConnection(repositories, key);
    return listPage(caller, query, keyset => repositories.scimTokens.list(key, keyset), toScimToken);
  }

  create(caller: Caller, key: ConnectionKey, body: CreateScimToken): Promise<NewScimToken> {
    return this.transactions.createSecret(caller, async (repositories, record) => {
      await requireConnection(repositories, key);
      const token = mintToken('scim');
      const scopes = body.scopes ?? scimScopes;
      const id = await repositories.scimTokens.insert(key, token, { scopes, expiresAt: expiryOf(body) });
      const row = found(await repositories.scimTokens.find(key, id));
      await record(key.enterpriseId, {
        action: 'scim_token.created',
        target: { type: 'scim_token', id },
        after: { connectionId: key.connectionId, prefix: row.prefix, scopes, expiresAt: row.expires_at },
      });
      return { ...toScimToken(row), secret: token.secret.reveal() };
    });
  }

  async get(key: ConnectionKey, id: ScimTokenId): Promise<ScimToken> {
    const { repositories } = this.database;
    await requireConnection(repositories, key);
    return toScimToken(found(await repositories.scimTokens.find(key, id)));
  }

  async revoke(caller: Caller, key: ConnectionKey, id: ScimTokenId): Promise<void> {
    await this.transactions.change(caller, async (repositories, record) => {
      await requireConnection(repositories, key);
      const row = found(await repositories.scimTokens.find(key, id));
      if (!(await repositories.scimTokens.revoke(key, id))) return;
      await record(key.enterpriseId, {
        action: 'scim_token.revoked',
        target: { type: 'scim_token', id },
        before: { connectionId: key.connectionId, prefix: row.prefix, scopes: row.scopes },
      });
    });
  }
}

function found(row: ScimTokenRow | undefined): ScimTokenRow {
  if (!row) throw AdminProblem.notFound();
  return row;
}

function toScimToken(row: ScimTokenRow): Pick<ScimToken, keyof ScimToken> {
  const { id, prefix, scopes } = row;
  return {
    id,
    prefix,
    scopes,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    lastUsedAt: row.last_used_at ?? null,
    revokedAt: row.revoked_at ?? null,
  };
}
