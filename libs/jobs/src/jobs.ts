import { type GroupConcurrencyConfig, type GroupOptions, type Job, PgBoss, type SendOptions } from 'pg-boss';
import type { Repositories } from '#libs/persistence';

/** How a queue works: what `createQueue` of pg-boss takes. */
export interface QueueOptions {
  /** `key_strict_fifo`: jobs of one key one after the other, whatever happens to them. */
  readonly policy?: 'standard' | 'key_strict_fifo' | 'exclusive';
  readonly retryLimit?: number;
  /** Seconds before the first retry; each waits longer, with jitter. */
  readonly retryDelay?: number;
  readonly retryDelayMax?: number;
  readonly expireInSeconds?: number;
  /** A worker that is silent for so long has died, and its job is another's. */
  readonly heartbeatSeconds?: number;
  /** The queue of those that failed for good; it is made along with this one. */
  readonly deadLetter?: string;
}

/** A job among others. */
export interface NewJob {
  readonly data: object;
  readonly singletonKey?: string;
  readonly startAfter?: Date;
  /** Of a group, and within it of a tier, only so many are carried out at a time. */
  readonly group?: GroupOptions;
}

/** How many jobs of a queue are carried out at a time. */
export interface WorkLimits {
  /** By this process. */
  readonly concurrency?: number;
  /** Of one group, by all processes. */
  readonly ofGroup?: GroupConcurrencyConfig;
}

/** Carries one job out; what it throws makes it be tried again. The signal says that the process stops or the job took too long. */
export type JobHandler<Data extends object> = (
  job: Pick<Job<Data>, 'id' | 'data' | 'retryCount'>,
  signal: AbortSignal,
) => Promise<void>;

/** What jobs are kept in and who hears of trouble. */
export interface JobsOptions {
  readonly url: string;
  /** Whether this process carries jobs out, too, or only sends them. */
  readonly isWorker: boolean;
  readonly onError: (error: Error) => void;
}

const SCHEMA = 'jobs';
const CONNECTIONS = 4;
const STOP_WITHIN_MS = 8000;
/** How soon it is seen that a worker has died, once it was silent for as long as its queue allows. */
const SUPERVISE_EVERY_SECONDS = 10;
/** That somebody is told of what failed for good is tried for a day. */
const DEAD_LETTERS: QueueOptions = { retryLimit: 300, retryDelay: 5, retryDelayMax: 300 };
/** Jobs that may be done now are told of; those that were put off are found by looking. */
const POLLING = { batchSize: 1, pollingIntervalSeconds: 2, notifyPollingIntervalSeconds: 2 };

/** Work that is done after the answer, kept in the same PostgreSQL by pg-boss; any process may do it. docs/adr/0014-jobs.md */
export class Jobs {
  private constructor(private readonly boss: PgBoss) {}

  /** Connects, and brings the tables of the queue up to date. */
  static async start({ url, isWorker, onError }: JobsOptions): Promise<Jobs> {
    const boss = new PgBoss({
      connectionString: url,
      schema: SCHEMA,
      max: CONNECTIONS,
      application_name: 'postern-jobs',
      useListenNotify: isWorker,
      supervise: isWorker,
      superviseIntervalSeconds: SUPERVISE_EVERY_SECONDS,
      monitorIntervalSeconds: SUPERVISE_EVERY_SECONDS,
      schedule: isWorker,
    });
    boss.on('error', onError);
    await boss.start();
    return new Jobs(boss);
  }

  /** Makes a queue, once; every process that sends to it or works for it says so at its start. */
  async queue(name: string, options: QueueOptions = {}): Promise<void> {
    const { retryDelay, ...others } = options;
    if (options.deadLetter !== undefined) await this.queue(options.deadLetter, DEAD_LETTERS);
    await this.boss.createQueue(name, {
      ...others,
      notify: true,
      ...(retryDelay !== undefined && { retryDelay, retryBackoff: true }),
    });
  }

  /** Sends a job in the transaction under way: it is there if and only if the rest is. */
  async send(
    { sql }: Pick<Repositories, 'sql'>,
    queue: string,
    data: object,
    options: Pick<SendOptions, 'singletonKey' | 'startAfter'> = {},
  ): Promise<void> {
    await this.boss.send(queue, data, { ...options, db: sql });
  }

  /** Sends many at once, in their order. */
  async sendAll({ sql }: Pick<Repositories, 'sql'>, queue: string, jobs: readonly NewJob[]): Promise<void> {
    if (jobs.length > 0) await this.boss.insert(queue, [...jobs], { db: sql });
  }

  /** Works for a queue until the process stops. */
  async work<Data extends object>(
    queue: string,
    handler: JobHandler<Data>,
    { concurrency = 1, ofGroup }: WorkLimits = {},
  ): Promise<void> {
    for (let worker = 0; worker < concurrency; worker++) await this.employ(queue, handler, ofGroup);
  }

  /** After a job there may be another: only who found none waits. pg-boss by itself waits after every job. */
  private async employ<Data extends object>(
    queue: string,
    handler: JobHandler<Data>,
    groupConcurrency: WorkLimits['ofGroup'],
  ): Promise<void> {
    let id = '';
    const options = { ...POLLING, ...(groupConcurrency && { groupConcurrency }) };
    id = await this.boss.work<Data>(queue, options, async ([job]) => {
      try {
        if (job) await handler(job, job.signal);
      } finally {
        this.boss.notifyWorker(id);
      }
    });
  }

  /** Has a job sent again and again, once for all processes; cron in UTC. */
  async schedule(queue: string, cron: string): Promise<void> {
    await this.boss.schedule(queue, cron, {}, { tz: 'UTC' });
  }

  /** pg-boss itself, for what administrators do to single jobs. */
  get administration(): Pick<PgBoss, 'deleteJob' | 'findJobs' | 'retry' | 'getQueueStats' | 'supervise'> {
    return this.boss;
  }

  /** Lets jobs under way finish for a while. */
  async stop(): Promise<void> {
    await this.boss.stop({ graceful: true, timeout: STOP_WITHIN_MS });
  }
}
