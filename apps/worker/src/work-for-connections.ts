import { Logger } from '@nestjs/common';
import type { ConnectionJob, Jobs, Queue } from '#libs/jobs';

/** Work on everybody of a connection. */
export interface ConnectionWork {
  readonly name: string;
  readonly queue: Queue;
  /** Goes on where it was, until the signal says that another will. */
  readonly run: (job: ConnectionJob, signal: AbortSignal) => Promise<void>;
  /** Says that it failed for good, where administrators see it. */
  readonly giveUp: (job: ConnectionJob, failure: string) => Promise<void>;
}

const FAILURE =
  'It failed again and again, and was given up. What was done until then stays. The log of the worker says why.';

/** Does such work until the process stops; what a process that died was at, too. */
export async function workForConnections(jobs: Jobs, { name, queue, run, giveUp }: ConnectionWork): Promise<void> {
  const logger = new Logger(name);
  const { deadLetter } = queue.options;
  await jobs.queue(queue.name, queue.options);
  await jobs.work<ConnectionJob>(queue.name, async ({ data, retryCount }, signal) => {
    try {
      await run(data, signal);
    } catch (error) {
      logger.warn(`${data.id} of connection ${data.connectionId} failed (attempt ${retryCount + 1}): ${String(error)}`);
      throw error;
    }
    // Whoever is stopped leaves the rest to another.
    signal.throwIfAborted();
  });
  if (deadLetter) await jobs.work<ConnectionJob>(deadLetter, ({ data }) => giveUp(data, FAILURE));
}
