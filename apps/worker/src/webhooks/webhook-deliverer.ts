import { Inject, Injectable } from '@nestjs/common';
import { wakeLanes } from '#libs/account-events';
import { Jobs } from '#libs/jobs';
import {
  type AuditActor,
  Database,
  installationChain,
  type Repositories,
  type WebhookDeliveryRow,
  type WebhookEndpointRow,
  type WebhookLane,
} from '#libs/persistence';
import { isGivenUp, judgeAnswer, type Verdict, type WebhookAnswer } from './judge-answer.js';
import { WebhookSender } from './webhook-sender.js';
import { WebhookSettings } from './webhook-settings.js';

/** A job that takes longer could be taken for one whose process has died. */
const WORK_MS = 60_000;

/** Postern itself. */
const system: AuditActor = { kind: 'system', id: 'worker' };

/** Sends what waits in a lane, one after the other: what is told of an account later arrives later, whatever fails. */
@Injectable()
export class WebhookDeliverer {
  constructor(
    private readonly database: Database,
    @Inject(Jobs) private readonly jobs: Pick<Jobs, 'sendAll'>,
    private readonly sender: WebhookSender,
    private readonly settings: WebhookSettings,
  ) {}

  /**
   * Sends until nothing waits, or what is next has to wait; then another job will look again.
   * @param signal says that the process stops, or that the lane is another's by now
   */
  async drain(lane: WebhookLane, signal: AbortSignal): Promise<void> {
    const until = Date.now() + WORK_MS;
    while (await this.sendNext(lane)) {
      if (signal.aborted) throw new Error('The process stops; the rest of the lane is for another.');
      if (Date.now() > until) return wakeLanes(this.jobs, this.database.repositories, [lane]);
    }
  }

  /** Whether there may be another to send now. */
  private async sendNext(lane: WebhookLane): Promise<boolean> {
    const { repositories } = this.database;
    const delivery = await repositories.webhookDeliveries.next(lane);
    if (!delivery) return false;
    const endpoint = await repositories.webhookEndpoints.find(lane.endpointId);
    // What waits for an endpoint that is disabled goes out when somebody enables it again.
    if (endpoint?.state !== 'enabled') return false;
    const now = new Date();
    const due = new Date(delivery.next_attempt_at);
    if (due > now) {
      await wakeLanes(this.jobs, repositories, [lane], due);
      return false;
    }
    const answer = await this.sender.send(endpoint, delivery, now);
    return this.record(lane, delivery, answer, now);
  }

  private async record(
    lane: WebhookLane,
    delivery: WebhookDeliveryRow,
    answer: WebhookAnswer,
    now: Date,
  ): Promise<boolean> {
    const { delaysMs } = this.settings;
    const { attempts } = delivery;
    const verdict = judgeAnswer(answer, { attempts, now: new Date(), random: Math.random(), delaysMs });
    const { state } = verdict;
    await this.database.transaction(async repositories => {
      await repositories.webhookDeliveries.recordAttempt(delivery, {
        state,
        status: answer.status,
        error: answer.failure,
        at: now,
        ...(state === 'pending' && { nextAttemptAt: verdict.nextAttemptAt }),
      });
      await recordHealth(repositories, lane, answer, verdict, now);
      if (state === 'pending') await wakeLanes(this.jobs, repositories, [lane], verdict.nextAttemptAt);
    });
    return state !== 'pending';
  }
}

async function recordHealth(
  repositories: Repositories,
  { endpointId }: WebhookLane,
  { failure }: WebhookAnswer,
  verdict: Verdict,
  at: Date,
): Promise<void> {
  const endpoint = await repositories.webhookEndpoints.recordAttempt(
    endpointId,
    failure === null ? { at, delivered: true } : { at, delivered: false, failure },
  );
  if (endpoint?.state !== 'enabled') return;
  const isGone = verdict.state === 'dead' && verdict.isGone;
  if (isGone) await disable(repositories, endpoint, 'It answered 410: it wants no more events.');
  else if (isGivenUp(endpoint, at)) await disable(repositories, endpoint, 'Nothing was delivered for five days.');
}

async function disable(repositories: Repositories, endpoint: WebhookEndpointRow, reason: string): Promise<void> {
  const { id, enterprise_id: enterpriseId, failures } = endpoint;
  await repositories.webhookEndpoints.update(id, { state: 'disabled' });
  await repositories.auditEvents.append(enterpriseId ?? installationChain, {
    actor: system,
    action: 'webhook_endpoint.disabled',
    target: { type: 'webhook_endpoint', id },
    before: { state: 'enabled' },
    after: { state: 'disabled', reason, failures },
  });
}
