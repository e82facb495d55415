import { existsSync } from 'node:fs';
import { mkdir, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { locateCluster, type ClusterLocation } from './cluster-location.js';
import { createPassword, findPassword, passwordFileOf } from './cluster-password.js';
import { type ClusterAddress, ensureDatabase, socketOf, toUrl } from './connect-to-cluster.js';
import { clusterExists, createCluster } from './create-cluster.js';
import { EmbeddedPostgresError } from './embedded-postgres-error.js';
import type { ReachedPostmaster } from './launch-postmaster.js';
import { findPostgresBinaries, makeExecutable, type PostgresBinaries } from './postgres-binaries.js';
import { stopPostmaster } from './postmaster-pid.js';
import { reachPostmaster } from './reach-postmaster.js';
import { ServerWatch, takeExclusiveLock } from './server-watch.js';

/** A PostgreSQL server of our own, running. */
export interface EmbeddedPostgres {
  /** The address of the database, with its password. */
  readonly url: string;
  /** The same by Unix socket, which costs a quarter less than TCP, where there is one. */
  readonly socketUrl: string;
  readonly pid: number;
  /** Not always below the given directory: see {@link startEmbeddedPostgres}. */
  readonly dataDirectory: string;
  /** Whether the server was left running by a process that was killed; it keeps the settings it was started with. */
  readonly adopted: boolean;
  /** Calls the listener once when the server is gone without {@link EmbeddedPostgres.stop} having been called. */
  onLost(listener: () => void): void;
  /** Ends the server, whoever started it. */
  stop(): Promise<void>;
}

/** What {@link startEmbeddedPostgres} is told. */
export interface EmbeddedPostgresOptions {
  /** The folder that keeps the data, the password and the log; made when absent. */
  readonly directory: string;
  /** Created when absent. Default: postern. */
  readonly databaseName?: string;
  /** PostgreSQL settings, as in postgresql.conf. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Refuse to share the directory with another process. Default: true. */
  readonly exclusive?: boolean;
}

/**
 * Starts the PostgreSQL that npm installed, or adopts the one that a killed process left on the directory.
 *
 * The data is in `<directory>/postgres`. Started as root, PostgreSQL runs as the user "nobody"; where that user cannot
 * enter the directory, the data is in the folder that `<directory>/postgres.location` names.
 * @throws EmbeddedPostgresError
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const installed = await findPostgresBinaries();
  await mkdir(options.directory, { recursive: true });
  const directory = await realpath(options.directory);
  const location = await locateCluster(directory);
  const binaries = await makeExecutable(installed, location.account);
  const settings = options.settings ?? {};
  const password = await openCluster(directory, location, binaries, settings['fsync'] !== 'off');
  const server = await reachPostmaster({
    ...location,
    postgres: binaries.postgres,
    password,
    passwordFile: passwordFileOf(directory),
    logFile: join(directory, 'postgres.log'),
    settings,
  });
  const databaseName = options.databaseName ?? 'postern';
  const watch = await prepareServer(server, directory, databaseName, options.exclusive ?? true);
  let stopped: Promise<void> | undefined;
  return {
    url: toUrl({ port: server.port, password }, databaseName),
    socketUrl: toSocketUrl({ port: server.port, password }, location, databaseName),
    pid: server.pid,
    dataDirectory: location.dataDirectory,
    adopted: server.adopted,
    onLost: listener => watch.onLost(listener),
    stop: () => (stopped ??= watch.close().then(() => stopPostmaster(server.pid))),
  };
}

/** A server that was adopted may have been started without a socket. */
function toSocketUrl(address: ClusterAddress, { dataDirectory }: ClusterLocation, databaseName: string): string {
  const socket = socketOf(dataDirectory, address.port);
  return toUrl(address, databaseName, socket !== undefined && existsSync(socket) ? dataDirectory : undefined);
}

/** Makes the cluster when there is none, and gives its password. */
async function openCluster(
  directory: string,
  location: ClusterLocation,
  { initdb }: PostgresBinaries,
  durable: boolean,
): Promise<string> {
  const kept = await findPassword(directory);
  if (clusterExists(location)) {
    if (kept !== undefined) return kept;
    throw EmbeddedPostgresError.passwordRefused(passwordFileOf(directory), 'The password of the database is gone.');
  }
  const password = kept ?? (await createPassword(directory));
  await createCluster({ ...location, initdb, password, durable });
  return password;
}

async function prepareServer(
  server: ReachedPostmaster & { readonly adopted: boolean },
  directory: string,
  databaseName: string,
  exclusive: boolean,
): Promise<ServerWatch> {
  const watch = new ServerWatch(server.client);
  try {
    if (exclusive) await takeExclusiveLock(server.client, directory);
    await ensureDatabase(server.client, databaseName);
    return watch;
  } catch (error) {
    await watch.close();
    const inUse = error instanceof EmbeddedPostgresError && error.code === 'already_in_use';
    if (!server.adopted && !inUse) await stopPostmaster(server.pid);
    throw error;
  }
}
