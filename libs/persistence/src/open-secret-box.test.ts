import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { Secret } from '#libs/tokens';
import { emptyDatabaseUrl } from '../../../tools/testing/empty-database.js';
import { Database } from './database.js';
import { openSecretBox } from './open-secret-box.js';

const [first, second, third] = [randomBytes(32), randomBytes(32), randomBytes(32)];
const secret = new Secret('correct horse battery staple');
let database: Database;

beforeEach(async () => {
  const url = await emptyDatabaseUrl();
  await Database.migrate(url);
  database = await Database.connect({ url, poolSize: 4 });
});
afterEach(() => database.close());

it('a box opens what it has sealed, at the next start too', async () => {
  const sealed = await (await openSecretBox(database, [first])).seal(secret, 'a');
  const opened = await (await openSecretBox(database, [first])).open(sealed, 'a');
  expect(opened.reveal()).toBe(secret.reveal());
});

it('another key is refused, with what to do, and leaves the right one good', async () => {
  const { sealingKeyId } = await openSecretBox(database, [first]);
  const refused = await openSecretBox(database, [second]).catch((error: unknown) => error);
  expect(refused).toMatchObject({ isForOperator: true });
  expect(String(refused)).toContain(`RETIRED_SECRETS_KEYS=${sealingKeyId}`);
  expect(String(refused)).toContain('SECRETS_KEY=new,old');
  for (const key of [first, second])
    for (const encoding of ['hex', 'base64', 'base64url'] as const)
      expect(String(refused)).not.toContain(key.toString(encoding));
  await openSecretBox(database, [first]);
});

it('a new key takes over before the old one, and then none of the two may be missing', async () => {
  await openSecretBox(database, [first]);
  await openSecretBox(database, [second, first]);
  for (const keys of [[first], [second], [third, first], [third, second]])
    await expect(openSecretBox(database, keys), `${keys.length}`).rejects.toThrow('SECRETS_KEY does not hold');
  for (const keys of [
    [first, second],
    [third, first, second],
  ])
    await openSecretBox(database, keys);
});

it('a key that only opens may go again', async () => {
  await openSecretBox(database, [first, second]);
  await expect(openSecretBox(database, [first])).resolves.toBeDefined();
});

it('a retired key may be missing, and no other', async () => {
  const { sealingKeyId: ofFirst } = await openSecretBox(database, [first]);
  const { sealingKeyId: ofSecond } = await openSecretBox(database, [second, first]);
  await expect(openSecretBox(database, [third], ofFirst)).rejects.toThrow(ofSecond);
  await openSecretBox(database, [second], ofFirst);
  await openSecretBox(database, [second]);
  await openSecretBox(database, [third], ` ${ofSecond} , ${ofFirst}`);
});

it('of many that start at once with two keys, those with one of them do', async () => {
  const starts = Array.from({ length: 8 }, (_, index) => openSecretBox(database, [index % 2 === 0 ? first : second]));
  const outcomes = (await Promise.allSettled(starts)).map(({ status }) => status);
  expect(new Set(outcomes.filter((_, index) => index % 2 === 0)).size).toBe(1);
  expect(outcomes.filter(status => status === 'fulfilled')).toHaveLength(4);
});

it('a changed canary is one that does not open', async () => {
  await openSecretBox(database, [first]);
  await database.orm.em.fork().execute(`update secrets_keys set canary = 'x'`);
  await expect(openSecretBox(database, [first])).rejects.toThrow('SECRETS_KEY does not hold');
});
