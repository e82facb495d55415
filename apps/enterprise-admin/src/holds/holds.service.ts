import { Injectable } from '@nestjs/common';
import { Database, type EnterpriseId, type HoldId, type HoldRow, type Repositories } from '#libs/persistence';
import { restoreHold, tellHoldEnded } from '#libs/provisioning';
import { AdminProblem } from '../http/admin-problem.js';
import { AdminTransactions } from '../http/admin-transactions.js';
import { type Caller, causeOf } from '../http/caller.js';
import { DeprovisioningProblem } from '../http/deprovisioning-problem.js';
import { listPage, type Page, type PageQuery } from '../http/list-page.js';
import { requireEnterprise, requireLastingEnterprise } from '../http/require-enterprise.js';
import type { AffectedAccount, EndHold, Hold } from './hold.dto.js';
import { spanOf, toAffectedAccount, toHold } from './hold.mapper.js';

/** How long a request restores; the worker does the rest. Thousands of people take less. */
const RESTORE_WITHIN_MS = 15_000;

/** Mass-change holds: more people lost access at once than is usual, so nothing is purged until somebody decides. */
@Injectable()
export class HoldsService {
  constructor(
    private readonly database: Database,
    private readonly transactions: AdminTransactions,
  ) {}

  async list(caller: Caller, enterpriseId: EnterpriseId, query: PageQuery): Promise<Page<Hold>> {
    const { repositories } = this.database;
    await requireEnterprise(repositories, enterpriseId);
    const { items, nextCursor } = await listPage(
      caller,
      query,
      keyset => repositories.holds.list(enterpriseId, keyset),
      row => row,
    );
    return { items: await Promise.all(items.map(row => counted(repositories, row))), nextCursor };
  }

  async get(enterpriseId: EnterpriseId, id: HoldId): Promise<Hold> {
    return counted(this.database.repositories, await this.require(enterpriseId, id));
  }

  async accounts(
    caller: Caller,
    enterpriseId: EnterpriseId,
    id: HoldId,
    query: PageQuery,
  ): Promise<Page<AffectedAccount>> {
    const span = spanOf(await this.require(enterpriseId, id));
    return listPage(
      caller,
      query,
      keyset => this.database.repositories.holdRestores.page(enterpriseId, span, keyset),
      row => toAffectedAccount(row, caller),
    );
  }

  /** Everybody gets back what was taken: at once, or by the worker when there are very many. */
  async restore(caller: Caller, enterpriseId: EnterpriseId, id: HoldId, { reason }: EndHold): Promise<Hold> {
    await this.decide(caller, enterpriseId, id, { outcome: 'restored', reason });
    await restoreHold(this.database, { enterpriseId, id }, { signal: AbortSignal.timeout(RESTORE_WITHIN_MS) });
    return this.get(enterpriseId, id);
  }

  /** What happened was meant: purging goes on. */
  async resume(caller: Caller, enterpriseId: EnterpriseId, id: HoldId, { reason }: EndHold): Promise<Hold> {
    await this.decide(caller, enterpriseId, id, { outcome: 'resumed', reason });
    return this.get(enterpriseId, id);
  }

  private decide(
    caller: Caller,
    enterpriseId: EnterpriseId,
    id: HoldId,
    decision: { readonly outcome: 'restored' | 'resumed'; readonly reason: string },
  ): Promise<void> {
    return this.transactions.change(caller, async (repositories, record) => {
      await requireLastingEnterprise(repositories, enterpriseId);
      const row = await repositories.holds.findForUpdate(enterpriseId, id);
      if (!row) throw AdminProblem.notFound();
      if (row.outcome) throw DeprovisioningProblem.holdEnded(row.outcome);
      const decided = await repositories.holds.decide(enterpriseId, id, decision, causeOf(caller));
      // One that is restored ends when everybody is back.
      if (decided.ended_at) await tellHoldEnded(repositories, decided);
      const { affected, restorable } = await repositories.holdRestores.count(enterpriseId, spanOf(decided));
      const { outcome, reason } = decision;
      await record(enterpriseId, {
        action: `hold.${outcome}`,
        target: { type: 'hold', id },
        after: { reason, affectedAccounts: affected, restorableAccounts: restorable },
      });
    });
  }

  private async require(enterpriseId: EnterpriseId, id: HoldId): Promise<HoldRow> {
    const { repositories } = this.database;
    await requireEnterprise(repositories, enterpriseId);
    const row = await repositories.holds.find(enterpriseId, id);
    if (!row) throw AdminProblem.notFound();
    return row;
  }
}

async function counted({ holdRestores }: Repositories, row: HoldRow): Promise<Hold> {
  return toHold(row, await holdRestores.count(row.enterprise_id, spanOf(row)));
}
