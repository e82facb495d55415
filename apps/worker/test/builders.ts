import { randomBytes, randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { EventSigner, mintWebhookSecret, secretContext, type WebhookJob } from '#libs/account-events';
import { Jobs } from '#libs/jobs';
import {
  type AccountEventType,
  type AccountId,
  Database,
  type EnterpriseId,
  newId,
  type WebhookEndpointId,
  type WebhookEndpointRow,
  type WebhookLane,
} from '#libs/persistence';
import { publishAllAccountEvents } from '#libs/provisioning';
import { PrivateNetworks, SafeFetch, type SafeFetchOptions } from '#libs/safe-fetch';
import { SecretBox } from '#libs/tokens';
import { workerDatabaseUrl } from '../../../tools/testing/worker-database.js';
import { fanOutEvents } from '../src/webhooks/fan-out.js';
import { WebhookDeliverer } from '../src/webhooks/webhook-deliverer.js';
import { WebhookSender } from '../src/webhooks/webhook-sender.js';
import { WebhookSettings } from '../src/webhooks/webhook-settings.js';
import { WebhooksWorker } from '../src/webhooks/webhooks.worker.js';

/** A lane that was woken, and when it may be looked at. */
interface Woken {
  readonly lane: WebhookJob;
  readonly startAfter: Date;
}

export const publicUrl = 'https://sso.example.com';
/** Two tries more, and soon. */
const QUICK_DELAYS_MS = [20, 20];

let connected: Promise<Database> | undefined;
let started: Promise<Jobs> | undefined;

/** The database of the test process. */
export function testDatabase(): Promise<Database> {
  return (connected ??= workerDatabaseUrl().then(url => Database.connect({ url, poolSize: 10 })));
}

/** The queue of the test process, in the same database. */
export function testJobs(): Promise<Jobs> {
  const onError = (error: Error) => process.emitWarning(error);
  return (started ??= workerDatabaseUrl().then(url => Jobs.start({ url, isWorker: true, onError })));
}

/** Waits for jobs under way, and leaves nothing: the database is also that of other tests, who know no queue. */
export async function stopJobs(): Promise<void> {
  await (await started)?.stop();
  started = undefined;
  await (await testDatabase()).orm.em.fork().execute('drop schema if exists jobs cascade');
}

/** The webhooks of a worker whose jobs are carried out when the test says so: of one lane one after the other, as in the queue. */
export class TestWebhooks {
  readonly secretBox = new SecretBox([randomBytes(32)]);
  readonly signer: EventSigner;
  private readonly sender: WebhookSender;
  private readonly deliverer: WebhookDeliverer;
  private woken: Woken[] = [];
  readonly jobs = {
    sendAll: async (
      _: unknown,
      _queue: string,
      jobs: readonly { readonly data: object; readonly startAfter?: Date }[],
    ) => {
      for (const { data, startAfter = new Date() } of jobs) this.woken.push({ lane: data as WebhookJob, startAfter });
    },
  };

  constructor(
    readonly database: Database,
    fetchOptions: SafeFetchOptions = { allowedPrivateNetworks: PrivateNetworks.parse('127.0.0.0/8') },
    private readonly settings = new WebhookSettings({ publicUrl, delaysMs: QUICK_DELAYS_MS, timeoutMs: 200 }),
  ) {
    this.signer = new EventSigner(database, this.secretBox);
    this.sender = new WebhookSender(database, new SafeFetch(fetchOptions), this.secretBox, this.signer, settings);
    this.deliverer = new WebhookDeliverer(database, this.jobs, this.sender, settings);
  }

  /** Works as the process does, by the queue, until it is stopped. */
  async work(jobs: Jobs): Promise<WebhooksWorker> {
    const deliverer = new WebhookDeliverer(this.database, jobs, this.sender, this.settings);
    const worker = new WebhooksWorker(this.database, jobs, deliverer);
    await worker.onModuleInit();
    return worker;
  }

  /** Makes an endpoint; of an enterprise of its own unless said otherwise. */
  async endpoint(
    url: string,
    given: Partial<Pick<WebhookEndpointRow, 'format'>> & {
      readonly types?: readonly AccountEventType[];
      readonly enterpriseId: EnterpriseId;
      readonly oldSecret?: { readonly expiresAt: string };
    },
  ): Promise<{ readonly id: WebhookEndpointId; readonly secret: string; readonly oldSecret: string }> {
    const id = newId<WebhookEndpointId>();
    const [secret, oldSecret] = [mintWebhookSecret(), mintWebhookSecret()];
    const seal = (text: typeof secret) => this.secretBox.seal(text, secretContext(id));
    const { format = 'event', types = null, enterpriseId } = given;
    await this.database.repositories.webhookEndpoints.insert({
      id,
      enterpriseId,
      url,
      description: '',
      types,
      format,
      sealedSecrets: [
        { sealed: await seal(secret), expiresAt: null },
        ...(given.oldSecret ? [{ sealed: await seal(oldSecret), ...given.oldSecret }] : []),
      ],
    });
    return { id, secret: secret.reveal(), oldSecret: oldSecret.reveal() };
  }

  /** Writes events of accounts, as a SCIM request does, or of an enterprise. */
  async happen(
    enterpriseId: EnterpriseId,
    accountId: AccountId | null,
    types: readonly AccountEventType[] = ['account.suspended'],
  ): Promise<void> {
    for (const type of types)
      await this.database.repositories.accountEvents.append(
        enterpriseId,
        { accountId, type, change: { before: { state: 'active' }, after: { state: 'suspended' } } },
        { actor: { kind: 'scim-token', id: randomUUID(), prefix: 'ptn_scim_1a2b3c' }, requestId: 'request-1' },
      );
  }

  /** Publishes what happened, and puts it on its way. */
  async fanOut(): Promise<void> {
    await publishAllAccountEvents(this.database);
    while ((await fanOutEvents(this.database, this.jobs)) > 0);
  }

  /** Carries out what was woken, in turns, until nothing is left. */
  async settle(): Promise<void> {
    while (this.woken.length > 0) {
      const lanes = new Map(this.woken.map(({ lane }) => [`${lane.endpointId}:${lane.accountId}`, lane]));
      await sleep(Math.max(0, Math.min(...this.woken.map(({ startAfter }) => startAfter.getTime())) - Date.now()));
      this.woken = [];
      await Promise.all([...lanes.values()].map(lane => this.drain(lane)));
    }
  }

  drain(lane: WebhookLane & Partial<WebhookJob>): Promise<void> {
    return this.deliverer.drain({ isFailing: false, ...lane }, new AbortController().signal);
  }
}

/** Ids of accounts. */
export function accounts(count: number): readonly AccountId[] {
  return Array.from({ length: count }, () => newId<AccountId>());
}
