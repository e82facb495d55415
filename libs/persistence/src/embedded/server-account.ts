import { execFile } from 'node:child_process';
import { chown, mkdtemp, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { EmbeddedPostgresError } from './embedded-postgres-error.js';

const run = promisify(execFile);

/** The operating system user that owns the data and runs PostgreSQL. */
export interface ServerAccount {
  readonly uid: number;
  readonly gid: number;
}

/** Whether this process is root, as which PostgreSQL refuses to run. */
export function isRoot(): boolean {
  return process.getuid?.() === 0;
}

/** The user PostgreSQL runs as when no data exists yet: the current one, or "nobody" for root. */
export async function findServerAccount(): Promise<ServerAccount> {
  if (!isRoot()) return { uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0 };
  const passwd = await readFile('/etc/passwd', 'utf8').catch(() => '');
  const [, uid, gid] = /^nobody:[^:]*:(\d+):(\d+):/m.exec(passwd) ?? [];
  if (uid === undefined || gid === undefined || uid === '0') throw EmbeddedPostgresError.noServerAccount();
  return { uid: Number(uid), gid: Number(gid) };
}

/** Options that make a child process run as the account, with nothing of the caller's environment but the PATH. */
export function runAs(account: ServerAccount): { uid?: number; gid?: number; env: NodeJS.ProcessEnv } {
  // PGDATA, PGOPTIONS, LC_* and TZ would change what initdb writes and how the server behaves.
  const env: NodeJS.ProcessEnv = { PATH: process.env['PATH'] ?? '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' };
  return isRoot() ? { uid: account.uid, gid: account.gid, env } : { env };
}

/** Gives a file or folder to the account. */
export async function giveTo(account: ServerAccount, path: string): Promise<void> {
  if (isRoot()) await chown(path, account.uid, account.gid);
}

/** Whether the account can run the program. */
export async function canExecute(account: ServerAccount, program: string, args: readonly string[]): Promise<boolean> {
  return run(program, args, { ...runAs(account), cwd: '/' }).then(
    () => true,
    () => false,
  );
}

/** Whether the account can enter the folder. */
export async function canEnter(account: ServerAccount, folder: string): Promise<boolean> {
  // `cd` in the child: the cwd of spawn() is entered before the user changes, so it would succeed for root's folders.
  return canExecute(account, '/bin/sh', ['-c', 'cd -- "$1"', 'sh', folder]);
}

/**
 * Whether the account can own and fill a folder inside this one.
 * Tried for real: parents, access lists, and mounts that ignore chown all have a say.
 */
export async function canKeepFilesIn(account: ServerAccount, folder: string): Promise<boolean> {
  const probe = await mkdtemp(join(folder, 'postgres.probe-'));
  try {
    await giveTo(account, probe);
    return await canExecute(account, '/bin/sh', ['-c', 'cd -- "$1" && : > probe && test -O .', 'sh', probe]);
  } catch {
    return false;
  } finally {
    await rm(probe, { recursive: true, force: true });
  }
}
