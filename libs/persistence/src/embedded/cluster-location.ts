import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { lstat, mkdir, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { EmbeddedPostgresError } from './embedded-postgres-error.js';
import { canEnter, canKeepFilesIn, findServerAccount, giveTo, isRoot, type ServerAccount } from './server-account.js';

const run = promisify(execFile);

// Not /var/tmp, which is emptied of old files behind our back; macOS has nothing better.
const OUTSIDE = existsSync('/var/lib') ? '/var/lib' : '/var/tmp';

/** Where a cluster is, or will be, and who owns it. */
export interface ClusterLocation {
  readonly dataDirectory: string;
  readonly account: ServerAccount;
}

/**
 * Decides where the data is. Normally `<directory>/postgres`; started as root in a folder that "nobody" cannot enter,
 * a folder below /var/lib that `<directory>/postgres.location` names.
 * @param directory an absolute path without symbolic links
 */
export async function locateCluster(directory: string): Promise<ClusterLocation> {
  const inside = join(directory, 'postgres');
  // What exists decides: a parent's mode that changed since must not make us start again with an empty database.
  if (existsSync(inside)) return useInside(inside);
  const account = await findServerAccount();
  const outside = await findRecordedLocation(directory);
  if (outside !== undefined) return useOutside(outside, account);
  if (!isRoot() || (await canKeepFilesIn(account, directory))) return { dataDirectory: inside, account };
  return createOutside(directory, account);
}

async function useInside(dataDirectory: string): Promise<ClusterLocation> {
  const { uid, gid } = await stat(dataDirectory);
  if (!isRoot()) {
    if (uid !== process.getuid?.()) throw EmbeddedPostgresError.unusable(dataDirectory, belongsTo(uid));
    return { dataDirectory, account: { uid, gid } };
  }
  // Made by an ordinary user: keep that owner, so that the next start without root works, too.
  const account = uid === 0 ? await findServerAccount() : { uid, gid };
  if (uid === 0) await run('chown', ['-R', `${account.uid}:${account.gid}`, dataDirectory]);
  if (await canEnter(account, dataDirectory)) return { dataDirectory, account };
  throw EmbeddedPostgresError.unusable(
    dataDirectory,
    `PostgreSQL runs as user ${account.uid}, who cannot enter it. Allow that on its parent folders (chmod o+x).`,
  );
}

async function useOutside(dataDirectory: string, account: ServerAccount): Promise<ClusterLocation> {
  const home = dirname(dataDirectory);
  const found = await lstat(home).catch(() => undefined);
  if (found === undefined) {
    const reason = 'it is gone. Restore it, or remove the file postgres.location to start with an empty database.';
    throw EmbeddedPostgresError.unusable(home, reason);
  }
  // A folder of that name proves nothing by itself.
  if (!found.isDirectory() || found.uid !== account.uid)
    throw EmbeddedPostgresError.unusable(home, belongsTo(found.uid));
  return { dataDirectory, account };
}

async function createOutside(directory: string, account: ServerAccount): Promise<ClusterLocation> {
  const hash = createHash('sha256').update(directory).digest('hex').slice(0, 16);
  const dataDirectory = join(OUTSIDE, `postern-${hash}`, 'postgres');
  const created = await mkdir(dirname(dataDirectory), { mode: 0o700 }).then(
    () => true,
    () => false,
  );
  if (created) await giveTo(account, dirname(dataDirectory));
  const location = await useOutside(dataDirectory, account);
  const draft = `${locationFileOf(directory)}.${process.pid}`;
  await writeFile(draft, `${dataDirectory}\n`);
  await rename(draft, locationFileOf(directory));
  return location;
}

function locationFileOf(directory: string): string {
  return join(directory, 'postgres.location');
}

async function findRecordedLocation(directory: string): Promise<string | undefined> {
  if (!existsSync(locationFileOf(directory))) return undefined;
  return (await readFile(locationFileOf(directory), 'utf8')).trim();
}

function belongsTo(uid: number): string {
  return `it belongs to user ${uid}. Start Postern as the user who made it, or choose another directory.`;
}
