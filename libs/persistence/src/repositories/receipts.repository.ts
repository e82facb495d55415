import { randomUUIDv7 as uuid } from 'node:crypto';
import type { AccountId, EnterpriseId } from '../entities/ids.js';
import { type Executor, statement } from '../executor.js';
import type { Cause } from './account-events.repository.js';

/** An account whose access is taken or given back, and the directory user by which. */
export interface ReceiptOf {
  readonly accountId: AccountId;
  readonly source: { readonly connectionId: string; readonly directoryUserId: string | null };
  /** What else the event tells of the account: the changed attributes before and after. */
  readonly change: object;
}

const open = statement('receipts.open-by-function', 'select open_receipt($1, $2, $3, $4, $5, $6, $7, $8, $9)');

const restore = statement('receipts.restore-by-function', 'select restore_receipt($1, $2, $3, $4, $5, $6, $7, $8)');

const close = statement(
  'receipts.close',
  `update receipts set restored_at = now()
   where enterprise_id = $1 and account_id = $2 and restored_at is null and purged_at is null`,
);

/** What was taken from accounts when the directory took their access. */
export class ReceiptsRepository {
  constructor(private readonly db: Executor) {}

  /**
   * Ends an account's sessions, revokes its personal access tokens and takes it out of its organizations, against a receipt, with
   * the event that tells of it. Call it in the transaction that suspends the account, which is locked. Sessions are not given
   * back later: whoever returns signs in again.
   */
  async open(enterpriseId: EnterpriseId, { accountId, source, change }: ReceiptOf, cause: Cause): Promise<void> {
    await this.db.run(open, [
      enterpriseId,
      accountId,
      uuid(),
      source.connectionId,
      source.directoryUserId,
      uuid(),
      JSON.stringify(cause.actor),
      JSON.stringify(change),
      cause.requestId,
    ]);
  }

  /** Gives back what the open receipt keeps, if there is one, with the event that tells of it. */
  async restore(enterpriseId: EnterpriseId, { accountId, source, change }: ReceiptOf, cause: Cause): Promise<void> {
    await this.db.run(restore, [
      enterpriseId,
      accountId,
      uuid(),
      source.connectionId,
      source.directoryUserId,
      JSON.stringify(cause.actor),
      JSON.stringify(change),
      cause.requestId,
    ]);
  }

  /** Ends the open receipt, if there is one, and gives nothing back: what is taken next has a receipt of its own. */
  async close(enterpriseId: EnterpriseId, accountId: AccountId): Promise<void> {
    await this.db.run(close, [enterpriseId, accountId]);
  }
}
