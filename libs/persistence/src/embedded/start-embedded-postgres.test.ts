import { execFile, fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { chmod, chown, cp, mkdtemp, readdir, readFile, realpath, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { Client, type QueryResultRow } from 'pg';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { locateCluster } from './cluster-location.js';
import { findPostgresBinaries, makeExecutable } from './postgres-binaries.js';
import { hasEnded, isPostmasterRunning, stopPostmaster } from './postmaster-pid.js';
import { findServerAccount, isRoot, runAs } from './server-account.js';
import type { EmbeddedPostgresAnswer } from './start-embedded-postgres.fixture.js';
import { startEmbeddedPostgres, type EmbeddedPostgres } from './start-embedded-postgres.js';

const PROCESS_SCRIPT = new URL('./start-embedded-postgres.fixture.ts', import.meta.url);

/** A folder that is removed after the test, with the data that root's servers keep elsewhere. */
async function aDirectory(mode = 0o755): Promise<string> {
  const directory = await realpath(await mkdtemp(join(tmpdir(), 'postern-embedded-')));
  await chmod(directory, mode);
  onTestFinished(async () => {
    const location = await readFile(join(directory, 'postgres.location'), 'utf8').catch(() => undefined);
    if (location !== undefined) await rm(dirname(location.trim()), { recursive: true, force: true });
    await rm(directory, { recursive: true, force: true, maxRetries: 5 });
  });
  return directory;
}

/** A stopped cluster for the tests that only start and stop it: a warm start takes a tenth of the time of a first one. */
let sharedCluster: string;

beforeAll(async () => {
  sharedCluster = await realpath(await mkdtemp(join(tmpdir(), 'postern-embedded-')));
  await chmod(sharedCluster, 0o755);
  const postgres = await startEmbeddedPostgres({ directory: sharedCluster });
  await postgres.stop();
  return () => rm(sharedCluster, { recursive: true });
});

/** A copy of the stopped cluster, for the tests that harm it. */
async function aCluster(): Promise<string> {
  const directory = await aDirectory();
  await promisify(execFile)('cp', ['-a', `${sharedCluster}/.`, directory]);
  return directory;
}

/** Starts a server that is stopped after the test. */
async function start(directory: string, settings: Record<string, string> = {}): Promise<EmbeddedPostgres> {
  const postgres = await startEmbeddedPostgres({ directory, settings });
  onTestFinished(() => postgres.stop());
  return postgres;
}

/** Starts a Node process that starts a server; both end after the test. */
function startProcess(directory: string): { child: ChildProcess; answer: Promise<EmbeddedPostgresAnswer> } {
  const child = fork(PROCESS_SCRIPT, [directory], { execArgv: [] });
  const answer = once(child, 'message').then(([message]) => message as EmbeddedPostgresAnswer);
  onTestFinished(async () => {
    await killProcess(child);
    const told = await Promise.race([answer, sleep(100)]);
    if (told?.started) await stopPostmaster(told.pid);
  });
  return { child, answer };
}

async function killProcess(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGKILL');
  await once(child, 'exit');
}

async function query<Row extends QueryResultRow>(url: string, sql: string): Promise<Row[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Row>(sql)).rows;
  } finally {
    await client.end();
  }
}

async function waitFor(condition: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await condition())) await sleep(5);
}

describe('first start', () => {
  test('makes a durable UTF-8 cluster, sorted by code point, that only this machine can reach, with a password', async () => {
    const directory = await aDirectory();
    const postgres = await start(directory);
    expect(postgres).toMatchObject({ adopted: false, dataDirectory: join(directory, 'postgres') });
    expect(new URL(postgres.url)).toMatchObject({ username: 'postern', hostname: '127.0.0.1', pathname: '/postern' });
    const sql = `select current_setting('fsync') as fsync, current_setting('synchronous_commit') as synchronous_commit,
      current_setting('full_page_writes') as full_page_writes, current_setting('server_encoding') as encoding,
      current_setting('listen_addresses') as addresses, current_setting('unix_socket_directories') as sockets,
      datlocprovider as provider, datlocale as locale from pg_database where datname = current_database()`;
    expect(await query(postgres.url, sql)).toEqual([
      {
        fsync: 'on',
        synchronous_commit: 'on',
        full_page_writes: 'on',
        encoding: 'UTF8',
        addresses: '127.0.0.1',
        sockets: postgres.dataDirectory,
        provider: 'b',
        locale: 'C.UTF-8',
      },
    ]);
    const passwordFile = join(directory, 'postgres-password');
    expect((await stat(passwordFile)).mode & 0o777).toBe(0o600);
    expect(await readFile(passwordFile, 'utf8')).toBe(new URL(postgres.url).password);
    const wrong = new URL(postgres.url);
    wrong.password = 'wrong';
    await expect(query(wrong.href, 'select 1')).rejects.toMatchObject({ code: '28P01' });
  });

  test('recovers from an initdb that was killed half-way', async () => {
    const directory = await aDirectory();
    const { child } = startProcess(directory);
    const inStaging = async (): Promise<boolean> => {
      const staging = (await readdir(directory)).find(name => name.startsWith('postgres.initdb-'));
      return staging !== undefined && existsSync(join(directory, staging, 'data', 'base'));
    };
    await waitFor(inStaging);
    await killProcess(child);
    const { url } = await start(directory);
    expect(await query(url, 'select 1 as one')).toEqual([{ one: 1 }]);
  });

  test('of two processes at the same time, one succeeds and one is refused', async () => {
    const directory = await aDirectory();
    const answers = await Promise.all([startProcess(directory).answer, startProcess(directory).answer]);
    expect(answers.filter(({ started }) => started)).toHaveLength(1);
    expect(answers.find(({ started }) => !started)).toMatchObject({ code: 'already_in_use' });
  });
});

