import { Injectable } from '@nestjs/common';
import { type AuditAction, type AuditTarget, Database, type EnterpriseId, type Repositories } from '#libs/persistence';
import { AdminProblem } from './admin-problem.js';
import type { Caller } from './caller.js';

/** What happened to what, for the audit log. */
export interface Happening {
  readonly action: AuditAction;
  readonly target: AuditTarget;
  readonly before?: object;
  readonly after?: object;
}

/** Writes into the enterprise's audit log, in the transaction of the change. */
export type RecordHappening = (enterpriseId: EnterpriseId, happening: Happening) => Promise<void>;

/** The work of a change. It may run again from the start, so it has no effect outside the database. */
export type ChangeWork<Result> = (repositories: Repositories, record: RecordHappening) => Promise<Result>;

/** Changes by administrators: each one a transaction with its own audit events, and a create once per Idempotency-Key. */
@Injectable()
export class AdminTransactions {
  constructor(private readonly database: Database) {}

  /** Carries a change out, all of it or nothing. */
  change<Result>(caller: Caller, work: ChangeWork<Result>): Promise<Result> {
    return this.database.transaction(repositories => work(repositories, recorder(repositories, caller)));
  }

  /** Makes something; the same request again gets the same answer. */
  create<Made extends { readonly id: string }>(caller: Caller, work: ChangeWork<Made>): Promise<Made> {
    return this.createOnce(caller, work, { isSecret: false });
  }

  /** Makes something whose answer holds a secret, which is not kept: the same request again is told so. */
  createSecret<Made extends { readonly id: string }>(caller: Caller, work: ChangeWork<Made>): Promise<Made> {
    return this.createOnce(caller, work, { isSecret: true });
  }

  private createOnce<Made extends { readonly id: string }>(
    caller: Caller,
    work: ChangeWork<Made>,
    { isSecret }: { readonly isSecret: boolean },
  ): Promise<Made> {
    const { idempotentRequest } = caller;
    if (!idempotentRequest) return this.change(caller, work);
    return this.change(caller, async (repositories, record) => {
      const earlier = await repositories.idempotentRequests.find(idempotentRequest);
      if (earlier) {
        if (!earlier.request_hash.equals(idempotentRequest.requestHash)) throw AdminProblem.idempotencyKeyReused();
        if (earlier.answer === null) throw AdminProblem.secretShownOnce(earlier.resource_id);
        return earlier.answer as Made;
      }
      const made = await work(repositories, record);
      const answer = isSecret ? null : made;
      await repositories.idempotentRequests.insert(idempotentRequest, { resourceId: made.id, answer });
      return made;
    });
  }
}

function recorder({ auditEvents }: Repositories, { actor, requestId }: Caller): RecordHappening {
  return async (enterpriseId, happening) => {
    await auditEvents.append(enterpriseId, { actor, requestId, ...happening });
  };
}
