import { Injectable } from '@nestjs/common';
import {
  type ConnectionKey,
  Database,
  type Repositories,
  type ScimTokenId,
  type ScimTokenRow,
} from '#libs/persistence';
import { mintToken, type ScimScope, scimScopes } from '#libs/tokens';
import { AdminProblem } from '../http/admin-problem.js';
import { AdminTransactions } from '../http/admin-transactions.js';
import type { Caller } from '../http/caller.js';
import { expiryOf } from '../http/expiry-field.decorator.js';
import { listPage, type Page, type PageQuery } from '../http/list-page.js';
import { requireConnection } from '../http/require-connection.js';
import { requireUnblockedProvisioning } from '../http/require-unblocked-provisioning.js';
import type { CreateScimToken, NewScimToken, RotateScimToken, ScimToken } from './scim-token.dto.js';
import { scimTokenStatus } from './scim-token-status.js';

const DEFAULT_OVERLAP_MINUTES = 60;

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
      await requireUnblockedProvisioning(repositories, await requireConnection(repositories, key));
      const made = await make(repositories, key, { scopes: body.scopes ?? scimScopes, expiresAt: expiryOf(body) });
      await record(key.enterpriseId, {
        action: 'scim_token.created',
        target: { type: 'scim_token', id: made.id },
        after: auditedTermsOf(key, made),
      });
      return made;
    });
  }

  /** Makes a token that takes the place of another from its first use on. */
  rotate(caller: Caller, key: ConnectionKey, id: ScimTokenId, body: RotateScimToken): Promise<NewScimToken> {
    const overlapMinutes = body.overlapMinutes ?? DEFAULT_OVERLAP_MINUTES;
    return this.transactions.createSecret(caller, async (repositories, record) => {
      await requireConnection(repositories, key);
      const { scopes } = replaceable(found(await repositories.scimTokens.findForUpdate(key, id)));
      const made = await make(repositories, key, { scopes, expiresAt: expiryOf(body) });
      await repositories.scimTokens.replace(key, id, { replacedBy: made.id, overlapSeconds: overlapMinutes * 60 });
      await record(key.enterpriseId, {
        action: 'scim_token.rotated',
        target: { type: 'scim_token', id },
        after: { ...auditedTermsOf(key, made), replacedBy: made.id, overlapMinutes },
      });
      return made;
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
      const released = await repositories.scimTokens.release(key, id);
      await record(key.enterpriseId, {
        action: 'scim_token.revoked',
        target: { type: 'scim_token', id },
        before: {
          connectionId: key.connectionId,
          prefix: row.prefix,
          scopes: row.scopes,
          ...(released !== undefined && { replaces: released }),
        },
      });
    });
  }
}

function found(row: ScimTokenRow | undefined): ScimTokenRow {
  if (!row) throw AdminProblem.notFound();
  return row;
}

async function make(
  { scimTokens }: Repositories,
  key: ConnectionKey,
  terms: { readonly scopes: readonly ScimScope[]; readonly expiresAt: Date },
): Promise<Pick<NewScimToken, keyof NewScimToken> & { readonly id: ScimTokenId }> {
  const token = mintToken('scim');
  const id = await scimTokens.insert(key, token, terms);
  const row = found(await scimTokens.find(key, id));
  return { ...toScimToken(row), id, secret: token.secret.reveal() };
}

/** What of a new token is kept in the audit log. */
function auditedTermsOf({ connectionId }: ConnectionKey, { prefix, scopes, expiresAt }: ScimToken): object {
  return { connectionId, prefix, scopes, expiresAt };
}

/**
 * A token whose place another can take.
 * @throws AdminProblem `token_not_replaceable`
 */
function replaceable(row: ScimTokenRow): ScimTokenRow {
  const status = scimTokenStatus(row, new Date());
  if (status === 'active') return row;
  throw AdminProblem.tokenNotReplaceable(
    status === 'retiring'
      ? 'Another token takes its place already. Replace that one; if it was lost before it was used, revoke it first.'
      : `The token is ${status}. Make a new one instead.`,
  );
}

function toScimToken(row: ScimTokenRow): Pick<ScimToken, keyof ScimToken> {
  const { id, prefix, scopes } = row;
  return {
    id,
    prefix,
    scopes,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    status: scimTokenStatus(row, new Date()),
    isSeenInUse: row.last_used_at !== null,
    lastUsedAt: row.last_used_at ?? null,
    lastUsedIp: row.last_used_ip ?? null,
    replacedBy: row.replaced_by ?? null,
    revokedAt: row.revoked_at ?? null,
  };
}
