import { randomBytes, randomUUID } from 'node:crypto';
import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ConfigError } from './config-error.js';
import { readSecretsKeys } from './read-secrets-keys.js';
import type { ServiceConfig } from './service-config.js';

/**
 * The keys that seal secrets: those of `SECRETS_KEY`, or else the one in the data directory, which is made when there is none.
 * @throws ConfigError when the file holds something else
 */
export async function openSecretsKeys(
  config: Pick<ServiceConfig, 'SECRETS_KEY' | 'POSTERN_DATA_DIR'>,
): Promise<readonly Uint8Array[]> {
  const file = join(config.POSTERN_DATA_DIR, 'secrets.key');
  const keys = readSecretsKeys(config.SECRETS_KEY ?? (await readOrMake(file)));
  if (keys) return keys;
  const problem = `is not set, and ${file} does not hold 32 bytes in base64; restore the file, or set SECRETS_KEY`;
  throw new ConfigError([{ name: 'SECRETS_KEY', problem, example: '$(openssl rand -base64 32)' }]);
}

async function readOrMake(file: string): Promise<string> {
  return (await read(file)) ?? make(file);
}

async function read(file: string): Promise<string | undefined> {
  try {
    return (await readFile(file, 'utf8')).trim();
  } catch (error) {
    if (isCode(error, 'ENOENT')) return undefined;
    throw error;
  }
}

/** Of several services that start at once in one directory, one makes the file, whole, and all read it. */
async function make(file: string): Promise<string> {
  await mkdir(join(file, '..'), { recursive: true });
  const own = `${file}.${randomUUID()}`;
  try {
    await writeFile(own, `${randomBytes(32).toString('base64url')}\n`, { mode: 0o600 });
    await link(own, file).catch((error: unknown) => {
      if (!isCode(error, 'EEXIST')) throw error;
    });
  } finally {
    await rm(own, { force: true });
  }
  return (await readFile(file, 'utf8')).trim();
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
