import { Injectable } from '@nestjs/common';
import {
  type AccountId,
  Database,
  type EnterpriseId,
  type PersonalAccessTokenId,
  type PersonalAccessTokenRow,
} from '#libs/persistence';
import { mintToken } from '#libs/tokens';
import { AdminProblem } from '../http/admin-problem.js';
import { AdminTransactions } from '../http/admin-transactions.js';
import type { Caller } from '../http/caller.js';
import { expiryOf } from '../http/expiry-field.decorator.js';
import { masked } from '../http/masked.js';
import { listPage, type Page, type PageQuery } from '../http/list-page.js';
import { requireAccount, requireLockedAccount } from '../http/require-account.js';
import { requireEnterprise } from '../http/require-enterprise.js';
import type {
  CreatePersonalAccessToken,
  NewPersonalAccessToken,
  PersonalAccessToken,
} from './personal-access-token.dto.js';

/** The tokens with which people use the vendor's application from programs. */
@Injectable()
export class PersonalAccessTokensService {
  constructor(
    private readonly database: Database,
    private readonly transactions: AdminTransactions,
  ) {}

  async list(
    caller: Caller,
    enterpriseId: EnterpriseId,
    accountId: AccountId,
    query: PageQuery,
  ): Promise<Page<PersonalAccessToken>> {
    const { repositories } = this.database;
    await requireAccount(repositories, enterpriseId, accountId);
    const read = repositories.personalAccessTokens.list.bind(
      repositories.personalAccessTokens,
      enterpriseId,
      accountId,
    );
    return listPage(caller, query, read, row => toPersonalAccessToken(row, caller));
  }

  /** The account is locked: whoever suspends it at the same time revokes this token too, or it is not made. */
  create(
    caller: Caller,
    enterpriseId: EnterpriseId,
    accountId: AccountId,
    body: CreatePersonalAccessToken,
  ): Promise<NewPersonalAccessToken> {
    return this.transactions.createSecret(caller, async (repositories, record) => {
      await requireEnterprise(repositories, enterpriseId);
      const account = await requireLockedAccount(repositories, enterpriseId, accountId);
      if (account.state !== 'active') throw AdminProblem.accountSuspended();
      const token = mintToken('pat');
      const terms = { name: body.name, expiresAt: expiryOf(body) };
      const row = await repositories.personalAccessTokens.insert(enterpriseId, accountId, token, terms);
      await record(enterpriseId, {
        action: 'personal_access_token.created',
        target: { type: 'personal_access_token', id: row.id },
        after: { accountId, name: row.name, prefix: row.prefix, expiresAt: row.expires_at },
      });
      return { ...toPersonalAccessToken(row, caller), secret: token.secret.reveal() };
    });
  }

  async get(
    caller: Caller,
    enterpriseId: EnterpriseId,
    accountId: AccountId,
    id: PersonalAccessTokenId,
  ): Promise<PersonalAccessToken> {
    const { repositories } = this.database;
    await requireAccount(repositories, enterpriseId, accountId);
    const row = found(await repositories.personalAccessTokens.find(enterpriseId, accountId, id));
    return toPersonalAccessToken(row, caller);
  }

  async revoke(
    caller: Caller,
    enterpriseId: EnterpriseId,
    accountId: AccountId,
    id: PersonalAccessTokenId,
  ): Promise<void> {
    await this.transactions.change(caller, async (repositories, record) => {
      await requireAccount(repositories, enterpriseId, accountId);
      const { name, prefix } = found(await repositories.personalAccessTokens.find(enterpriseId, accountId, id));
      if (!(await repositories.personalAccessTokens.revoke(enterpriseId, accountId, id))) return;
      await record(enterpriseId, {
        action: 'personal_access_token.revoked',
        target: { type: 'personal_access_token', id },
        before: { accountId, name, prefix },
      });
    });
  }
}

function found(row: PersonalAccessTokenRow | undefined): PersonalAccessTokenRow {
  if (!row) throw AdminProblem.notFound();
  return row;
}

/** People name their tokens as they like: after themselves, too. */
function toPersonalAccessToken(
  row: PersonalAccessTokenRow,
  caller: Caller,
): Pick<PersonalAccessToken, keyof PersonalAccessToken> {
  const { id, name, prefix } = row;
  return {
    id,
    name: masked(caller, name),
    prefix,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    lastUsedAt: row.last_used_at ?? null,
    revokedAt: row.revoked_at ?? null,
  };
}
