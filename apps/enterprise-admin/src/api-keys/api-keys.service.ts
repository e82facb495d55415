import { Injectable } from '@nestjs/common';
import {
  type ApiKeyId,
  type ApiKeyRow,
  Database,
  type EndedSetupLink,
  type EnterpriseId,
  installationChain,
  type Repositories,
} from '#libs/persistence';
import { mintToken } from '#libs/tokens';
import { AdminProblem } from '../http/admin-problem.js';
import { AdminTransactions, type Happening } from '../http/admin-transactions.js';
import { apiKeyOf, type Caller } from '../http/caller.js';
import { expiryOf } from '../http/expiry-field.decorator.js';
import { listPage, type Page, type PageQuery } from '../http/list-page.js';
import { keepOneAdministrator } from '../http/keep-one-administrator.js';
import { requireEnterprise, requireLastingEnterprise } from '../http/require-enterprise.js';
import { allowedPermissions } from './allowed-permissions.js';
import type { ApiKey, CreateApiKey, CreateVendorApiKey, NewApiKey } from './api-key.dto.js';

/** The keys with which an enterprise's administrators use this API; of no enterprise, the vendor's own. */
@Injectable()
export class ApiKeysService {
  constructor(
    private readonly database: Database,
    private readonly transactions: AdminTransactions,
  ) {}

  async list(caller: Caller, enterpriseId: EnterpriseId | null, query: PageQuery): Promise<Page<ApiKey>> {
    const { repositories } = this.database;
    if (enterpriseId !== null) await requireEnterprise(repositories, enterpriseId);
    return listPage(caller, query, keyset => repositories.apiKeys.list(enterpriseId, keyset), toApiKey);
  }

  create(
    caller: Caller,
    enterpriseId: EnterpriseId | null,
    body: CreateApiKey | CreateVendorApiKey,
  ): Promise<NewApiKey> {
    return this.transactions.createSecret(caller, async (repositories, record) => {
      if (enterpriseId !== null) await requireLastingEnterprise(repositories, enterpriseId);
      const token = mintToken('api');
      const { name, role } = body;
      const permissions = allowedPermissions(caller, body);
      const terms = { name, role, permissions, expiresAt: expiryOf(body), madeBy: apiKeyOf(caller) };
      const row = await repositories.apiKeys.insert(enterpriseId, token, terms);
      await record(enterpriseId ?? installationChain, {
        action: 'api_key.created',
        target: { type: 'api_key', id: row.id },
        after: { name, role, permissions, prefix: row.prefix, expiresAt: row.expires_at },
      });
      return { ...toApiKey(row), secret: token.secret.reveal() };
    });
  }

  async get(enterpriseId: EnterpriseId | null, id: ApiKeyId): Promise<ApiKey> {
    const { repositories } = this.database;
    if (enterpriseId !== null) await requireEnterprise(repositories, enterpriseId);
    const row = await repositories.apiKeys.find(enterpriseId, id);
    if (!row) throw AdminProblem.notFound();
    return toApiKey(row);
  }

  /** What it lets others do ends with it: setup links and the sessions they opened. Keys it made are told of, and stay. */
  async revoke(caller: Caller, enterpriseId: EnterpriseId | null, id: ApiKeyId): Promise<void> {
    await this.transactions.change(caller, async (repositories, record) => {
      if (enterpriseId !== null) await requireLastingEnterprise(repositories, enterpriseId);
      const row = await repositories.apiKeys.find(enterpriseId, id);
      if (!row) throw AdminProblem.notFound();
      if (isGood(row)) await keepOne(repositories, row);
      if (!(await repositories.apiKeys.revoke(enterpriseId, id))) return;
      const links = await repositories.setupLinks.revokeMadeBy(id);
      await record(enterpriseId ?? installationChain, {
        action: 'api_key.revoked',
        target: { type: 'api_key', id },
        before: { name: row.name, role: row.role, prefix: row.prefix },
        after: { endedSetupLinks: links.length, apiKeysLeft: await repositories.apiKeys.countMadeBy(id) },
      });
      for (const link of inOrder(links)) await record(link.enterprise_id, endedWith(id, link));
    });
  }
}

function isGood({ revoked_at: revokedAt, expires_at: expiresAt }: ApiKeyRow): boolean {
  return !revokedAt && Date.now() < Date.parse(expiresAt);
}

/** Keys that may do all of their role are what the vendor and its customers get in with when nothing else works. */
async function keepOne(repositories: Repositories, { id, enterprise_id, role, permissions }: ApiKeyRow): Promise<void> {
  if (permissions !== null) return;
  if (role === 'operator') await keepOneOperator(repositories, id);
  if (role === 'enterprise_admin' && enterprise_id) await keepOneAdministrator(repositories, enterprise_id, id);
}

/** Without an operator nobody could make another key of the vendor. */
async function keepOneOperator({ apiKeys }: Repositories, revoked: ApiKeyId): Promise<void> {
  const good = await apiKeys.lockOperatorKeys();
  if (good.every(id => id === revoked)) throw AdminProblem.lastOperatorKey();
}

/** Those who write into several audit logs do so in one order, so that they wait for each other and not in a circle. */
function inOrder(links: readonly EndedSetupLink[]): readonly EndedSetupLink[] {
  return links.toSorted((a, b) => (a.enterprise_id < b.enterprise_id ? -1 : 1));
}

function endedWith(
  apiKeyId: ApiKeyId,
  { id, connection_id: connectionId, prefix, features, opens }: EndedSetupLink,
): Happening {
  return {
    action: 'setup_link.revoked',
    target: { type: 'setup_link', id },
    before: { connectionId, prefix, features, opens },
    after: { endedWith: { type: 'api_key', id: apiKeyId } },
  };
}

function toApiKey(row: ApiKeyRow): Pick<ApiKey, keyof ApiKey> {
  const { id, name, role, permissions, prefix } = row;
  return {
    id,
    name,
    role,
    permissions,
    prefix,
    createdBy: row.made_by ?? null,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    lastUsedAt: row.last_used_at ?? null,
    revokedAt: row.revoked_at ?? null,
  };
}
