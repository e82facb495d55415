import { chmod, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '#libs/persistence';
import { migrateTemplate, TEMPLATE_DATABASE } from './migrate-template.js';

declare module 'vitest' {
  export interface ProvidedContext {
    /** The maintenance database of this run's server, as superuser: for creating and dropping databases. */
    adminUrl: string;
  }
}

const DIRECTORY_PREFIX = 'postern-test-';
// Nobody misses this data after a power failure.
const FAST_SETTINGS = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' };
// Every worker keeps the connections of every service it has started.
const SETTINGS = { ...FAST_SETTINGS, max_connections: '300' };

/** Starts one server for the whole run, makes the template database, and gives the function that removes both. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  await removeLeftovers();
  const directory = await mkdtemp(join(tmpdir(), `${DIRECTORY_PREFIX}${process.pid}-`));
  // mkdtemp makes it 0700: for root, whose server runs as "nobody", the data would have to go elsewhere.
  await chmod(directory, 0o755);
  const postgres = await startEmbeddedPostgres({ directory, databaseName: TEMPLATE_DATABASE, settings: SETTINGS });
  // Ctrl-C ends vitest without a teardown: the server must not live on, the folder is removed by the next run.
  const endServer = (): boolean => process.kill(postgres.pid, 'SIGQUIT');
  process.once('exit', endServer);
  const teardown = async (): Promise<void> => {
    process.off('exit', endServer);
    await remove(directory, postgres);
  };
  try {
    await migrateTemplate(postgres.url);
  } catch (error) {
    await teardown();
    throw error;
  }
  const adminUrl = new URL(postgres.url);
  adminUrl.pathname = '/postgres';
  project.provide('adminUrl', adminUrl.href);
  return teardown;
}

async function remove(directory: string, postgres: EmbeddedPostgres): Promise<void> {
  await postgres.stop();
  await rm(dirname(postgres.dataDirectory), { recursive: true, force: true });
  await rm(directory, { recursive: true, force: true });
}

/** Removes what runs that were killed have left: their servers go on running otherwise. */
async function removeLeftovers(): Promise<void> {
  for (const name of await readdir(tmpdir())) {
    if (!name.startsWith(DIRECTORY_PREFIX) || isAlive(Number.parseInt(name.slice(DIRECTORY_PREFIX.length), 10)))
      continue;
    const directory = join(tmpdir(), name);
    try {
      await remove(directory, await startEmbeddedPostgres({ directory }));
    } catch (error) {
      console.warn(`${directory} of an earlier test run could not be removed:`, error);
    }
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
