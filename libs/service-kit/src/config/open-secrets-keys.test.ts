import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openSecretsKeys } from './open-secrets-keys.js';

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'secrets-key-'));
});
afterEach(() => rm(directory, { recursive: true }));

it('the keys are those of the setting, and no file is made', async () => {
  const keys = [Buffer.alloc(32, 1), Buffer.alloc(32, 255)];
  const text = `${Buffer.alloc(32, 1).toString('base64')}, ${Buffer.alloc(32, 255).toString('base64url')}`;
  expect(await openSecretsKeys({ SECRETS_KEY: text, POSTERN_DATA_DIR: directory })).toEqual(keys);
  expect(await readdir(directory)).toEqual([]);
});

it('without the setting one is made, once, that only its owner can read', async () => {
  const settings = { POSTERN_DATA_DIR: join(directory, 'data') };
  const [first, ...others] = await Promise.all(Array.from({ length: 8 }, () => openSecretsKeys(settings)));
  expect(first).toEqual([expect.objectContaining({ length: 32 })]);
  for (const other of [...others, await openSecretsKeys(settings)]) expect(other).toEqual(first);
  expect(await readdir(settings.POSTERN_DATA_DIR)).toEqual(['secrets.key']);
  expect((await stat(join(settings.POSTERN_DATA_DIR, 'secrets.key'))).mode & 0o777).toBe(0o600);
});

it('a file that holds something else stops the start, and is left as it is', async () => {
  await writeFile(join(directory, 'secrets.key'), 'hello');
  await expect(openSecretsKeys({ POSTERN_DATA_DIR: directory })).rejects.toThrow(
    /SECRETS_KEY: is not set, and .*secrets\.key/,
  );
  expect((await stat(join(directory, 'secrets.key'))).size).toBe(5);
});