describe('next start', () => {
  test('finds the data of the former one', async () => {
    const directory = sharedCluster;
    const first = await start(directory);
    await query(first.url, 'create table kept as select 42 as answer');
    await first.stop();
    const second = await start(directory);
    expect(second.adopted).toBe(false);
    expect(await query(second.url, 'select answer from kept')).toEqual([{ answer: 42 }]);
  });

  test('recovers acknowledged writes after the server was killed, whose loss was told', async () => {
    const directory = sharedCluster;
    const first = await start(directory);
    await query(first.url, 'create table survived as select 42 as answer');
    const lost = new Promise<void>(resolve => first.onLost(resolve));
    process.kill(first.pid, 'SIGKILL');
    const second = await start(directory);
    await lost;
    expect(second.pid).not.toBe(first.pid);
    expect(await query(second.url, 'select answer from survived')).toEqual([{ answer: 42 }]);
  });

  test('adopts the server that a killed process left running', async () => {
    const directory = sharedCluster;
    const { child, answer } = startProcess(directory);
    const left = await answer;
    await killProcess(child);
    const postgres = await start(directory);
    expect(left).toEqual({ started: true, adopted: false, pid: postgres.pid, url: postgres.url });
    expect(postgres.adopted).toBe(true);
    expect(await query(postgres.url, 'select 1 as one')).toEqual([{ one: 1 }]);
    await postgres.stop();
    expect(await isPostmasterRunning(postgres.pid)).toBe(false);
  });

  test('is not stopped by a postmaster.pid whose number another program has got', async () => {
    const directory = sharedCluster;
    const first = await start(directory);
    const lockFile = await readFile(join(first.dataDirectory, 'postmaster.pid'), 'utf8');
    await first.stop();
    await writeFile(join(first.dataDirectory, 'postmaster.pid'), lockFile.replace(/^\d+/, String(process.pid)));
    const second = await start(directory);
    expect(second.adopted).toBe(false);
    expect(await query(second.url, 'select 1 as one')).toEqual([{ one: 1 }]);
  });

  test('shows the end of the log when the server refuses its settings', async () => {
    const starting = startEmbeddedPostgres({ directory: sharedCluster, settings: { work_mem: 'plenty' } });
    await expect(starting).rejects.toMatchObject({
      name: 'EmbeddedPostgresError',
      code: 'start_failed',
      message: expect.stringContaining('invalid value for parameter "work_mem": "plenty"'),
    });
  });

  test('passes settings to the server', async () => {
    const { url } = await start(sharedCluster, { fsync: 'off', work_mem: '8MB' });
    const sql = `select current_setting('fsync') as fsync, current_setting('work_mem') as work_mem`;
    expect(await query(url, sql)).toEqual([{ fsync: 'off', work_mem: '8MB' }]);
  });

  test('says what to do when the password is gone or wrong', async () => {
    const directory = await aCluster();
    const first = await start(directory, { fsync: 'off' });
    await first.stop();
    await writeFile(join(directory, 'postgres-password'), 'wrong');
    const refusal = { code: 'password_refused', message: expect.stringContaining('Restore') };
    await expect(startEmbeddedPostgres({ directory })).rejects.toMatchObject(refusal);
    await rm(join(directory, 'postgres-password'));
    await expect(startEmbeddedPostgres({ directory })).rejects.toMatchObject(refusal);
    expect(existsSync(join(first.dataDirectory, 'postmaster.pid'))).toBe(false);
  });
});

