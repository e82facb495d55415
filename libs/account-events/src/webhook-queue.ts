import { randomBytes } from 'node:crypto';
import type { Jobs, QueueOptions, WorkLimits } from '#libs/jobs';
import type { Repositories, WebhookEndpointId, WebhookLane } from '#libs/persistence';
import { Secret } from '#libs/tokens';

/** Says that something is to be sent in a lane. What it is, and in which order, stands in the table of deliveries. */
export interface WebhookJob extends WebhookLane {
  /** It waits among those of an endpoint that fails. */
  readonly isFailing: boolean;
}

/**
 * How many lanes there are at a time: an endpoint that does not answer holds up none of the others. One that fails is tried in one
 * lane until it is heard of again, and those lanes are counted apart: they wait for each other and for nobody else.
 */
export const webhookLimits = {
  concurrency: 16,
  ofGroup: { default: 8, tiers: { failing: 1 } },
} as const satisfies WorkLimits;

/**
 * The queue of webhooks. Of one lane one job at a time is carried out, whatever the number of processes. An attempt that fails is no
 * job that fails: only a process that dies makes a job be tried again.
 */
export const webhookQueue: { readonly name: string; readonly options: QueueOptions } = {
  name: 'webhooks',
  options: {
    policy: 'key_strict_fifo',
    // A job that failed for good would block its lane for ever.
    retryLimit: 1_000_000,
    retryDelay: 1,
    retryDelayMax: 60,
    expireInSeconds: 120,
    heartbeatSeconds: 15,
  },
};

/** When lanes are looked at, and as whose. */
export interface WakeOptions {
  /** Not before; without it, now. */
  readonly startAfter?: Date;
  /** As those of an endpoint that fails. */
  readonly isFailing?: boolean;
}

/** Has lanes looked at, each once, in the transaction under way. */
export async function wakeLanes(
  jobs: Pick<Jobs, 'sendAll'>,
  repositories: Pick<Repositories, 'sql'>,
  lanes: readonly WebhookLane[],
  { startAfter, isFailing = false }: WakeOptions = {},
): Promise<void> {
  await jobs.sendAll(
    repositories,
    webhookQueue.name,
    [...new Map(lanes.map(lane => [keyOf(lane), lane]))].map(([key, { endpointId, enterpriseId, accountId }]) => ({
      data: { endpointId, enterpriseId, accountId, isFailing } satisfies WebhookJob,
      singletonKey: key,
      group: groupOf({ endpointId, isFailing }),
      ...(startAfter && { startAfter }),
    })),
  );
}

/** The lanes among which one counts, and how many of them there are at a time. */
export function groupOf({ endpointId, isFailing }: Pick<WebhookJob, 'endpointId' | 'isFailing'>) {
  return isFailing ? { id: `${endpointId}:failing`, tier: 'failing' as const } : { id: endpointId };
}

function keyOf({ endpointId, enterpriseId, accountId }: WebhookLane): string {
  return `${endpointId}:${accountId ?? enterpriseId ?? 'test'}`;
}

const SECRET_BYTES = 32;

/** Makes a signing secret as Standard Webhooks has it: `whsec_` and 256 random bits in base64. */
export function mintWebhookSecret(): Secret {
  return new Secret(`whsec_${randomBytes(SECRET_BYTES).toString('base64')}`);
}

/** What the secrets of an endpoint are sealed for. */
export function secretContext(id: WebhookEndpointId): string {
  return `webhook_endpoint:${id}`;
}
