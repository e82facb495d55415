import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, open, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import type { ClusterLocation } from './cluster-location.js';
import { EmbeddedPostgresError } from './embedded-postgres-error.js';
import { isAlive } from './postmaster-pid.js';
import { giveTo, runAs } from './server-account.js';

const run = promisify(execFile);
const STAGING_PREFIX = 'postgres.initdb-';

/** The superuser of the embedded cluster. */
export const SUPERUSER = 'postern';

/** What a new cluster is made of. */
export interface NewCluster extends ClusterLocation {
  readonly initdb: string;
  readonly password: string;
  /** Whether the new files must be on the disk before the cluster counts as made. */
  readonly durable: boolean;
}

/** Whether the data directory holds a complete cluster. */
export function clusterExists({ dataDirectory }: ClusterLocation): boolean {
  return existsSync(join(dataDirectory, 'PG_VERSION'));
}

/** Makes the cluster beside its place and renames it when complete, so a killed process leaves none that is half made. */
export async function createCluster(cluster: NewCluster): Promise<void> {
  const home = dirname(cluster.dataDirectory);
  await removeAbandonedStaging(home);
  const staging = await mkdtemp(join(home, `${STAGING_PREFIX}${process.pid}-`));
  try {
    await giveTo(cluster.account, staging);
    await initdb(cluster, staging);
    await moveIntoPlace(join(staging, 'data'), cluster);
    if (cluster.durable) await syncFolder(home);
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
}

async function initdb({ initdb, account, password, durable }: NewCluster, staging: string): Promise<void> {
  const passwordFile = join(staging, 'password');
  await writeFile(passwordFile, password, { mode: 0o600 });
  await giveTo(account, passwordFile);
  const args = [
    `--pgdata=${join(staging, 'data')}`,
    `--username=${SUPERUSER}`,
    `--pwfile=${passwordFile}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--locale-provider=builtin',
    '--locale=C.UTF-8',
    '--no-instructions',
    ...syncArguments(durable),
  ];
  await run(initdb, args, { ...runAs(account), cwd: staging }).catch((error: Error & { stderr?: string }) => {
    throw EmbeddedPostgresError.initdbFailed(error.stderr ?? error.message, error);
  });
}

function syncArguments(durable: boolean): string[] {
  if (!durable) return ['--no-sync'];
  // A checkpoint syncs only files that changed since: without this a power failure in the first minutes could take the
  // untouched ones, and acknowledged writes with them. syncfs is three times as fast as a thousand calls of fsync.
  return process.platform === 'linux' ? ['--sync-method=syncfs'] : [];
}

async function moveIntoPlace(made: string, cluster: NewCluster): Promise<void> {
  await rename(made, cluster.dataDirectory).catch((error: NodeJS.ErrnoException) => {
    // A process that started at the same time was faster; its cluster has the same password.
    if (clusterExists(cluster)) return;
    if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error;
    throw EmbeddedPostgresError.unusable(
      cluster.dataDirectory,
      'it holds files, but no PostgreSQL data. Move it away.',
    );
  });
}

async function removeAbandonedStaging(home: string): Promise<void> {
  for (const name of await readdir(home)) {
    if (!name.startsWith(STAGING_PREFIX) || isAlive(Number.parseInt(name.slice(STAGING_PREFIX.length), 10))) continue;
    // An initdb that outlived its parent may still be writing here: what is left waits for the next time.
    await rm(join(home, name), { recursive: true, force: true, maxRetries: 3 }).catch(() => undefined);
  }
}

async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
