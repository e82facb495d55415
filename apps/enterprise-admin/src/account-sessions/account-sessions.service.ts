import { Injectable } from '@nestjs/common';
import {
  type AccountId,
  type AccountSessionId,
  type AccountSessionRow,
  Database,
  type EnterpriseId,
} from '#libs/persistence';
import { AdminProblem } from '../http/admin-problem.js';
import { AdminTransactions } from '../http/admin-transactions.js';
import type { AdminPrincipal, Caller } from '../http/caller.js';
import { listPage, type Page, type PageQuery } from '../http/list-page.js';
import { masked } from '../http/masked.js';
import { requireAccount } from '../http/require-account.js';
import type { AccountSession } from './account-session.dto.js';

/** The sessions of an account. */
@Injectable()
export class AccountSessionsService {
  constructor(
    private readonly database: Database,
    private readonly transactions: AdminTransactions,
  ) {}

  async list(
    caller: Caller,
    enterpriseId: EnterpriseId,
    accountId: AccountId,
    query: PageQuery,
  ): Promise<Page<AccountSession>> {
    const { repositories } = this.database;
    await requireAccount(repositories, enterpriseId, accountId);
    return listPage(
      caller,
      query,
      keyset => repositories.accountSessions.list(enterpriseId, accountId, keyset),
      row => toAccountSession(row, caller),
    );
  }

  async revoke(caller: Caller, enterpriseId: EnterpriseId, accountId: AccountId, id: AccountSessionId): Promise<void> {
    await this.transactions.change(caller, async (repositories, record) => {
      await requireAccount(repositories, enterpriseId, accountId);
      if (!(await repositories.accountSessions.find(enterpriseId, accountId, id))) throw AdminProblem.notFound();
      if (!(await repositories.accountSessions.revoke(enterpriseId, accountId, id))) return;
      const target = { type: 'account_session', id };
      await record(enterpriseId, { action: 'account_session.revoked', target, before: { accountId } });
    });
  }

  async revokeAll(caller: Caller, enterpriseId: EnterpriseId, accountId: AccountId): Promise<void> {
    await this.transactions.change(caller, async (repositories, record) => {
      await requireAccount(repositories, enterpriseId, accountId);
      const sessionCount = await repositories.accountSessions.revokeAll(enterpriseId, accountId);
      if (sessionCount === 0) return;
      const target = { type: 'account', id: accountId };
      await record(enterpriseId, { action: 'account_session.revoked', target, before: { sessionCount } });
    });
  }
}

function toAccountSession(row: AccountSessionRow, principal: AdminPrincipal): AccountSession {
  return {
    id: row.id,
    ip: masked(principal, row.ip ?? null),
    userAgent: masked(principal, row.user_agent ?? null),
    createdAt: row.created_at,
    lastSeenAt: row.last_seen_at ?? null,
    expiresAt: row.expires_at,
    revokedAt: row.revoked_at ?? null,
  };
}
