import { Secret, SecretBox, SecretUnreadable } from '#libs/tokens';
import type { Database } from './database.js';

/** Secrets of this database were sealed with keys that are not there; the message says how to go on. */
class SecretsKeyMissing extends Error {
  override readonly name = 'SecretsKeyMissing';
  readonly isForOperator = true;

  constructor(ids: readonly string[]) {
    const names = ids.join(',');
    super(
      `SECRETS_KEY does not hold the key ${names}, with which secrets in this database were sealed. Start with that key; behind a new one that is to take its place: SECRETS_KEY=new,old. While SECRETS_KEY was not set, it was in the file secrets.key of POSTERN_DATA_DIR. If the key is lost, or nothing it sealed is needed any more, start with RETIRED_SECRETS_KEYS=${names}: client secrets of OpenID providers and secrets of webhooks that it sealed must then be entered or made anew.`,
    );
  }
}

/**
 * What seals secrets and opens those of the database, once it is known that it can: each key that has ever sealed left a canary
 * here, and all of them must open. Of processes that start at once with different keys, on a database where nothing was sealed yet,
 * one gets its box.
 * @param keys the first one seals
 * @param retired names of keys, separated by commas, with which nothing is opened any more
 * @throws SecretsKeyMissing
 */
export async function openSecretBox(
  database: Database,
  keys: readonly Uint8Array[],
  retired: string = '',
): Promise<SecretBox> {
  const box = new SecretBox(keys);
  const id = box.sealingKeyId;
  const canary = await box.seal(new Secret(id), contextOf(id));
  await database.transaction(async ({ secretsKeys }) => {
    await secretsKeys.lock();
    await secretsKeys.remove(retired.split(',').map(name => name.trim()));
    const known = await secretsKeys.list();
    const opened = await Promise.all(known.map(key => opens(box, key)));
    const missing = known.filter((_, index) => !opened[index]);
    if (missing.length > 0) throw new SecretsKeyMissing(missing.map(key => key.id));
    if (!known.some(key => key.id === id)) await secretsKeys.insert(id, canary);
  });
  return box;
}

async function opens(
  box: SecretBox,
  { id, canary }: { readonly id: string; readonly canary: string },
): Promise<boolean> {
  try {
    await box.open(canary, contextOf(id));
    return true;
  } catch (error) {
    if (error instanceof SecretUnreadable) return false;
    throw error;
  }
}

function contextOf(id: string): string {
  return `secrets_key:${id}`;
}
