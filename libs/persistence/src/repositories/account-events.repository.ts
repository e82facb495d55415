import { randomUUIDv7 as uuid } from 'node:crypto';
import type { AuditActor } from '../audit/audit-event.js';
import type { AccountEventType } from '../entities/account-event.entity.js';
import type { AccountId, EnterpriseId } from '../entities/ids.js';
import { type Executor, statement } from '../executor.js';

/** Who or what changes an account, and by which request. */
export interface Cause {
  readonly actor: AuditActor;
  readonly requestId: string | null;
}

/** What happens to an account. */
export interface NewAccountEvent {
  readonly accountId: AccountId;
  /** The directory user by which it happens. */
  readonly source?: { readonly connectionId: string; readonly directoryUserId: string };
  readonly type: AccountEventType;
  readonly change: object;
}

const append = statement(
  'account-events.append',
  `insert into account_events (enterprise_id, id, account_id, connection_id, directory_user_id, type, actor, change, request_id)
   values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
);

/** What happened to accounts. An event is written in the transaction of the change; it is told of, and audited, right after. */
export class AccountEventsRepository {
  constructor(private readonly db: Executor) {}

  /** Writes an event, in the transaction that changes the account, which is locked. */
  async append(enterpriseId: EnterpriseId, event: NewAccountEvent, cause: Cause): Promise<void> {
    await this.db.run(append, [
      enterpriseId,
      uuid(),
      event.accountId,
      event.source?.connectionId ?? null,
      event.source?.directoryUserId ?? null,
      event.type,
      JSON.stringify(cause.actor),
      JSON.stringify(event.change),
      cause.requestId,
    ]);
  }
}
