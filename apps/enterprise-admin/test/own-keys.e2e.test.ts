import { X509Certificate } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { ConnectionKeys } from '#libs/connection-keys';
import {
  type ConnectionId,
  type ConnectionKey,
  type ConnectionKeyPairId,
  type ConnectionKeyUse,
  connectionKeyUses,
  newId,
} from '#libs/persistence';
import { Secret } from '#libs/tokens';
import { aConnection, type ConnectionUnderTest } from './a-connection.js';
import { validCertificate } from './certificates.js';
import { aKey, auditLog, runningAdmin, testSecretBox } from './builders.js';

interface OwnKey {
  readonly id: string;
  readonly use: string;
  readonly state: string;
  readonly certificate: string;
}

async function keysOf({ administrator, place }: ConnectionUnderTest): Promise<readonly OwnKey[]> {
  return (await administrator.send('get', `${place}/own-keys`).expect(200)).body.items;
}

const statesOf = (keys: readonly OwnKey[], use: string) =>
  keys.filter(key => key.use === use).map(({ state }) => state);

function keyOf({ id, connectionId }: ConnectionUnderTest): ConnectionKey {
  return { enterpriseId: id, connectionId: connectionId as ConnectionId };
}

/** Keys that were made before: to make one costs a tenth of a second. Nothing is signed with them. */
async function aConnectionWithKeys(): Promise<ConnectionUnderTest> {
  const { database } = await runningAdmin();
  const connection = await aConnection();
  for (const use of connectionKeyUses)
    await database.repositories.connectionKeyPairs.insert(keyOf(connection), await aPair(use, 'current'));
  return connection;
}

async function aPair<State extends 'current' | 'next'>(use: ConnectionKeyUse, state: State) {
  const sealed = await testSecretBox.seal(new Secret('key'), 'key');
  return { id: newId<ConnectionKeyPairId>(), use, state, certificate: validCertificate, sealed_private_key: sealed };
}

it('they are made when they are asked for first, once; and one takes the place of another in two steps', async () => {
  const { database } = await runningAdmin();
  const connection = await aConnection();
  const { administrator, place, id } = connection;
  const [keys, again] = await Promise.all([keysOf(connection), keysOf(connection)]);
  expect(again).toEqual(keys);
  expect(keys.map(({ use, state }) => `${use} ${state}`).toSorted()).toEqual(['encryption current', 'signing current']);
  expect(keys[0]).toMatchObject({ certificateState: 'valid', daysLeft: 1824 });
  expect(JSON.stringify(keys)).not.toMatch(/PRIVATE|sealed/i);

  const idempotencyKey = aKey();
  const make = () =>
    administrator.send('post', `${place}/own-keys`, { use: 'encryption' }).set('Idempotency-Key', idempotencyKey);
  const { body: next } = await make().expect(201);
  expect((await make().expect(201)).body).toEqual(next);
  expect(statesOf(await keysOf(connection), 'encryption')).toEqual(['current', 'next']);
  await administrator.send('post', `${place}/own-keys/${next.id}/activate`).expect(200);
  const { body } = await administrator.send('post', `${place}/own-keys/${next.id}/activate`).expect(200);
  expect(body).toMatchObject({ id: next.id, state: 'current', activatedAt: expect.any(String) });

  const { signing, encryption } = await new ConnectionKeys(database, testSecretBox).of(keyOf(connection));
  expect(encryption.current.id).toBe(next.id);
  expect(encryption.previous.map(pair => pair.certificate)).toEqual(
    keys.filter(({ use }) => use === 'encryption').map(({ certificate }) => certificate),
  );
  for (const { certificate, privateKey } of [signing.current, encryption.current, ...encryption.previous])
    expect(new X509Certificate(certificate).checkPrivateKey(privateKey)).toBe(true);
  const { publicKey, subject } = new X509Certificate(signing.current.certificate);
  expect(publicKey.asymmetricKeyDetails?.modulusLength).toBe(2048);
  expect(subject).toContain(connection.connectionId);
  const actions = (await auditLog(id))
    .map(({ action }) => action)
    .filter(action => action.startsWith('connection_key'));
  expect(actions).toEqual(['connection_key.created', 'connection_key.retired', 'connection_key.activated']);
});

it('those that were sealed with a key of secrets that is gone are made anew', async () => {
  const { database } = await runningAdmin();
  const connection = await aConnectionWithKeys();
  const [before] = await keysOf(connection);
  await database.orm.em
    .fork()
    .execute("update connection_keys set sealed_private_key = 'e30.....' where connection_id = ? and use = 'signing'", [
      connection.connectionId,
    ]);
  const keys = await keysOf(connection);
  expect(statesOf(keys, 'signing')).toEqual(['retired', 'current']);
  expect(keys.find(({ state, use }) => state === 'current' && use === 'signing')?.id).not.toBe(before?.id);
});

describe('409', () => {
  it('for a second next key, for deleting the current one, and for one that is retired', async () => {
    const { database } = await runningAdmin();
    const connection = await aConnectionWithKeys();
    const { administrator, place } = connection;
    const next = await database.repositories.connectionKeyPairs.insert(
      keyOf(connection),
      await aPair('signing', 'next'),
    );
    const current = (await keysOf(connection)).find(({ use }) => use === 'signing');
    const waits = await administrator.send('post', `${place}/own-keys`, { use: 'signing' }).expect(409);
    expect(waits.body.code).toBe('own_key_waits');
    const inUse = await administrator.send('delete', `${place}/own-keys/${current?.id}`).expect(409);
    expect(inUse.body.code).toBe('own_key_in_use');
    await administrator.send('post', `${place}/own-keys/${next.id}/activate`).expect(200);
    const retired = await administrator.send('post', `${place}/own-keys/${current?.id}/activate`).expect(409);
    expect(retired.body.code).toBe('own_key_retired');
    await administrator.send('delete', `${place}/own-keys/${current?.id}`).expect(204);
    await administrator.send('get', `${place}/own-keys/${current?.id}`).expect(404);
  });
});

it("404 for a key of another enterprise's connection", async () => {
  const [mine, other] = [await aConnectionWithKeys(), await aConnectionWithKeys()];
  const [key] = await keysOf(other);
  await mine.administrator.send('get', `${mine.place}/own-keys/${key?.id}`).expect(404);
  await mine.administrator.send('post', `${other.place}/own-keys/${key?.id}/activate`).expect(404);
  await mine.administrator.send('get', `${other.place}/own-keys`).expect(404);
});

it('what was retired long ago is deleted, so many at a time', async () => {
  const { database } = await runningAdmin();
  const key = keyOf(await aConnection());
  const { connectionKeyPairs } = database.repositories;
  const pair = await connectionKeyPairs.insert(key, await aPair('signing', 'next'));
  await connectionKeyPairs.retire(key, pair.id);
  await connectionKeyPairs.deleteRetired(new Date(Date.now() - 3_600_000), 100);
  expect(await connectionKeyPairs.list(key)).toHaveLength(1);
  while ((await connectionKeyPairs.deleteRetired(new Date(Date.now() + 60_000), 1)) > 0);
  expect(await connectionKeyPairs.list(key)).toEqual([]);
});
