import { randomBytes } from 'node:crypto';
import { link, open, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';

/** The file that keeps the password of a cluster. */
export function passwordFileOf(directory: string): string {
  return join(directory, 'postgres-password');
}

/** Reads the password, or undefined when there is none. */
export async function findPassword(directory: string): Promise<string | undefined> {
  const password = await readFile(passwordFileOf(directory), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '';
    throw error;
  });
  return password.trim() || undefined;
}

/** Makes the password once; two processes that start together get the same one. */
export async function createPassword(directory: string): Promise<string> {
  const draft = `${passwordFileOf(directory)}.${process.pid}`;
  const file = await open(draft, 'w', 0o600);
  try {
    await file.writeFile(randomBytes(24).toString('base64url'));
    // An acknowledged write is lost, too, when its server's password is.
    await file.sync();
    // link(), unlike rename(), leaves the file of a faster process as it is.
    await link(draft, passwordFileOf(directory)).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
    });
  } finally {
    await file.close();
    await rm(draft, { force: true });
  }
  return readFile(passwordFileOf(directory), 'utf8');
}
