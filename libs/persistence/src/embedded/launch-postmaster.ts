import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { open, readFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from 'pg';
import type { ClusterLocation } from './cluster-location.js';
import { connectToCluster, isPasswordRefusal, socketOf } from './connect-to-cluster.js';
import { EmbeddedPostgresError } from './embedded-postgres-error.js';
import { hasEnded, stopPostmaster } from './postmaster-pid.js';
import { runAs } from './server-account.js';

const POLL_MS = 15;
const LOG_TAIL_LINES = 20;
const DEFAULT_SETTINGS = { shared_buffers: '128MB', max_connections: '100', synchronous_commit: 'on' };

/** What is needed to run the server of a complete cluster. */
export interface Cluster extends ClusterLocation {
  readonly postgres: string;
  readonly password: string;
  readonly passwordFile: string;
  readonly logFile: string;
  readonly settings: Readonly<Record<string, string>>;
}

/** A server that answers, and the first connection to it. */
export interface ReachedPostmaster {
  readonly pid: number;
  readonly port: number;
  readonly client: Client;
}

/** Starts the server on a free port. Gives a word on what is in the way when a later try may succeed. */
export async function launchPostmaster(cluster: Cluster, deadline: number): Promise<ReachedPostmaster | string> {
  const port = await findFreePort();
  const pid = await spawnPostmaster(cluster, port);
  let lastError: unknown;
  while (Date.now() < deadline && !isPasswordRefusal(lastError)) {
    try {
      return { pid, port, client: await connectToCluster({ port, password: cluster.password }) };
    } catch (error) {
      lastError = error;
    }
    await sleep(POLL_MS);
    if (await hasEnded(pid)) return explainExit(cluster);
  }
  await stopPostmaster(pid);
  if (isPasswordRefusal(lastError)) throw passwordRefused(cluster, lastError);
  throw await startFailed(cluster, 'it did not accept connections in time', lastError);
}

/** An error that shows the end of the server's log. */
export async function startFailed(cluster: Cluster, reason: string, cause?: unknown): Promise<EmbeddedPostgresError> {
  const log = await readFile(cluster.logFile, 'utf8').catch(() => '');
  const tail = log.trimEnd().split('\n').slice(-LOG_TAIL_LINES).join('\n');
  return EmbeddedPostgresError.startFailed(reason, cluster.logFile, tail, cause);
}

/** The error for a password file that does not belong to the data. */
export function passwordRefused(cluster: Cluster, cause: unknown): EmbeddedPostgresError {
  return EmbeddedPostgresError.passwordRefused(
    cluster.passwordFile,
    'PostgreSQL refuses the password kept for it.',
    cause,
  );
}

async function explainExit(cluster: Cluster): Promise<string> {
  const log = await readFile(cluster.logFile, 'utf8');
  // Children of a killed server live on for a moment; so does a server that is shutting down.
  if (/lock file "[^"]*" already exists|shared memory block .* is still in use/.test(log)) {
    return 'the former server has not ended';
  }
  if (/could not bind|could not create any TCP\/IP sockets/.test(log)) return 'its port is taken';
  throw await startFailed(cluster, 'it ended at once');
}

/**
 * Through a shell that ends at once, as PostgreSQL's own pg_ctl does it: a server that outlives a killed Postern is nobody's
 * child from the beginning, and is not counted as part of the process that started it.
 */
async function spawnPostmaster(cluster: Cluster, port: number): Promise<number> {
  const { postgres, dataDirectory, account, logFile } = cluster;
  const log = await open(logFile, 'w', 0o600);
  try {
    const inBackground = '"$0" "$@" >&2 & echo $!';
    const shell = spawn('/bin/sh', ['-c', inBackground, postgres, '-D', dataDirectory, ...toArguments(cluster, port)], {
      ...runAs(account),
      cwd: dataDirectory,
      stdio: ['ignore', 'pipe', log.fd],
      // A process group of its own: Ctrl-C must not reach the server before Postern has finished.
      detached: true,
    });
    const [pid] = await Promise.all([text(shell.stdout as Readable), once(shell, 'spawn')]);
    return Number(pid);
  } catch (cause) {
    throw EmbeddedPostgresError.startFailed(`${postgres} cannot be executed`, logFile, '', cause);
  } finally {
    await log.close();
  }
}

function toArguments({ settings, dataDirectory }: Cluster, port: number): string[] {
  const socket = socketOf(dataDirectory, port) === undefined ? '' : dataDirectory;
  const fixed = { listen_addresses: '127.0.0.1', port: String(port), unix_socket_directories: socket };
  const all = { ...DEFAULT_SETTINGS, ...settings, ...fixed };
  return Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}

async function findFreePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