describe('a second start on the same directory', () => {
  test('is refused, and the first keeps working', async () => {
    const directory = sharedCluster;
    const first = await start(directory);
    await expect(startEmbeddedPostgres({ directory })).rejects.toMatchObject({
      name: 'EmbeddedPostgresError',
      code: 'already_in_use',
      message: expect.stringContaining(`Another Postern is running on the data directory ${directory}: stop it`),
    });
    expect(await query(first.url, 'select 1 as one')).toEqual([{ one: 1 }]);
  });

  test('shares the server when it is not exclusive', async () => {
    const directory = sharedCluster;
    const first = await start(directory);
    const second = await startEmbeddedPostgres({ directory, databaseName: 'other', exclusive: false });
    onTestFinished(() => second.stop());
    expect(second).toMatchObject({ pid: first.pid, adopted: true });
    expect(await query(second.url, 'select current_database() as name')).toEqual([{ name: 'other' }]);
  });
});

describe('stop', () => {
  test('ends the process, and does not count as a loss', async () => {
    const postgres = await start(sharedCluster);
    let lost = false;
    postgres.onLost(() => (lost = true));
    expect(await isPostmasterRunning(postgres.pid)).toBe(true);
    await Promise.all([postgres.stop(), postgres.stop()]);
    expect(await hasEnded(postgres.pid)).toBe(true);
    expect(existsSync(join(postgres.dataDirectory, 'postmaster.pid'))).toBe(false);
    expect(lost).toBe(false);
  });
});

describe.runIf(isRoot())('as root', () => {
  test('keeps the data elsewhere when "nobody" cannot enter the directory, and finds it again', async () => {
    const directory = await aDirectory(0o700);
    const nested = join(directory, 'project', '.postern');
    const first = await start(nested);
    onTestFinished(() => rm(dirname(first.dataDirectory), { recursive: true, force: true }));
    expect(first.dataDirectory).toMatch(/^\/var\/lib\/postern-[0-9a-f]{16}\/postgres$/);
    expect(await readFile(join(nested, 'postgres.location'), 'utf8')).toBe(`${first.dataDirectory}\n`);
    expect((await stat(dirname(first.dataDirectory))).mode & 0o777).toBe(0o700);
    await query(first.url, 'create table kept as select 42 as answer');
    await first.stop();
    // Even when the directory has become open to everybody.
    await chmod(directory, 0o755);
    const second = await start(nested);
    expect(await query(second.url, 'select answer from kept')).toEqual([{ answer: 42 }]);
  });

  test('refuses a folder below /var/lib that somebody else has made', async () => {
    const directory = await aDirectory(0o700);
    const { dataDirectory } = await locateCluster(directory);
    await chown(dirname(dataDirectory), 1, 1);
    const refusal = { code: 'data_directory_unusable', message: expect.stringContaining('belongs to user 1') };
    await expect(startEmbeddedPostgres({ directory })).rejects.toMatchObject(refusal);
  });

  test('does not start empty when the data elsewhere is gone', async () => {
    const directory = await aDirectory(0o700);
    const { dataDirectory } = await locateCluster(directory);
    await rm(dirname(dataDirectory), { recursive: true });
    await expect(startEmbeddedPostgres({ directory })).rejects.toThrow('it is gone');
  });

  test('keeps the owner of data that an ordinary user has made', async () => {
    const directory = await aCluster();
    await promisify(execFile)('chown', ['-R', '1:1', join(directory, 'postgres')]);
    const { url, dataDirectory } = await start(directory);
    expect(await query(url, 'select 1 as one')).toEqual([{ one: 1 }]);
    expect((await stat(join(dataDirectory, 'postmaster.pid'))).uid).toBe(1);
  });

  test('gives data that root has copied to the user PostgreSQL runs as', async () => {
    const directory = await aCluster();
    await promisify(execFile)('chown', ['-R', '0:0', join(directory, 'postgres')]);
    const { url } = await start(directory);
    expect(await query(url, 'select 1 as one')).toEqual([{ one: 1 }]);
  });

  test('copies binaries that "nobody" cannot execute, once', async () => {
    const [hidden, cache, account] = [await aDirectory(0o700), await aDirectory(), await findServerAccount()];
    const installed = await findPostgresBinaries();
    const installation = dirname(dirname(dirname(installed.postgres)));
    await cp(installation, hidden, { recursive: true, verbatimSymlinks: true });
    const unreachable = { initdb: join(hidden, 'native/bin/initdb'), postgres: join(hidden, 'native/bin/postgres') };
    const copied = await makeExecutable(unreachable, account, cache);
    expect(copied.postgres.startsWith(cache)).toBe(true);
    const { stdout } = await promisify(execFile)(copied.initdb, ['--version'], { ...runAs(account), cwd: '/' });
    expect(stdout).toMatch(/^initdb \(PostgreSQL\) 18/);
    expect(await makeExecutable(unreachable, account, cache)).toEqual(copied);
    expect(await readdir(cache)).toHaveLength(1);
  });
});
