import { setTimeout as sleep } from 'node:timers/promises';
import { connectToCluster, isPasswordRefusal } from './connect-to-cluster.js';
import {
  launchPostmaster,
  passwordRefused,
  startFailed,
  type Cluster,
  type ReachedPostmaster,
} from './launch-postmaster.js';
import { findRunningPostmaster, isPostmasterRunning, type RunningPostmaster } from './postmaster-pid.js';

const READY_LIMIT_MS = 30_000;
const BLOCKED_LIMIT_MS = 15_000;
const POLL_MS = 50;

/** Adopts the server that runs on the data directory, or starts one. */
export async function reachPostmaster(cluster: Cluster): Promise<ReachedPostmaster & { readonly adopted: boolean }> {
  const start = Date.now();
  for (;;) {
    const running = await findRunningPostmaster(cluster.dataDirectory);
    const adopted = running && (await adopt(cluster, running, start + READY_LIMIT_MS));
    if (adopted) return { ...adopted, adopted: true };
    const launched = await launchPostmaster(cluster, Date.now() + READY_LIMIT_MS);
    if (typeof launched !== 'string') return { ...launched, adopted: false };
    if (Date.now() > start + BLOCKED_LIMIT_MS) throw await startFailed(cluster, launched);
    await sleep(POLL_MS);
  }
}

/** Connects to a server that somebody else started; undefined when it ended before it answered. */
async function adopt(
  cluster: Cluster,
  { pid, port }: RunningPostmaster,
  deadline: number,
): Promise<ReachedPostmaster | undefined> {
  // It may still be starting, or be shutting down: in both cases it refuses connections for a while.
  while (await isPostmasterRunning(pid)) {
    try {
      return { pid, port, client: await connectToCluster({ port, password: cluster.password }) };
    } catch (cause) {
      if (isPasswordRefusal(cause)) throw passwordRefused(cluster, cause);
      if (Date.now() > deadline) throw await startFailed(cluster, `process ${pid} does not accept connections`, cause);
      await sleep(POLL_MS);
    }
  }
  return undefined;
}
