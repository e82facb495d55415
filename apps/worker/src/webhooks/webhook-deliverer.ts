import { Inject, Injectable } from '@nestjs/common';
import { wakeLanes, type WebhookJob } from '#libs/account-events';
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
import { isFailing, isGivenUp, judgeAnswer, type Verdict, type WebhookAnswer } from './judge-answer.js';
import { LanesUnderWay } from './lanes-under-way.js';
import { WebhookSender } from './webhook-sender.js';
import { WebhookSettings } from './webhook-settings.js';

/** A job that takes longer could be taken for one whose process has died. */
const WORK_MS = 60_000;

/** Postern itself. */
const system: AuditActor = { kind: 'system', id: 'worker' };

/** Sends what waits in a lane, one after the other: what is told of an account later arrives later, whatever fails. */
@Injectable()
export class WebhookDeliverer {
  private readonly lanes = new LanesUnderWay();

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
  async drain(job: WebhookJob, signal: AbortSignal): Promise<void> {
    const hadRoom = await this.lanes.run(job, () => this.sendAll(job, signal));
    if (!hadRoom) await this.wakeAgain(job);
  }

  private async sendAll(job: WebhookJob, signal: AbortSignal): Promise<void> {
    const until = Date.now() + WORK_MS;
    while (await this.sendNext(job)) {
      if (signal.aborted) throw new Error('The process stops; the rest of the lane is for another.');
      if (Date.now() > until) return this.wakeAgain(job);
    }
  }

  private wakeAgain(job: WebhookJob): Promise<void> {
    return wakeLanes(this.jobs, this.database.repositories, [job], { isFailing: job.isFailing });
  }

  /** Whether there may be another to send now. */
  private async sendNext(job: WebhookJob): Promise<boolean> {
    const { repositories } = this.database;
    const delivery = await repositories.webhookDeliveries.next(job);
    if (!delivery) return false;
    const endpoint = await repositories.webhookEndpoints.find(job.endpointId);
    // What waits for an endpoint that is disabled goes out when somebody enables it again.
    if (endpoint?.state !== 'enabled') return false;
    const now = new Date();
    const due = new Date(delivery.next_attempt_at);
    const waits = { isFailing: isFailing(endpoint), ...(due > now && { startAfter: due }) };
    if (waits.startAfter || waits.isFailing !== job.isFailing) {
      await wakeLanes(this.jobs, repositories, [job], waits);
      return false;
    }
    const answer = await this.sender.send(endpoint, delivery, now);
    return this.record(job, delivery, answer, now);
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
      const failures = await recordHealth(repositories, lane, answer, verdict, now);
      const waits = { isFailing: isFailing({ failures }) };
      if (state === 'pending')
        await wakeLanes(this.jobs, repositories, [lane], { ...waits, startAfter: verdict.nextAttemptAt });
    });
    return state !== 'pending';
  }
}

/** @returns how many attempts have failed since the last that did not */
async function recordHealth(
  repositories: Repositories,
  { endpointId }: WebhookLane,
  { failure }: WebhookAnswer,
  verdict: Verdict,
  at: Date,
): Promise<number> {
  const endpoint = await repositories.webhookEndpoints.recordAttempt(
    endpointId,
    failure === null ? { at, delivered: true } : { at, delivered: false, failure },
  );
  if (endpoint?.state !== 'enabled') return 0;
  const isGone = verdict.state === 'dead' && verdict.isGone;
  if (isGone) await disable(repositories, endpoint, 'It answered 410: it wants no more events.');
  else if (isGivenUp(endpoint, at)) await disable(repositories, endpoint, 'Nothing was delivered for five days.');
  return endpoint.failures;
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
